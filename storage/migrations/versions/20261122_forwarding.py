"""forwarding"""

import sqlalchemy as sa
from alembic import op

revision = "7c1d90b5e2a4"
down_revision = "3fb89250a34c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('relevance',
    sa.Column('rule', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('weights', sa.LargeBinary(), nullable=False),
    sa.Column('ups', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('downs', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('rule', name=op.f('pk_relevance'))
    )
    op.create_table('sightings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('source', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('exact', sa.Text(), nullable=False),
    sa.Column('runs', sa.LargeBinary(), nullable=False),
    sa.Column('picture', sa.Text(), nullable=False),
    sa.Column('file', sa.Text(), nullable=False),
    sa.Column('origin_chat', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('origin_message', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sightings')),
    sa.UniqueConstraint('scope', 'source', 'message', name=op.f('uq_sightings_scope_source_message')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('sightings', schema=None) as batch_op:
        batch_op.create_index('ix_sightings_scope', ['scope', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sightings_seen_at'), ['seen_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sightings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sightings_seen_at'))
        batch_op.drop_index('ix_sightings_scope')

    op.drop_table('sightings')
    op.drop_table('relevance')
