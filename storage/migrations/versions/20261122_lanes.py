"""lanes: one index over what is still to be sent"""

import sqlalchemy as sa
from alembic import op

revision = "5e0a7b93c1d8"
down_revision = "d27e84c1f05a"
branch_labels = None
depends_on = None

OPEN = sa.text("finished_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_index("ix_deliveries_lane", "deliveries")
    op.create_index("ix_deliveries_open", "deliveries", ["lane", "id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_deliveries_open", "deliveries")
    op.create_index("ix_deliveries_lane", "deliveries", ["lane", "state"])
    op.create_index("ix_deliveries_due", "deliveries", ["state", "not_before"])
