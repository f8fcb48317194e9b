"""gaps: histories that are read, holes in what the bot was sent, who was there when"""

import sqlalchemy as sa
from alembic import op

revision = "a7e15c0d94f2"
down_revision = "2a9f61c7d054"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNFINISHED = sa.text("finished_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "backfills",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in ("rule", "source", "wanted")),
        sa.Column("cursor", BIG, nullable=True),
        *(sa.Column(name, BIG, nullable=False) for name in ("until", "total", "done", "passed", "held")),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("not_before", "touched_at")),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, BIG, nullable=False) for name in ("asked_by", "chat", "message")),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backfills")),
        sqlite_autoincrement=True,
    )
    where = {"sqlite_where": UNFINISHED, "postgresql_where": UNFINISHED}
    op.create_index("ix_backfills_open", "backfills", ["source", "rule"], unique=True, **where)
    op.create_table(
        "holes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", BIG, nullable=False),
        sa.Column("after", BIG, nullable=False),
        sa.Column("before", BIG, nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled", BIG, nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holes")),
        sa.UniqueConstraint("source", "after", name=op.f("uq_holes_source_after")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "presences",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_presences")),
    )


def downgrade() -> None:
    op.drop_table("presences")
    op.drop_table("holes")
    op.drop_table("backfills")
