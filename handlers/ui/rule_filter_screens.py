"""The screens of a rule's filters: all of them, one filter, one group, the catalogue, the question for settings."""

from collections.abc import Sequence
from typing import get_args

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from forwarding.amending import is_ready, words_of
from forwarding.grafting import Gathering, gathering_of, is_turned, node_at, rooted
from forwarding.post_filter import AnyFilter
from forwarding.rules import Rule
from handlers.ui.keyboards import in_rows, marked
from handlers.ui.pages import page_start
from handlers.ui.rule_screens import PAGE, Screen, back, turning
from handlers.ui.rule_settings import asked_settings, shown_settings
from handlers.ui.rule_text import filter_lines, listed, title_of

SIDES = ("keep", "drop")


def filters_screen(rule: Rule, texts: Texts, offset: int = 0) -> Screen:
    """Each filter and each group with a number, under which it is opened."""
    every = filter_lines(rule.spec.filters, texts)
    numbers = {line.number: place for place, line in enumerate((line for line in every if line.number is not None), 1)}
    start = page_start(offset, len(every), PAGE)
    shown = every[start : start + PAGE]
    about = f"forward-passes-{rooted(rule.spec.filters).op}" if every else "forward-everything"
    lines = [rule.name, "", texts(about), *(listed(line, numbers.get(line.number)) for line in shown)]
    buttons = [
        Button(str(numbers[line.number]), encode("forward", "filter", rule.id, rule.version, line.number))
        for line in shown
        if line.number is not None
    ]
    rows = (*in_rows(buttons, 5), *turning("filters", start, len(every), PAGE, rule), *_below(rule, texts))
    return "\n".join(lines), (*rows, back(rule, texts))


def _below(rule: Rule, texts: Texts) -> Rows:
    add = Button(texts("forward-filter-add"), encode("forward", "add", rule.id, rule.version, "in", 0))
    words = Button(texts("forward-words"), encode("forward", "words", rule.id))
    samples = Button(texts("forward-samples", count=len(rule.spec.samples)), encode("forward", "samples", rule.id))
    rows: Rows = ((add, words) if words_of(rule.spec) is not None else (add,),)
    if not rule.spec.filters.parts and rule.spec.filters.is_group:
        return (*rows, (samples,))
    gathering = texts(f"forward-asks-{gathering_of(rule.spec.filters, 0)}")
    return (*rows, (Button(gathering, encode("forward", "filter", rule.id, rule.version, 0)), samples))


def node_screen(rule: Rule, number: int, texts: Texts) -> Screen:
    if node_at(rule.spec.filters, number).is_group:
        return _group_screen(rule, number, texts)
    return _filter_screen(rule, number, texts)


def _filter_screen(rule: Rule, number: int, texts: Texts) -> Screen:
    """What one filter says and does."""
    node = node_at(rule.spec.filters, number)
    about = f"filter-{node.op.replace('_', '-')}-about"
    lines = [title_of("filter", node.op, texts)]
    if texts.translator.has(about):
        lines.append(texts(about))
    if node.params:
        lines.append(shown_settings(node.params, texts))
    side = "drop" if is_turned(rule.spec.filters, number) else "keep"
    turn = tuple(
        Button(marked(texts(f"forward-filter-{each}"), each == side), _press("turn", rule, number, each))
        for each in SIDES
    )
    change = Button(texts("forward-settings"), _press("edit", rule, number))
    other = Button(texts("forward-filter-or"), encode("forward", "add", rule.id, rule.version, "or", number))
    out = Button(texts("forward-take-out"), _press("drop", rule, number))
    return "\n\n".join(lines), ((change,), turn, (other,), (out,), back(rule, texts, "filters"))


def _group_screen(rule: Rule, number: int, texts: Texts) -> Screen:
    present = gathering_of(rule.spec.filters, number)
    choices = tuple(
        (Button(marked(texts(f"forward-asks-{each}"), each == present), _press("group", rule, number, each)),)
        for each in get_args(Gathering)
    )
    add = Button(texts("forward-filter-add-here"), encode("forward", "add", rule.id, rule.version, "in", number))
    out = ((Button(texts("forward-take-out"), _press("drop", rule, number)),),) if number else ()
    return texts("forward-group-about"), (*choices, (add,), *out, back(rule, texts, "filters"))


def catalogue_screen(rule: Rule, filters: Sequence[AnyFilter], way: str, number: int, texts: Texts) -> Screen:
    """`way` is `in` a group, or `or`: instead of a filter."""
    buttons = [
        Button(texts(each.title), encode("forward", "pick", rule.id, rule.version, way, number, each.name))
        for each in filters
    ]
    ordered = sorted(buttons, key=lambda button: button.text.casefold())
    return texts("forward-filter-which"), (*in_rows(ordered, 2), back(rule, texts, "filters"))


def side_screen(rule: Rule, post_filter: AnyFilter, way: str, number: int, texts: Texts) -> Screen:
    """What the filter does, and whether posts that it finds are wanted."""
    choices = tuple(
        Button(
            texts(f"forward-filter-{side}"),
            encode("forward", "ask", rule.id, rule.version, way, number, post_filter.name, side),
        )
        for side in SIDES
    )
    text = f"{texts(post_filter.title)}\n\n{texts(f'{post_filter.title}-about')}\n\n{texts('forward-filter-side')}"
    return text, (choices, back(rule, texts, "filters"))


def settings_screen(rule: Rule, post_filter: AnyFilter, way: str, number: int, side: str, texts: Texts) -> Screen:
    """Asks for the settings of a filter that comes in."""
    text = asked_settings(post_filter.title, post_filter.name, texts)
    cancel = (Button(texts("button-cancel"), encode("forward", "leave", rule.id, "filters")),)
    if not is_ready(post_filter):
        return text, (cancel,)
    usual = encode("forward", "usual", rule.id, rule.version, way, number, post_filter.name, side)
    return text, ((Button(texts("forward-filter-usual"), usual),), cancel)


def _press(action: str, rule: Rule, number: int, *more: str) -> str:
    return encode("forward", action, rule.id, rule.version, number, *more)
