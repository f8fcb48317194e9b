"""The bank's specialist: card numbers, loans, fees."""

from agents.spec import AgentSpec, signs

AGENT = AgentSpec(
    name="cards",
    summary="bank cards, card numbers, loans, interest and fees",
    tools=("check_card", "loan", "fee", "calculate", "recall"),
    signs=signs(
        r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)",
        r"\b(?:bank|credit|debit|payment) cards?\b|\bcard numbers?\b",
        r"\b(?:loan|mortgage|annuity|overpayment|interest rate)s?\b",
        r"\b(?:visa|mastercard|american express|unionpay)\b",
        r"\b(?:банковск|кредитн|дебетов|плат[её]жн)\w+ карт|\bномер\w* карт|\bкарт[аыуе] (?:мир|visa|банка)",
        r"\b(?:кредит|ипотек|займ|аннуитет|переплат)",
        r"\bкомисси[яиюей]",
    ),
)
