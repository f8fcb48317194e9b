"""rules: many sources and destinations, trees of filters, versions"""

import json

import sqlalchemy as sa
from alembic import op

revision = "b41f6a0d93ce"
down_revision = "7c1d90b5e2a4"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rule_versions",
        sa.Column("rule", BIG, autoincrement=False, nullable=False),
        sa.Column("version", BIG, autoincrement=False, nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("chats", sa.JSON(), nullable=False),
        sa.Column("saved_by", BIG, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule", "version", name=op.f("pk_rule_versions")),
    )
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("trace", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("version", BIG, server_default="1", nullable=False))
    with op.batch_alter_table("links") as batch_op:
        batch_op.add_column(sa.Column("topic", BIG, autoincrement=False, server_default="0", nullable=False))
        batch_op.drop_constraint("pk_links", type_="primary")
        batch_op.create_primary_key("pk_links", ["rule", "source", "message", "chat", "topic"])
    with op.batch_alter_table("rules") as batch_op:
        batch_op.drop_index("ix_rules_source")
        batch_op.drop_column("source")
        batch_op.drop_column("destination")
        batch_op.alter_column("titles", new_column_name="chats")
        batch_op.add_column(sa.Column("version", BIG, server_default="1", nullable=False))
    _rewrite(_many)
    op.execute(
        "INSERT INTO rule_versions (rule, version, spec, chats, saved_by, saved_at)"
        " SELECT id, version, spec, chats, created_by, created_at FROM rules"
    )


def downgrade() -> None:
    _rewrite(_one)
    with op.batch_alter_table("rules") as batch_op:
        batch_op.drop_column("version")
        batch_op.alter_column("chats", new_column_name="titles")
        batch_op.add_column(sa.Column("destination", BIG, server_default="0", nullable=False))
        batch_op.add_column(sa.Column("source", BIG, server_default="0", nullable=False))
        batch_op.create_index("ix_rules_source", ["source"], unique=False)
    for id, spec, _ in _rules("titles"):
        change = sa.text("UPDATE rules SET source = :source, destination = :destination WHERE id = :id")
        op.execute(change.bindparams(source=spec["source"], destination=spec["destination"], id=id))
    op.execute("DELETE FROM links WHERE topic <> 0")
    with op.batch_alter_table("links") as batch_op:
        batch_op.drop_constraint("pk_links", type_="primary")
        batch_op.drop_column("topic")
        batch_op.create_primary_key("pk_links", ["rule", "source", "message"])
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("trace")
    op.drop_table("rule_versions")


def _rules(chats: str) -> list[tuple[int, dict, dict]]:
    found = op.get_bind().execute(sa.text(f"SELECT id, spec, {chats} FROM rules")).all()
    return [(id, _read(spec), _read(told)) for id, spec, told in found]


def _read(value: object) -> dict:
    return json.loads(value) if isinstance(value, str) else value


def _rewrite(change) -> None:
    update = sa.text("UPDATE rules SET spec = :spec, chats = :chats WHERE id = :id")
    update = update.bindparams(sa.bindparam("spec", type_=sa.JSON()), sa.bindparam("chats", type_=sa.JSON()))
    for id, spec, chats in _rules("chats"):
        spec, chats = change(spec, chats)
        op.get_bind().execute(update, {"spec": spec, "chats": chats, "id": id})


def _many(spec: dict, titles: dict) -> tuple[dict, dict]:
    keep = [{"keywords": {"words": spec["keep"]}}] if spec.get("keep") else []
    drop = [{"not": {"keywords": {"words": spec["drop"]}}}] if spec.get("drop") else []
    source, destination = spec["source"], spec["destination"]
    via = "account" if titles.get("via") == "account" else "bot"
    chats = {
        str(source): {"title": titles.get("source", ""), "username": titles.get("username", ""), "via": via},
        str(destination): {"title": titles.get("destination", ""), "username": "", "via": "bot"},
    }
    many = {
        "name": spec.get("name", ""),
        "sources": [{"chat": source, "topic": None}],
        "destinations": [{"chat": destination, "topic": spec.get("topic")}],
        "filters": {"all": [*keep, *drop]},
    }
    return many, chats


def _one(spec: dict, chats: dict) -> tuple[dict, dict]:
    """The first source and destination, and the words; a rule of the new kind says no more in the old one."""
    source, destination = spec["sources"][0]["chat"], spec["destinations"][0]
    words = {"keep": [], "drop": []}
    for part in spec["filters"].get("all", []):
        words["keep"] += part.get("keywords", {}).get("words", [])
        words["drop"] += part.get("not", {}).get("keywords", {}).get("words", []) if "not" in part else []
    read = chats.get(str(source), {})
    titles = {
        "source": read.get("title", ""),
        "username": read.get("username", ""),
        "via": read.get("via", "bot"),
        "destination": chats.get(str(destination["chat"]), {}).get("title", ""),
    }
    one = {"name": spec["name"], "source": source, "destination": destination["chat"], "topic": destination["topic"]}
    return {**one, **words}, titles
