"""endpoints: feeds that are read, webhooks that are called"""

import sqlalchemy as sa
from alembic import op

revision = "91c6e2f80b3d"
down_revision = "5e0a7b93c1d8"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "endpoints",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoints")),
        sa.UniqueConstraint("kind", "url", name=op.f("uq_endpoints_kind_url")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("endpoints")
