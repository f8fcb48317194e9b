"""random ids: the number under which a delivery goes out, stored with it"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "2a9f61c7d054"
down_revision = "c3d84e7f1a26"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.add_column(sa.Column("random_id", BIG, server_default="0", nullable=False))
    # What is over for good never goes out again; the rest may have been cut under the number that was derived so.
    may_go = "SELECT id, key, payload FROM deliveries WHERE state NOT IN ('sent', 'discarded')"
    for id, key, payload in op.get_bind().execute(sa.text(may_go)).all():
        change = sa.text("UPDATE deliveries SET random_id = :number WHERE id = :id")
        op.execute(change.bindparams(number=_derived(key, payload), id=id))


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_column("random_id")


def _derived(key: str, payload: object) -> int:
    content = json.loads(payload) if isinstance(payload, str) else payload
    messages = content.get("messages") if content.get("kind") == "copy" else None
    name = f"{key}:{messages[0]}" if messages else key
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
