"""A greeting or thanks: a short answer instead of a search in the memory."""

import re

from agents.intent import Intent, Outcome, Wish
from agents.spec import signs

_HELLO = (
    r"^\W*(?:(?:hi|hello|hey|good (?:morning|day|afternoon|evening)|привет\w*|здравствуй(?:те)?|здорово|хай"
    r"|добр(?:ый|ое|ого) (?:день|утро|вечер|дня|утра|вечера))(?: there| bot| all|,? бот| всем)?)\W*$"
)
_THANKS = (
    r"^\W*(?:(?:many )?thanks|thank you|thx|спасибо|благодарю|спс)"
    r"(?:,? (?:a lot|so much|very much|большое|огромное))?\W*$"
)


async def carry_out(wish: Wish) -> Outcome | None:
    is_hello = re.search(_HELLO, wish.text, re.IGNORECASE)
    return Outcome(wish.texts("intent-hello" if is_hello else "intent-thanks"))


INTENT = Intent(name="greet", signs=signs(_HELLO, _THANKS), carry_out=carry_out)
