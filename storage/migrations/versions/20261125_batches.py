"""batches: deliveries are taken in one step, doubts are counted, and waits are kept by who was told to wait"""

import sqlalchemy as sa
from alembic import op

revision = "e61b40a7f983"
down_revision = "f4a92c05b7d1"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = sa.text("UPDATE deliveries SET doubts = 1 WHERE may_have_arrived")
CLAIMED = sa.text("UPDATE deliveries SET state = 'pending', lease_until = NULL WHERE state = 'claimed'")
KEPT = sa.text("INSERT INTO closings SELECT 'bot', chat, '', until, 1.0 FROM limits")


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.add_column(sa.Column("doubts", BIG, server_default="0", nullable=False))
    op.execute(CUT)
    op.execute(CLAIMED)
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_column("may_have_arrived")
    op.create_table(
        "closings",
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pace", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("carrier", "chat", "method", name=op.f("pk_closings")),
    )
    op.execute(KEPT)
    op.drop_table("limits")


def downgrade() -> None:
    op.create_table(
        "limits",
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_limits")),
    )
    op.execute(sa.text("INSERT INTO limits SELECT chat, until FROM closings WHERE carrier = 'bot' AND chat <> 0"))
    op.drop_table("closings")
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.add_column(sa.Column("may_have_arrived", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.text("UPDATE deliveries SET may_have_arrived = (doubts > 0)"))
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_column("doubts")
