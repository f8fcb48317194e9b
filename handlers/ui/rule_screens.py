"""The screens of /forward: all rules, one rule, its filters, the catalogue of filters, its versions.

A press that changes a rule carries the version that was on the screen.
"""

from collections.abc import Mapping, Sequence

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import UserId
from core.moments import local_moment
from forwarding.amending import Words, is_ready, words_of
from forwarding.post_filter import AnyFilter
from forwarding.rules import Rule
from handlers.ui.keyboards import in_rows
from handlers.ui.pages import page_start, short
from handlers.ui.rule_option_screens import option_rows
from handlers.ui.rule_text import filter_lines, listed, rule_text
from storage.rules import StoredVersion

NAME = 60
"""Characters of a rule's name on a button."""
PAGE = 10
"""Versions, or lines of filters."""
RULES = 30
WORDS_LENGTH = 2000

Screen = tuple[str, Rows]


def list_screen(rules: Sequence[Rule], texts: Texts, offset: int = 0) -> Screen:
    new = Button(texts("forward-new"), encode("forward", "new"))
    if not rules:
        return f"{texts('forward-none')}\n\n{texts('usage-forward')}", ((new,),)
    start = page_start(offset, len(rules), RULES)
    rows = tuple(
        (Button(f"{'⏸' if rule.is_paused else '▶'} {short(rule.name, NAME)}", encode("forward", "show", rule.id)),)
        for rule in rules[start : start + RULES]
    )
    return texts("forward-list", count=len(rules)), (*rows, *_turning("list", start, len(rules), RULES), (new,))


def rule_screen(rule: Rule, texts: Texts, waiting: int = 0) -> Screen:
    def button(key: str, action: str, *more: str | int) -> Button:
        return Button(texts(key), encode("forward", action, rule.id, *more))

    rows = (
        (button("forward-resume", "resume") if rule.is_paused else button("forward-pause", "pause"),),
        (button("forward-passes", "filters"), button("forward-changes", "changes")),
        (button("forward-when", "when"), button("forward-rest", "more")),
        (Button(texts("button-back"), encode("forward", "list")),),
    )
    return rule_text(rule, texts, waiting), rows


def sure_screen(rule: Rule, texts: Texts) -> Screen:
    yes = Button(texts("forward-delete"), encode("forward", "delete", rule.id))
    no = Button(texts("button-cancel"), encode("forward", "show", rule.id))
    return texts("forward-delete-sure", rule=rule.name), ((yes, no),)


def rest_screen(rule: Rule, texts: Texts) -> Screen:
    """The rest: what happens in trouble, and what is done with the rule as a whole."""

    def button(key: str, action: str) -> Button:
        return Button(texts(key), encode("forward", action, rule.id))

    rows = (
        *option_rows(rule, "more", texts),
        (button("forward-versions", "versions"), button("forward-rename", "rename")),
        (button("forward-history", "history"), button("forward-copy", "copy")),
        (button("forward-delete", "sure"),),
        _back(rule, texts),
    )
    return f"{rule.name}\n\n{texts('forward-about-more')}", rows


def filters_screen(rule: Rule, texts: Texts, offset: int = 0) -> Screen:
    """Each filter with a number under which it is taken out."""
    every = filter_lines(rule.spec.filters, texts)
    numbers = {line.number: place for place, line in enumerate((line for line in every if line.number is not None), 1)}
    start = page_start(offset, len(every), PAGE)
    shown = every[start : start + PAGE]
    lines = [rule.name, "", texts("forward-filters-about" if every else "forward-everything")]
    lines += [listed(line, numbers.get(line.number)) for line in shown]
    buttons = [
        Button(f"✕ {numbers[line.number]}", encode("forward", "drop", rule.id, rule.version, line.number))
        for line in shown
        if line.number is not None
    ]
    add: tuple[Button, ...] = (Button(texts("forward-filter-add"), encode("forward", "add", rule.id)),)
    if words_of(rule.spec) is not None:
        add += (Button(texts("forward-words"), encode("forward", "words", rule.id)),)
    turning = _turning("filters", start, len(every), PAGE, rule)
    return "\n".join(lines), (*in_rows(buttons, 5), *turning, add, _back(rule, texts))


