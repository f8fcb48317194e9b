"""the inbox knows the message that an answer will replace"""

import sqlalchemy as sa
from alembic import op

revision = 'b41f0c7d92ae'
down_revision = 'e886b580983c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('inbox') as inbox:
        inbox.add_column(
            sa.Column('placeholder', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table('inbox') as inbox:
        inbox.drop_column('placeholder')
