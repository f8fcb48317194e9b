"""What transforms have a local model write: part by part, nothing lost on the way, no address that was not there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.errors import Unavailable
from core.text import from_markdown
from forwarding.draft import Draft
from forwarding.means import Asker, Context
from forwarding.originals import remembering
from forwarding.placeholders import Marked, together
from forwarding.post import Entity
from forwarding.styled import Styled, joined

LONGEST_SECONDS = 900.0
"""Never reached by one question: the asker has a time of its own, which the operator sets."""
PART = 2000
"""UTF-16 units that a model is given at once: small ones lose the thread of more."""
LONGEST = 8000
"""Characters of a text that is read as a whole."""
MOST_TIMES = 4
SPARE = 200
"""An answer is no longer than so many times the text and some characters more."""

_LETTERS = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(
    r"(?:https?://|tg://|www\.)[^\s<>()\[\]]+|@\w{4,}|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[\w/+]+"
    r"|\b[\w-]+\.(?:com|org|net|info|io|me|ru|su|ua|by|kz|xyz|top|site|online|shop|app|dev|рф)\b",
    re.IGNORECASE,
)
"""Also without a scheme: clients make links of that."""

Orders = Callable[[Marked], str]
Accepts = Callable[[Marked, Styled], bool]


def asker_of(context: Context) -> Asker:
    """
    Raises:
        Unavailable: this installation has no model.
    """
    if context.means.asker is None:
        raise Unavailable("error-forwarding-no-model")
    return context.means.asker


def whole_text(draft: Draft) -> Styled:
    """Also what an earlier step cut off."""
    return joined((draft.styled, *draft.rest), "\n\n")


def with_text(draft: Draft, made: Styled, *, keep_original: bool) -> Draft:
    """The draft with what a model made of its whole text; what is too long for a message is cut again at the end."""
    whole = replace(draft.showing(whole_text(draft)), rest=())
    return remembering(whole, made) if keep_original else whole.showing(made)


async def written_anew(asker: Asker, said: Styled, orders: Orders, accepts: Accepts, *, is_strict: bool) -> Styled:
    """Part by part; a part without words stays as it is.

    Raises:
        Unavailable: no answer, or none that can be used.
    """
    return together([await _part(asker, part, orders, accepts, is_strict=is_strict) for part in _parts(said)])


def read_markdown(answer: str) -> Styled:
    """What a model wrote that was not told to keep any formatting."""
    read = from_markdown(answer)
    entities = (Entity(each.kind, each.offset, each.length, each.url, each.language) for each in read.entities)
    return Styled(read.text, tuple(entities)).stripped()


def has_words(text: str) -> bool:
    return _LETTERS.search(text) is not None


def has_new_address(made: Styled, *known: str) -> bool:
    """Whether it sends readers somewhere that none of the known texts names."""
    seen = "\n".join(known).casefold()
    found = [*_ADDRESS.findall(made.text), *(each.url for each in made.entities if each.url)]
    return any(address.casefold().rstrip(".,;:!?/") not in seen for address in found)


def addresses_of(said: Styled) -> str:
    """Everything in the text that an answer may lead to."""
    return "\n".join((said.text, *(each.url for each in said.entities)))


def is_bounded(made: str, text: str) -> bool:
    return len(made) <= MOST_TIMES * len(text) + SPARE


async def _part(asker: Asker, part: Styled, orders: Orders, accepts: Accepts, *, is_strict: bool) -> Styled:
    core = part.stripped()
    marked = Marked(core)
    if not has_words(marked.words):
        return part

    def made_of(answer: str) -> Styled | None:
        if not is_bounded(answer, marked.text) or has_new_address(Styled(answer), addresses_of(core)):
            return None
        made = marked.restored(_plain(answer, marked.text), is_strict=is_strict)
        return made if made is not None and not made.is_blank and accepts(marked, made) else None

    answer = await asker.ask(orders(marked), marked.text, fits=lambda answer: made_of(answer) is not None)
    made = made_of(answer)
    if made is None:
        raise Unavailable("error-forwarding-garbled")
    start = Styled(part.text[: len(part.text) - len(part.text.lstrip())]).length
    return together((part.part(0, start), made.stripped(), part.part(start + core.length, part.length)))


def _parts(said: Styled) -> Iterator[Styled]:
    while said.text:
        head = said.cut(PART)
        yield head
        said = said.part(head.length, said.length)


def _plain(answer: str, text: str) -> str:
    """Models like to set words in bold; where the text has no such signs, they are none of its words."""
    return from_markdown(answer).text if "**" in answer and "**" not in text else answer
