"""The analyst: requirements, user stories, acceptance criteria."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="analyst",
    summary="requirements, user stories and acceptance criteria: writing them and finding what is wrong in them",
    tools=("check_requirements", "recall", "read_link"),
    signs=signs(
        r"\buser stor(?:y|ies)\b",
        r"\bacceptance criteri",
        r"\b(?:software requirements|functional specification|functional requirement)",
        r"\bthe (?:system|software|application) (?:shall|must)\b",
        r"(?:проверь|опиши|напиши|сформулируй|оцени|собери|уточни) (?:\w+ )?(?:требования|требование|тз|техзадание)\b"
        r" (?:к|для) (?:систем|сервис|приложени|модул|сайт|продукт|систем|поиск|отч[её]т|форм)",
        r"\b(?:нефункциональн|функциональн)\w+ требовани",
        r"\bтехническ\w+ задани|\bтехзадани|(?-i:\bТЗ\b)",
        r"\bпользовательск\w+ истори|\bистори[юия] пользователей",
        r"\bкритери\w+ при[её]мки",
        r"\b(?:система|приложение|сервис) (?:должн[ао]|обязан[ао]?)\b",
    ),
)
