"""The screens of what a rule changes: its transforms and how posts arrive, one transform, the catalogue, settings."""

from collections.abc import Sequence

from core.buttons import Button, encode
from core.i18n import Texts
from forwarding.amending import is_ready
from forwarding.rules import Rule
from forwarding.transform import AnyTransform
from handlers.ui.keyboards import in_rows
from handlers.ui.rule_option_screens import option_rows
from handlers.ui.rule_screens import Screen, back
from handlers.ui.rule_settings import asked_settings, shown_settings
from handlers.ui.rule_text import step_text, title_of


def transforms_screen(rule: Rule, texts: Texts) -> Screen:
    """The steps in their order, each with a number under which it is opened; then the options."""
    steps = rule.spec.transforms
    lines = [rule.name, "", texts("forward-about-steps" if steps else "forward-no-steps")]
    lines += [f"{number}. {step_text(step, texts)}" for number, step in enumerate(steps, 1)]
    buttons = [
        Button(str(number + 1), encode("forward", "step", rule.id, rule.version, number))
        for number in range(len(steps))
    ]
    add = Button(texts("forward-step-add"), encode("forward", "stepadd", rule.id))
    return "\n".join(lines), (*in_rows(buttons, 5), (add,), *option_rows(rule, "changes", texts), back(rule, texts))


def transform_screen(rule: Rule, number: int, texts: Texts) -> Screen:
    """What one step says and does."""
    step, last = rule.spec.transforms[number], len(rule.spec.transforms) - 1
    about = f"transform-{step.name.replace('_', '-')}-about"
    lines = [title_of("transform", step.name, texts)]
    if texts.translator.has(about):
        lines.append(texts(about))
    if step.params:
        lines.append(shown_settings(step.params, texts))

    def button(text: str, action: str, *more: int) -> Button:
        return Button(text, encode("forward", action, rule.id, rule.version, number, *more))

    moves = [button("↑", "stepmove", number - 1)] if number else []
    moves += [button("↓", "stepmove", number + 1)] if number < last else []
    change = (button(texts("forward-settings"), "stepedit"),)
    out = (button(texts("forward-take-out"), "stepdrop"),)
    return "\n\n".join(lines), (change, *in_rows(moves, 2), out, back(rule, texts, "changes"))


def transform_catalogue_screen(rule: Rule, transforms: Sequence[AnyTransform], texts: Texts) -> Screen:
    buttons = [
        Button(title_of("transform", each.name, texts), encode("forward", "stepask", rule.id, rule.version, each.name))
        for each in transforms
    ]
    ordered = sorted(buttons, key=lambda button: button.text.casefold())
    return texts("forward-step-which"), (*in_rows(ordered, 2), back(rule, texts, "changes"))


def step_settings_screen(rule: Rule, transform: AnyTransform, texts: Texts) -> Screen:
    """Asks for the settings of a step that comes in."""
    text = asked_settings(f"transform-{transform.name.replace('_', '-')}", transform.name, texts)
    cancel = (Button(texts("button-cancel"), encode("forward", "leave", rule.id, "changes")),)
    if not is_ready(transform):
        return text, (cancel,)
    usual = encode("forward", "stepusual", rule.id, rule.version, transform.name)
    return text, ((Button(texts("forward-filter-usual"), usual),), cancel)
