"""The screens of a rule's options: those of one group, the choices of one, the question for the value of one."""

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from forwarding.amending import field_of
from forwarding.rules import Rule
from handlers.rule_options import Choice, Group, Option, choice_text, option_text, options_of
from handlers.ui.keyboards import marked
from handlers.ui.rule_text import place_text

Screen = tuple[str, Rows]


def group_screen(rule: Rule, group: Group, texts: Texts) -> Screen:
    """What the options of a group say now; each is a button."""
    text = f"{rule.name}\n\n{texts(f'forward-about-{group}')}"
    back = Button(texts("button-back"), encode("forward", "show", rule.id))
    return text, (*option_rows(rule, group, texts), (back,))


def option_rows(rule: Rule, group: Group, texts: Texts) -> Rows:
    return tuple(
        (Button(told(rule, option, texts), encode("forward", "option", rule.id, option.path)),)
        for option in options_of(group, rule.spec)
    )


def told(rule: Rule, option: Option, texts: Texts) -> str:
    return option_text(option, rule.spec, lambda place: place_text(rule, place, texts), texts)


def option_screen(rule: Rule, option: Option, texts: Texts) -> Screen:
    """A check mark stands before what the rule does now; a press carries the version that was on the screen."""
    lines = [rule.name, "", texts(f"forward-about-{option.key}")]
    if option.path == "deletions" and any(rule.via(chat) == "bot" for chat in rule.source_chats):
        lines.append(texts("forward-deletions-unseen"))
    back = Button(texts("button-back"), encode("forward", option.group, rule.id))
    if isinstance(option.kind, Choice):
        return "\n".join(lines), (*_choices(rule, option, option.kind, texts), (back,))
    lines += ["", told(rule, option, texts)]
    rows: Rows = ((_button("forward-option-change", "value", rule, option, texts),),)
    if option.is_clearable and field_of(rule.spec, option.path) is not None:
        rows += ((_button("forward-option-clear", "clear", rule, option, texts),),)
    return "\n".join(lines), (*rows, (back,))


def question_screen(rule: Rule, option: Option, texts: Texts) -> Screen:
    cancel = Button(texts("button-cancel"), encode("forward", "leave", rule.id, option.group))
    return f"{told(rule, option, texts)}\n\n{texts(f'forward-ask-{option.key}')}", ((cancel,),)


def _choices(rule: Rule, option: Option, kind: Choice, texts: Texts) -> Rows:
    present = kind.chosen(field_of(rule.spec, option.path))
    return tuple(
        (
            Button(
                marked(choice_text(option, name, texts), name == present),
                encode("forward", "set", rule.id, rule.version, option.path, name),
            ),
        )
        for name in kind.values
    )


def _button(key: str, action: str, rule: Rule, option: Option, texts: Texts) -> Button:
    return Button(texts(key), encode("forward", action, rule.id, rule.version, option.path))
