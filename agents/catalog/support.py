"""Support: logs, incidents, what broke and when."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="support",
    summary="logs, stack traces and incidents: what broke, since when and how often",
    tools=("read_logs", "dates", "recall"),
    signs=signs(
        r"\bTraceback \(most recent call last\)|\bstack ?trace\b",
        r"(?-i:\b(?:ERROR|WARN|WARNING|FATAL|CRITICAL)\b)",
        r"\d\d:\d\d:\d\d.*\n.*\d\d:\d\d:\d\d",
        r"\b(?:log files?|logs|incident|outage|downtime)\b",
        r"\b(?:логи|логов|логах|лог-файл|инцидент\w*|стектрейс\w*)\b",
        r"\b(?:сервер|сервис|бот|сайт) (?:упал|лежит|не отвечает|падает)",
    ),
)
