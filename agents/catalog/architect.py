"""The architect: source code, its structure and its diagrams."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="architect",
    summary="source code: its structure, complexity, diagrams and how to change it",
    tools=("outline_code", "recall", "read_link"),
    signs=signs(
        r"```(?:python|py)\b",
        r"(?m:^\s*(?:async )?def \w+\(|^\s*class \w+.*:\s*$)",
        r"\b(?:refactor|cyclomatic|code complexity|class diagram|mermaid diagram|software architecture|code review)",
        r"\b(?:рефактор|цикломатич|диаграмм\w+ классов|сложност\w+ кода|архитектур\w+ (?:код|приложени|проекта))",
        r"\b(?:разбери|объясни|посмотри|отрефактори) (?:этот |мой )?код\b(?! (?:города|домофона|от|подъезда))",
    ),
)