def catalogue_screen(rule: Rule, filters: Sequence[AnyFilter], texts: Texts) -> Screen:
    buttons = [Button(texts(each.title), encode("forward", "pick", rule.id, each.name)) for each in filters]
    ordered = sorted(buttons, key=lambda button: button.text.casefold())
    return texts("forward-filter-which"), (*in_rows(ordered, 2), _back(rule, texts, "filters"))


def filter_screen(rule: Rule, post_filter: AnyFilter, texts: Texts) -> Screen:
    """What the filter does, and whether posts that it finds are wanted."""
    choices = tuple(
        Button(texts(f"forward-filter-{side}"), encode("forward", "ask", rule.id, rule.version, post_filter.name, side))
        for side in ("keep", "drop")
    )
    text = f"{texts(post_filter.title)}\n\n{texts(f'{post_filter.title}-about')}\n\n{texts('forward-filter-side')}"
    return text, (choices, _back(rule, texts, "add"))


def settings_screen(rule: Rule, post_filter: AnyFilter, side: str, texts: Texts) -> Screen:
    """Asks for the settings of a filter."""
    about, example = texts(f"{post_filter.title}-about"), texts(f"{post_filter.title}-example")
    text = f"{about}\n\n{texts('forward-filter-settings', filter=texts(post_filter.title), example=example)}"
    cancel = (Button(texts("button-cancel"), encode("forward", "leave", rule.id, "filters")),)
    if not is_ready(post_filter):
        return text, (cancel,)
    usual = encode("forward", "usual", rule.id, rule.version, post_filter.name, side)
    return text, ((Button(texts("forward-filter-usual"), usual),), cancel)


def step_screen(rule: Rule, text: str, texts: Texts, then: str = "show") -> Screen:
    """A question, with a way out: back to the screen `then`."""
    return text, ((Button(texts("button-cancel"), encode("forward", "leave", rule.id, then)),),)


def words_text(words: Words, texts: Texts) -> str:
    """As a person would write them."""
    if words == Words():
        return texts("forward-everything")
    signed = (*(f"+{word}" for word in words.keep), *(f"-{word}" for word in words.drop))
    return texts("forward-words-now", words=short(" ".join(signed), WORDS_LENGTH))


def versions_screen(
    rule: Rule, versions: Sequence[StoredVersion], names: Mapping[UserId, str], zone: str, texts: Texts, offset: int = 0
) -> Screen:
    """Newest first, with a way back to each former one."""
    start = page_start(offset, len(versions), PAGE)
    shown = versions[start : start + PAGE]
    lines = [rule.name, "", texts("forward-versions-about")]
    for each in shown:
        at, by = local_moment(each.saved_at, zone, texts), names.get(each.saved_by, str(each.saved_by))
        lines.append(texts("forward-version-line", version=each.version, moment=at, author=short(by, NAME)))
    buttons = [
        Button(f"↩ {each.version}", encode("forward", "revert", rule.id, rule.version, each.version))
        for each in shown
        if each.version != rule.version
    ]
    turning = _turning("versions", start, len(versions), PAGE, rule)
    return "\n".join(lines), (*in_rows(buttons, 5), *turning, _back(rule, texts))


def _back(rule: Rule, texts: Texts, action: str = "show") -> tuple[Button, ...]:
    return (Button(texts("button-back"), encode("forward", action, rule.id)),)


def _turning(action: str, start: int, total: int, size: int, rule: Rule | None = None) -> Rows:
    whose = () if rule is None else (rule.id,)
    steps = (("←", start - size), ("→", start + size))
    buttons = tuple(
        Button(sign, encode("forward", action, *whose, place)) for sign, place in steps if 0 <= place < total
    )
    return (buttons,) if buttons else ()
