"""gathering: posts that passed a rule and wait for their time, and which have no copy of their own"""

import sqlalchemy as sa
from alembic import op

revision = "b3f0d1826ce7"
down_revision = "b58d2e9f4c71"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gathered",
        sa.Column("rule", BIG, autoincrement=False, nullable=False),
        sa.Column("source", BIG, autoincrement=False, nullable=False),
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("head", BIG, nullable=False),
        sa.Column("gathered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule", "source", "message", name=op.f("pk_gathered")),
    )
    op.create_index("ix_gathered_post", "gathered", ["source", "message"])
    op.create_table(
        "gatherings",
        sa.Column("rule", BIG, autoincrement=False, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.Column("changes", BIG, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_gatherings")),
    )
    op.create_index(op.f("ix_gatherings_due"), "gatherings", ["due"])
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("made", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_column("made")
    op.drop_table("gatherings")
    op.drop_table("gathered")
