"""stories: posts that told again what a copy tells already"""

import sqlalchemy as sa
from alembic import op

revision = "f4a92c05b7d1"
down_revision = "b3f0d1826ce7"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("rule", BIG, autoincrement=False, nullable=False),
        sa.Column("source", BIG, autoincrement=False, nullable=False),
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("first_source", BIG, nullable=False),
        sa.Column("first_message", BIG, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule", "source", "message", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_first", "stories", ["rule", "first_source", "first_message"])
    op.create_index(op.f("ix_stories_told_at"), "stories", ["told_at"])


def downgrade() -> None:
    op.drop_table("stories")
