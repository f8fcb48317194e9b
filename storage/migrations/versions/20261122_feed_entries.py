"""feed entries: which were seen, and their numbers as messages"""

import sqlalchemy as sa
from alembic import op

revision = "c3d84e7f1a26"
down_revision = "91c6e2f80b3d"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feed_entries",
        sa.Column("feed", BIG, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "key", name=op.f("pk_feed_entries")),
        sa.UniqueConstraint("feed", "message", name=op.f("uq_feed_entries_feed_message")),
    )


def downgrade() -> None:
    op.drop_table("feed_entries")
