"""`Forget about the train`: what would be forgotten, each with its button; nothing is forgotten by words alone."""

import re

from agents.intent import Intent, Outcome, Wish
from agents.quoting import quote
from agents.spec import signs
from agents.state import Offered
from core.buttons import encode
from core.errors import Unavailable
from memory.labels import said_in
from memory.store import Recollection

CHOICES = 5

_ASKING = re.compile(
    r"""^\W*(?:(?:please|пожалуйста)[,\s]+)?(?:forget|забудь(?:те)?)\b[,:\s]*
    (?:(?:about|that|what|i|told|said|you|my|everything|all|know|of|про|обо?|что|я|тебе|говорил\w*|рассказывал\w*
    |вс[её]|мо[йяеёи]|мою)\b[,:\s]*)*""",
    re.IGNORECASE | re.VERBOSE,
)


async def carry_out(wish: Wish) -> Outcome | None:
    query = _ASKING.sub("", wish.text).strip(" ?!.")
    found = await _found(wish, query) if re.search(r"\w", query) else []
    if not found:
        return Outcome(wish.texts("intent-forget-nothing"))
    offers = tuple(
        Offered(f"intent-choice-{number}", encode("memory", "forget", each.record.id))
        for number, each in enumerate(found, 1)
    )
    quotes = [f"{number}.\n{quote(said_in(each.record, wish.texts))}" for number, each in enumerate(found, 1)]
    return Outcome("\n\n".join([wish.texts("intent-forget-which"), *quotes]), offers)


async def _found(wish: Wish, query: str) -> list[Recollection]:
    if wish.turn.owner is None:
        return []
    try:
        return list(await wish.services.memory.recall(wish.turn.owner, query, CHOICES))[:CHOICES]
    except Unavailable:
        return []


INTENT = Intent(
    name="forget",
    signs=signs(
        r"^\W*(?:please )?forget (?:about|that|what|my|everything|all|it)\b",
        r"^\W*(?:пожалуйста,? )?забудь(?:те)?,? (?:про|обо?|что|мо[йяеёи]|мою|это|вс[её])\b",
    ),
    carry_out=carry_out,
)
