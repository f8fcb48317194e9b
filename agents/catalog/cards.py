"""The bank's specialist: card numbers, loans, fees."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="cards",
    summary="bank cards, card numbers, loans, interest and fees",
    tools=("check_card", "loan", "fee", "calculate", "recall", "read_link"),
    signs=signs(
        r"(?<![\d+])(?:\d[ -]?){15,19}(?!\d)",
        r"\b(?:bank|credit|debit) cards?\b",
        r"\b(?:mortgage|annuity|overpayment)s?\b",
        r"\b(?:банковск|кредитн|дебетов)\w+ карт|\bномер\w* (?:банковской )?карт",
        r"\b(?:ипотек|ипотечн|аннуитет)",
    ),
)
