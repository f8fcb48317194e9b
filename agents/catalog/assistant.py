"""The assistant: answers whatever is nobody's special field."""

from agents.spec import AgentSpec

AGENT = AgentSpec(
    name="assistant",
    summary="everyday questions, writing, reminders, what was said earlier",
    tools=(
        "recall",
        "remind",
        "web_search",
        "calculate",
        "dates",
        "channel_posts",
        "read_link",
        "list_reminders",
        "cancel_reminder",
    ),
    takes_servers=True,
)
