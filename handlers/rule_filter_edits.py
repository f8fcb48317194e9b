"""Filters come and go, alone and in groups; they get other settings and are turned round."""

from collections.abc import Mapping
from typing import Any, cast, get_args

from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from forwarding.amending import with_fields, with_words
from forwarding.grafting import (
    Gathering,
    gathered,
    is_turned,
    node_at,
    turned,
    with_beside,
    with_instead,
    with_params,
    without,
)
from forwarding.pipeline import all_filters
from forwarding.post_filter import AnyFilter
from forwarding.rules import Rule
from forwarding.spec import Node, RuleSpec
from handlers.rule_desk import Action, Answer, Arguments, RuleDesk, require_seen
from handlers.rule_params import read_params, send_long
from handlers.rule_wizard import read_answer
from handlers.ui import rule_filter_screens as screens
from handlers.ui.presses import pressed_message
from handlers.ui.rule_screens import step_screen
from handlers.ui.rule_settings import asked_settings


async def _filter(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number = arguments
    require_seen(rule, version)
    await desk.show(query, screens.node_screen(rule, int(number), desk.texts))


async def _drop(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number = arguments
    require_seen(rule, version)
    saved = await _saved(rule, without(rule.spec.filters, int(number)), desk)
    await desk.show(query, screens.filters_screen(saved, desk.texts))


async def _turn(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number, side = arguments
    require_seen(rule, version)
    tree = rule.spec.filters
    if is_turned(tree, int(number)) != (side == "drop"):
        rule = await _saved(rule, turned(tree, int(number)), desk)
    await desk.show(query, screens.filters_screen(rule, desk.texts))


async def _group(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number, gathering = arguments
    require_seen(rule, version)
    if gathering not in get_args(Gathering):
        raise UserError("error-old-button")
    saved = await _saved(rule, gathered(rule.spec.filters, int(number), cast(Gathering, gathering)), desk)
    await desk.show(query, screens.filters_screen(saved, desk.texts))


async def _add(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, way, number = arguments
    require_seen(rule, version)
    await desk.show(query, screens.catalogue_screen(rule, all_filters(), way, int(number), desk.texts))


async def _pick(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, way, number, name = arguments
    require_seen(rule, version)
    await desk.show(query, screens.side_screen(rule, _named(name), way, int(number), desk.texts))


async def _ask(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, way, number, name, side = arguments
    require_seen(rule, version)
    await desk.ask("filter", rule, "filters", filter=name, way=way, number=int(number), side=side)
    await desk.show(query, screens.settings_screen(rule, _named(name), way, int(number), side, desk.texts))


async def _usual(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, way, number, name, side = arguments
    require_seen(rule, version)
    saved = await _saved(rule, _with(rule.spec.filters, way, int(number), _unit(name, {}, side)), desk)
    await desk.state.clear()
    await desk.show(query, screens.filters_screen(saved, desk.texts))


async def _edit(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number = arguments
    require_seen(rule, version)
    node = node_at(rule.spec.filters, int(number))
    await desk.ask("params", rule, "filters", number=int(number))
    text = asked_settings(_named(node.op).title, node.op, desk.texts, node.params)
    await desk.show(query, step_screen(rule, text, desk.texts, "filters"))
    await send_long(pressed_message(query), node.op, node.params)


async def _added(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    params = await read_params(message, asked["filter"], {})
    unit = _unit(asked["filter"], params, asked["side"])
    return with_fields(rule.spec, {"filters": _with(rule.spec.filters, asked["way"], asked["number"], unit)})


async def _changed(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    node = node_at(rule.spec.filters, asked["number"])
    params = await read_params(message, node.op, node.params)
    return with_fields(rule.spec, {"filters": with_params(rule.spec.filters, asked["number"], params)})


async def _worded(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    return with_words(rule.spec, read_answer(message.text or ""))


async def _saved(rule: Rule, tree: Node, desk: RuleDesk) -> Rule:
    return await desk.save(rule, with_fields(rule.spec, {"filters": tree}))


def _with(tree: Node, way: str, number: int, unit: Node) -> Node:
    return with_instead(tree, number, unit) if way == "or" else with_beside(tree, number, unit)


def _unit(name: str, params: Mapping[str, Any], side: str) -> Node:
    node = Node(op=name, params=dict(params))
    return Node(op="not", parts=(node,)) if side == "drop" else node


def _named(name: str) -> AnyFilter:
    found = next((each for each in all_filters() if each.name == name), None)
    if found is None:
        raise UserError("error-old-button")
    return found


PRESSES: Mapping[str, Action] = {
    "filter": _filter,
    "drop": _drop,
    "turn": _turn,
    "group": _group,
    "add": _add,
    "pick": _pick,
    "ask": _ask,
    "usual": _usual,
    "edit": _edit,
}
ANSWERS: Mapping[str, Answer] = {"filter": _added, "params": _changed, "words": _worded}
