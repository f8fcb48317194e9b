"""The analyst: requirements, user stories, acceptance criteria."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="analyst",
    summary="requirements, user stories and acceptance criteria: writing them and finding what is wrong in them",
    tools=("check_requirements", "recall"),
    signs=signs(
        r"\brequirements?\b",
        r"\buser stor(?:y|ies)\b",
        r"\bacceptance criteri",
        r"\b(?:srs|functional spec)",
        r"\bthe system (?:shall|must)\b",
        r"\bтребовани[еяйюм]",
        r"\bтехническ\w+ задани|\bтехзадани|(?-i:\bТЗ\b)",
        r"\bпользовательск\w+ истори",
        r"\bкритери\w+ при[её]мки",
        r"\bсистема должна\b",
    ),
)
