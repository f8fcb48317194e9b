"""The options of a rule, pressed and written: whatever stands in the table of `handlers/rule_options.py`."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from forwarding.amending import field_of, with_fields
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from handlers.rule_desk import Action, Answer, Arguments, RuleDesk, require_seen
from handlers.rule_options import Choice, Number, Option, Place, option_at
from handlers.rule_places import read_place
from handlers.ui.rule_option_screens import option_screen, question_screen


async def _option(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    await desk.show(query, option_screen(rule, option_at(arguments[0]), desk.texts))


async def _set(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, path, name = arguments
    require_seen(rule, version)
    option = option_at(path)
    if not isinstance(option.kind, Choice) or name not in option.kind.values:
        raise UserError("error-old-button")
    needed = option.needs.get(name)
    if needed is not None and not field_of(rule.spec, needed):
        await _ask(query, rule, option_at(needed), desk, {path: name})
        return
    value = option.kind.values[name]
    if field_of(rule.spec, path) != value:
        rule = await desk.save(rule, with_fields(rule.spec, {path: value}))
    await desk.show(query, option_screen(rule, option, desk.texts))


async def _value(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, path = arguments
    require_seen(rule, version)
    await _ask(query, rule, option_at(path), desk, {})


async def _clear(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, path = arguments
    require_seen(rule, version)
    option = option_at(path)
    if not option.is_clearable:
        raise UserError("error-old-button")
    saved = await desk.save(rule, with_fields(rule.spec, {path: None}))
    await desk.show(query, option_screen(saved, option, desk.texts))


async def _ask(query: CallbackQuery, rule: Rule, option: Option, desk: RuleDesk, also: Mapping[str, str]) -> None:
    """`also` are choices that are made with the answer."""
    await desk.ask("option", rule, option.group, path=option.path, also=dict(also))
    await desk.show(query, question_screen(rule, option, desk.texts))


async def _answered(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    option = option_at(asked["path"])
    values = {path: _chosen(option_at(path), name) for path, name in asked["also"].items()}
    return with_fields(rule.spec, {**values, option.path: await _read(option, message, desk)})


def _chosen(option: Option, name: str) -> object:
    return option.kind.values[name] if isinstance(option.kind, Choice) else name


async def _read(option: Option, message: Message, desk: RuleDesk) -> object:
    match option.kind:
        case Place():
            return await read_place(message, desk.rulebook)
        case Choice():
            raise UserError("error-old-button")
        case Number() | _:
            return option.kind.read(message.text or "")


PRESSES: Mapping[str, Action] = {"option": _option, "set": _set, "value": _value, "clear": _clear}
ANSWERS: Mapping[str, Answer] = {"option": _answered}
