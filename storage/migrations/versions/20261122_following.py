"""following: what posts said before their edits, which were deleted, topics opened on demand"""

import sqlalchemy as sa
from alembic import op

revision = "d27e84c1f05a"
down_revision = "b41f6a0d93ce"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "post_versions",
        sa.Column("source", BIG, autoincrement=False, nullable=False),
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", "message", "number", name=op.f("pk_post_versions")),
    )
    op.create_table(
        "opened_topics",
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic", BIG, nullable=False),
        sa.PrimaryKeyConstraint("chat", "name", name=op.f("pk_opened_topics")),
    )
    with op.batch_alter_table("posts") as batch_op:
        batch_op.add_column(sa.Column("is_deleted", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_column("is_deleted")
    op.drop_table("opened_topics")
    op.drop_table("post_versions")
