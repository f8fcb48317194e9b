"""The editor: which posts of which channel go where; for admins."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="editor",
    summary="channels: forwarding rules between them, and what they wrote",
    tools=("propose_rule", "channel_posts", "recall"),
    signs=signs(
        r"\b(?:forward|repost|copy) (?:all |every |the )?(?:posts?|messages?|everything|news)\b",
        r"\bforwarding rules?\b",
        r"\bfrom @\w+ to @\w+",
        r"\b(?:пересыла|пересылк|перешли|репост|переслать)",
        r"\bправил\w+ пересылк",
        r"\bиз @\w+ в @\w+",
    ),
    is_for_admins=True,
)
