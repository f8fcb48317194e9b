"""What can be done now, while there is no model."""

from agents.intent import Intent, Outcome, Wish
from agents.spec import signs


async def carry_out(wish: Wish) -> Outcome | None:
    texts = wish.texts
    for_admins = f"\n{texts('intent-help-admins')}" if wish.turn.is_admin else ""
    return Outcome(f"{texts('intent-help')}{for_admins}\n\n{texts('intent-help-more')}", needs_advice=True)


INTENT = Intent(
    name="help",
    signs=signs(
        r"^\W*(?:help|help me|помощь|справка|помоги|хелп)\W*$",
        r"\bwhat can (?:you do|I ask you)\b|\bhow (?:do|can|should) I use (?:you|this bot)\b",
        r"\bчто ты (?:умеешь|можешь)\b|\bкак (?:тобой|ботом) пользоваться\b",
        r"\bwhat commands\b|\bкакие (?:у тебя |есть )*команды\b",
    ),
    carry_out=carry_out,
)
