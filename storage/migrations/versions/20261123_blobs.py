"""blobs: pictures that were made for copies"""

import sqlalchemy as sa
from alembic import op

revision = "d90b3f6e18c4"
down_revision = "a7e15c0d94f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_blobs")),
    )
    op.create_index(op.f("ix_blobs_used_at"), "blobs", ["used_at"])


def downgrade() -> None:
    op.drop_table("blobs")
