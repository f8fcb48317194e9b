"""The screens of where a rule reads and writes: all places, one place, the questions for a chat and for a topic."""

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import endpoint_of
from forwarding.rules import Rule
from forwarding.spec import Destination, Source
from handlers.ui.keyboards import in_rows
from handlers.ui.pages import page_start
from handlers.ui.rule_screens import PAGE, Screen, back, turning
from handlers.ui.rule_text import place_text

SIDES = ("sources", "destinations")


def places_screen(rule: Rule, texts: Texts, offset: int = 0) -> Screen:
    """Both lists with numbers; a place is opened by its number."""
    total = max(len(rule.spec.sources), len(rule.spec.destinations))
    start = page_start(offset, total, PAGE)
    lines, rows = [rule.name], tuple[tuple[Button, ...], ...]()
    for side in SIDES:
        shown = list(enumerate(getattr(rule.spec, side), 1))[start : start + PAGE]
        lines += ["", texts(f"forward-{side}")]
        lines += [f"{_sign(side)}{number}. {place_text(rule, each, texts)}" for number, each in shown]
        buttons = [
            Button(f"{_sign(side)}{number}", encode("forward", "place", rule.id, rule.version, side, number - 1))
            for number, _ in shown
        ]
        add = Button(texts(f"forward-{side}-add"), encode("forward", "placeadd", rule.id, rule.version, side))
        rows += (*in_rows(buttons, 5), (add,))
    if any(rule.via(chat) == "bot" for chat in rule.source_chats):
        lines += ["", texts("forward-deletions-unseen")]
    return "\n".join(lines), (*rows, *turning("where", start, total, PAGE, rule), back(rule, texts))


def _sign(side: str) -> str:
    return "←" if side == "sources" else "→"


def place_screen(rule: Rule, side: str, number: int, place: Source | Destination, texts: Texts) -> Screen:
    """One place: its topic, and the way out."""

    def button(key: str, action: str) -> tuple[Button, ...]:
        return (Button(texts(key), encode("forward", action, rule.id, rule.version, side, number)),)

    rows: Rows = ()
    if endpoint_of(place.chat) is None:
        rows += (button("forward-topic-change", "topic"),)
    if len(getattr(rule.spec, side)) > 1:
        rows += (button("forward-take-out", "placedrop"),)
    return place_text(rule, place, texts), (*rows, back(rule, texts, "where"))
