"""The screens of /forward: all rules, one rule, the rule as a whole, its versions.

A press that changes a rule carries the version that was on the screen.
"""

from collections.abc import Mapping, Sequence

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import UserId
from core.moments import local_moment
from forwarding.amending import Words
from forwarding.rules import Rule
from handlers.ui.keyboards import in_rows
from handlers.ui.pages import page_start, short
from handlers.ui.rule_option_screens import option_rows
from handlers.ui.rule_text import rule_text
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
    load = Button(texts("forward-import"), encode("forward", "import"))
    if not rules:
        return f"{texts('forward-none')}\n\n{texts('usage-forward')}", ((new,), (load,))
    start = page_start(offset, len(rules), RULES)
    rows = tuple(
        (Button(f"{'⏸' if rule.is_paused else '▶'} {short(rule.name, NAME)}", encode("forward", "show", rule.id)),)
        for rule in rules[start : start + RULES]
    )
    save = Button(texts("forward-export-all"), encode("forward", "exportall"))
    return texts("forward-list", count=len(rules)), (
        *rows,
        *turning("list", start, len(rules), RULES),
        (new,),
        (load, save),
    )


def rule_screen(rule: Rule, texts: Texts, waiting: int = 0) -> Screen:
    def button(key: str, action: str) -> Button:
        return Button(texts(key), encode("forward", action, rule.id))

    switch = button("forward-resume", "resume") if rule.is_paused else button("forward-pause", "pause")
    rows = (
        (switch, button("forward-replay", "replay")),
        (button("forward-passes", "filters"), button("forward-changes", "changes")),
        (button("forward-where", "where"), button("forward-when", "when")),
        (button("forward-rest", "more"),),
        (Button(texts("button-back"), encode("forward", "list")),),
    )
    return rule_text(rule, texts, waiting), rows


def rest_screen(rule: Rule, texts: Texts) -> Screen:
    """The rest: what happens in trouble, and what is done with the rule as a whole."""

    def button(key: str, action: str) -> Button:
        return Button(texts(key), encode("forward", action, rule.id))

    rows = (
        *option_rows(rule, "more", texts),
        (button("forward-versions", "versions"), button("forward-rename", "rename")),
        (button("forward-history", "history"), button("forward-copy", "copy")),
        (button("forward-export", "export"), button("forward-delete", "sure")),
        back(rule, texts),
    )
    return f"{rule.name}\n\n{texts('forward-about-more')}", rows


def sure_screen(rule: Rule, texts: Texts) -> Screen:
    yes = Button(texts("forward-delete"), encode("forward", "delete", rule.id))
    no = Button(texts("button-cancel"), encode("forward", "more", rule.id))
    return texts("forward-delete-sure", rule=rule.name), ((yes, no),)


def warned_screen(rule: Rule, lines: Sequence[str], then: str, texts: Texts) -> Screen:
    """What a change is warned of, before it is saved."""
    anyway = Button(texts("forward-save-anyway"), encode("forward", "anyway", rule.id))
    back = Button(texts("button-back"), encode("forward", "leave", rule.id, then))
    return "\n".join((texts("forward-warned", rule=rule.name), "", *lines)), ((anyway, back),)


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
    turned = turning("versions", start, len(versions), PAGE, rule)
    return "\n".join(lines), (*in_rows(buttons, 5), *turned, back(rule, texts, "more"))


def back(rule: Rule, texts: Texts, action: str = "show") -> tuple[Button, ...]:
    return (Button(texts("button-back"), encode("forward", action, rule.id)),)


def turning(action: str, start: int, total: int, size: int, rule: Rule | None = None) -> Rows:
    whose = () if rule is None else (rule.id,)
    steps = (("←", start - size), ("→", start + size))
    buttons = tuple(
        Button(sign, encode("forward", action, *whose, place)) for sign, place in steps if 0 <= place < total
    )
    return (buttons,) if buttons else ()
