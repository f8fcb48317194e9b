"""Support: logs, incidents, what broke and when."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="support",
    summary="logs, stack traces and incidents: what broke, since when and how often",
    tools=("read_logs", "dates", "recall", "read_link"),
    signs=signs(
        r"\bTraceback \(most recent call last\)|\bstack ?trace\b",
        r"(?-i:\b(?:ERROR|FATAL|CRITICAL)\b)",
        r"\d\d:\d\d:\d\d.*\n.*\d\d:\d\d:\d\d",
        r"\bстек-?трейс",
        r"\b(?:сервер|бэкенд|прод) (?:упал|лежит|не отвечает|падает)\b",
        r"\b(?:the|our) server (?:is down|crashed)\b",
    ),
)
