"""The editor: which posts of which channel go where; for admins."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="editor",
    summary="channels: forwarding rules between them, and what they wrote",
    tools=("propose_rule", "channel_posts", "recall", "read_link"),
    signs=signs(
        r"\b(?:forward|repost|copy) (?:all |every |the )?posts?\b",
        r"\bforwarding rules?\b",
        r"\bfrom @\w+ (?:in)?to @\w+",
        r"\bпересылай\w* (?:посты|новости|вс[её]|записи|сообщения)\b",
        r"\bправил\w+ пересылк",
        r"\bиз @\w+ в @\w+",
    ),
    is_for_admins=True,
)
