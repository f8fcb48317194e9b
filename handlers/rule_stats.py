"""What one forwarding rule did lately: a chart by day, with the counts under it."""

from collections.abc import Iterator, Sequence

from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from forwarding.figures import VERDICTS, Figures, Statistics
from forwarding.rules import Rule
from handlers.ui.keyboards import marked, markup
from handlers.ui.pages import page_start, short
from handlers.ui.rule_text import title_of
from storage.outbox import DeliveryState

SPANS = (7, 30)
"""Days; posts and decisions are kept for 30 by default."""
RULES = 20
FILTERS = 5
NAME = 60
FAILED = (DeliveryState.DEAD, DeliveryState.UNKNOWN)
WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)


def rule_rows(rules: Sequence[Rule], offset: int = 0) -> Rows:
    """A button for each rule, and to turn the pages."""
    start = page_start(offset, len(rules), RULES)
    rows = tuple(
        (Button(f"📈 {short(rule.name, NAME)}", encode("stats", "rule", rule.id, SPANS[-1])),)
        for rule in rules[start : start + RULES]
    )
    steps = (("←", start - RULES), ("→", start + RULES))
    turning = tuple(Button(sign, encode("stats", "page", place)) for sign, place in steps if 0 <= place < len(rules))
    return (*rows, turning) if turning else rows


async def show_figures(pressed: Message, rule: Rule, days: int, statistics: Statistics, texts: Texts) -> None:
    """As a picture of its own, or in the place of the picture under which another span was chosen.

    Raises:
        Unavailable: `error-no-chart`.
    """
    figures = await statistics.of(rule, days)
    names = {verdict: texts(f"stats-verdict-{verdict}") for verdict in VERDICTS}
    chart = BufferedInputFile(await statistics.chart(figures, names), "chart.png")
    caption, keyboard = "\n".join(_lines(rule, figures, texts)), markup((_spans(rule, days, texts),))
    if pressed.photo:
        picture = InputMediaPhoto(media=chart, caption=caption, parse_mode=None)
        await pressed.edit_media(picture, reply_markup=keyboard)
    else:
        await pressed.answer_photo(chart, caption=caption, parse_mode=None, reply_markup=keyboard)


def _spans(rule: Rule, chosen: int, texts: Texts) -> tuple[Button, ...]:
    return tuple(
        Button(marked(texts("stats-days", days=days), days == chosen), encode("stats", "rule", rule.id, days))
        for days in SPANS
    )


def _lines(rule: Rule, figures: Figures, texts: Texts) -> Iterator[str]:
    yield short(rule.name, 2 * NAME)
    yield ""
    passed, dropped, held = (figures.total(verdict) for verdict in VERDICTS)
    yield texts("stats-posts", days=len(figures.days), passed=passed, dropped=dropped, held=held)
    if figures.dropped_by:
        most = [f"{title_of('filter', name, texts)} {count}" for name, count in figures.dropped_by[:FILTERS]]
        yield texts("stats-dropped-by", filters=", ".join(most))
    yield texts(
        "stats-copies",
        sent=figures.sent(DeliveryState.SENT),
        waiting=figures.sent(*WAITING),
        failed=figures.sent(*FAILED),
    )
    if figures.median_seconds is not None and figures.p95_seconds is not None:
        yield texts("stats-speed", median=_seconds(figures.median_seconds), most=_seconds(figures.p95_seconds))


def _seconds(seconds: float) -> float | int:
    return round(seconds, 1) if seconds < 10 else round(seconds)
