"""The steps that change a post on its way: they come and go, move, and get other settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from forwarding.amending import with_fields
from forwarding.drafting import all_transforms
from forwarding.rules import Rule
from forwarding.spec import RuleSpec, Step
from forwarding.transform import AnyTransform
from handlers.rule_desk import Action, Answer, Arguments, RuleDesk, require_seen
from handlers.rule_params import read_params, send_long
from handlers.ui import rule_transform_screens as screens
from handlers.ui.presses import pressed_message
from handlers.ui.rule_screens import step_screen
from handlers.ui.rule_settings import asked_settings


async def _step(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    number = _seen(rule, *arguments)
    await desk.show(query, screens.transform_screen(rule, number, desk.texts))


async def _drop(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    number, steps = _seen(rule, *arguments), rule.spec.transforms
    saved = await _saved(rule, (*steps[:number], *steps[number + 1 :]), desk)
    await desk.show(query, screens.transforms_screen(saved, desk.texts))


async def _move(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number, place = arguments
    start, end, steps = _seen(rule, version, number), _seen(rule, version, place), list(rule.spec.transforms)
    steps.insert(end, steps.pop(start))
    saved = await _saved(rule, steps, desk)
    await desk.show(query, screens.transforms_screen(saved, desk.texts))


async def _add(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.show(query, screens.transform_catalogue_screen(rule, all_transforms(), desk.texts))


async def _ask(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, name = arguments
    require_seen(rule, version)
    await desk.ask("step", rule, "changes", transform=_named(name).name)
    await desk.show(query, screens.step_settings_screen(rule, _named(name), desk.texts))


async def _usual(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, name = arguments
    require_seen(rule, version)
    saved = await _saved(rule, (*rule.spec.transforms, Step(name=_named(name).name)), desk)
    await desk.state.clear()
    await desk.show(query, screens.transforms_screen(saved, desk.texts))


async def _edit(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    number = _seen(rule, *arguments)
    step = rule.spec.transforms[number]
    await desk.ask("step", rule, "changes", transform=step.name, number=number)
    text = asked_settings(f"transform-{step.name.replace('_', '-')}", step.name, desk.texts, step.params)
    await desk.show(query, step_screen(rule, text, desk.texts, "changes"))
    await send_long(pressed_message(query), step.name, step.params)


async def _answered(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    steps, number = list(rule.spec.transforms), asked.get("number")
    step = Step(name=asked["transform"], params=await read_params(message, asked["transform"], {}))
    if number is None:
        steps.append(step)
    else:
        steps[number] = step
    return with_fields(rule.spec, {"transforms": tuple(steps)})


async def _saved(rule: Rule, steps: Sequence[Step], desk: RuleDesk) -> Rule:
    return await desk.save(rule, with_fields(rule.spec, {"transforms": tuple(steps)}))


def _seen(rule: Rule, version: str, number: str) -> int:
    """The step's place.

    Raises:
        UserError: CHANGED, or there is no such step.
    """
    require_seen(rule, version)
    if not 0 <= int(number) < len(rule.spec.transforms):
        raise UserError("error-old-button")
    return int(number)


def _named(name: str) -> AnyTransform:
    found = next((each for each in all_transforms() if each.name == name), None)
    if found is None:
        raise UserError("error-old-button")
    return found


PRESSES: Mapping[str, Action] = {
    "step": _step,
    "stepdrop": _drop,
    "stepmove": _move,
    "stepadd": _add,
    "stepask": _ask,
    "stepusual": _usual,
    "stepedit": _edit,
}
ANSWERS: Mapping[str, Answer] = {"step": _answered}
