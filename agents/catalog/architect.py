"""The architect: source code, its structure and its diagrams."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="architect",
    summary="source code: its structure, complexity, diagrams and how to change it",
    tools=("outline_code", "recall"),
    signs=signs(
        r"```(?:python|py)\b",
        r"(?m:^\s*(?:async )?def \w+\(|^\s*class \w+.*:\s*$)",
        r"\b(?:refactor|cyclomatic|code complexity|class diagram|mermaid|software architecture|code review)",
        r"\b(?:рефактор|цикломатич|диаграмм\w+ классов|сложност\w+ кода|архитектур\w+ (?:код|приложени|систем|проект))",
        r"\b(?:разбери|объясни|посмотри) (?:этот )?код\b",
    ),
)
