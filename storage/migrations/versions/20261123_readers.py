"""readers: posts before a reviewer, and thumbs under copies"""

import sqlalchemy as sa
from alembic import op

revision = "b58d2e9f4c71"
down_revision = "d90b3f6e18c4"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("rule", BIG, autoincrement=False, nullable=False),
        sa.Column("source", BIG, autoincrement=False, nullable=False),
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decider", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("rule", "source", "message", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_waiting", "reviews", ["created_at"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "ballots",
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("copy", BIG, autoincrement=False, nullable=False),
        sa.Column("rule", BIG, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", "copy", name=op.f("pk_ballots")),
    )
    op.create_index(op.f("ix_ballots_rule"), "ballots", ["rule"])
    op.create_table(
        "votes",
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("copy", BIG, autoincrement=False, nullable=False),
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("thumb", BIG, nullable=False),
        sa.Column("taught", sa.JSON(), nullable=False),
        sa.Column("press", BIG, nullable=False),
        sa.PrimaryKeyConstraint("chat", "copy", "person", name=op.f("pk_votes")),
    )


def downgrade() -> None:
    op.drop_table("votes")
    op.drop_table("ballots")
    op.drop_table("reviews")
