"""Sources and destinations of a rule come and go; each is a chat, a topic of it, a feed or a webhook."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from forwarding.amending import with_fields
from forwarding.rules import Rule
from forwarding.spec import Destination, RuleSpec, Source
from handlers.rule_desk import Action, Answer, Arguments, RuleDesk, require_seen
from handlers.rule_places import as_source, read_place, read_topic
from handlers.ui import rule_place_screens as screens
from handlers.ui.rule_screens import step_screen

NO_TOPIC = ("-", "—")
"""What people write for the chat as a whole."""

Places = tuple[Source | Destination, ...]


async def _place(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    side, number, places = _seen(rule, *arguments)
    await desk.show(query, screens.place_screen(rule, side, number, places[number], desk.texts))


async def _drop(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    side, number, places = _seen(rule, *arguments)
    saved = await desk.save(rule, with_fields(rule.spec, {side: (*places[:number], *places[number + 1 :])}))
    await desk.show(query, screens.places_screen(saved, desk.texts))


async def _add(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, side = arguments
    require_seen(rule, version)
    await desk.ask("place", rule, "where", side=_side(side))
    await desk.show(query, step_screen(rule, desk.texts(f"forward-ask-{side}"), desk.texts, "where"))


async def _topic(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    side, number, _ = _seen(rule, *arguments)
    await desk.ask("topic", rule, "where", side=side, number=number)
    await desk.show(query, step_screen(rule, desk.texts(f"forward-ask-topic-{side}"), desk.texts, "where"))


async def _added(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    place = await read_place(message, desk.rulebook)
    return _with(rule.spec, asked["side"], len(getattr(rule.spec, asked["side"])), place)


async def _moved(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec:
    side, number = asked["side"], asked["number"]
    text = (message.text or "").strip()
    topic, name = (None, "") if text in NO_TOPIC else read_topic(text)
    place = Destination(chat=getattr(rule.spec, side)[number].chat, topic=topic, topic_name=name)
    return _with(rule.spec, side, number, place)


def _with(spec: RuleSpec, side: str, number: int, place: Destination) -> RuleSpec:
    """
    Raises:
        UserError: it is there already, or a source is named by a topic's name.
    """
    given = as_source(place) if side == "sources" else place
    places: list[Source | Destination] = list(getattr(spec, side))
    if given in places:
        raise UserError("error-rule-place-twice")
    places[number : number + 1] = [given]
    return with_fields(spec, {side: tuple(places)})


def _seen(rule: Rule, version: str, side: str, number: str) -> tuple[str, int, Places]:
    """
    Raises:
        UserError: CHANGED, or there is no such place.
    """
    require_seen(rule, version)
    places: Places = getattr(rule.spec, _side(side))
    if not 0 <= int(number) < len(places):
        raise UserError("error-old-button")
    return side, int(number), places


def _side(side: str) -> str:
    if side not in screens.SIDES:
        raise UserError("error-old-button")
    return side


PRESSES: Mapping[str, Action] = {"place": _place, "placedrop": _drop, "placeadd": _add, "topic": _topic}
ANSWERS: Mapping[str, Answer] = {"place": _added, "topic": _moved}
