"""Who changes a forwarding rule, with what, and how a change is saved over the version that they saw."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import RuleId, UpdateId
from core.moments import local_moment
from forwarding.forecast import Forecasts
from forwarding.history_desk import HistoryDesk
from forwarding.linting import Remark, remarks
from forwarding.rules import MAX_RULES, Rule, RuleBook
from forwarding.shapes import Named, check_shape
from forwarding.spec import RuleSpec
from handlers.rule_replays import Replays
from handlers.ui import rule_screens as screens
from handlers.ui.history_text import hole_lines
from handlers.ui.keyboards import markup
from handlers.ui.pages import short
from handlers.ui.presses import redraw
from handlers.ui.rule_filter_screens import filters_screen
from handlers.ui.rule_option_screens import group_screen
from handlers.ui.rule_place_screens import places_screen
from handlers.ui.rule_sample_screens import samples_screen
from handlers.ui.rule_screens import Screen
from handlers.ui.rule_transform_screens import transforms_screen
from storage.endpoints import Endpoints
from storage.outbox import Outbox
from storage.users import User, Users

CHANGED = "error-rule-changed-meanwhile"
FEW = 10
"""So many deliveries wait for moments only: nobody needs to hear of them."""
MOST_NOTES = 5
LONGEST_NOTE = 200


class Editing(StatesGroup):
    """Something was asked; what it is about stands in the dialogue's data."""

    answer = State()
    warned = State()
    """A change waits for a person who is sure."""


class Warned(UserError):
    """Not saved yet: what the change is warned of comes first."""

    def __init__(self, spec: RuleSpec, lines: Sequence[str]) -> None:
        self.spec = spec
        self.lines = lines
        super().__init__("forward-warned")


@dataclass(frozen=True, slots=True)
class RuleTools:
    """What the editor of rules works with, the same for everybody."""

    rulebook: RuleBook
    users: Users
    outbox: Outbox
    endpoints: Endpoints
    forecasts: Forecasts
    replays: Replays
    histories: HistoryDesk


@dataclass(frozen=True, slots=True)
class RuleDesk:
    """One person at one moment; `update_id` makes what they create theirs but once."""

    user: User
    texts: Texts
    state: FSMContext
    update_id: UpdateId
    tools: RuleTools
    notes: list[str] = field(default_factory=list)
    """What is said below the next screen: what a saved rule is warned of."""

    @property
    def rulebook(self) -> RuleBook:
        return self.tools.rulebook

    @property
    def histories(self) -> HistoryDesk:
        return self.tools.histories

    async def rule(self, id: str | int) -> Rule:
        """
        Raises:
            UserError: it was deleted.
        """
        rule = await self.rulebook.get(RuleId(int(id)))
        if rule is None:
            raise UserError("error-old-button")
        return rule

    async def save(self, rule: Rule, spec: RuleSpec) -> Rule:
        """
        Raises:
            UserError: what is wrong with it; or CHANGED.
            Warned: something new is odd about it.
        """
        beside = await others(rule, self.rulebook)
        check_shape(spec, beside, MAX_RULES, is_paused=rule.is_paused)  # nobody can be sure of what is refused anyway
        known = await warnings(rule.spec, beside, self.texts)
        if fresh := [each for each in await warnings(spec, beside, self.texts) if each not in known]:
            raise Warned(spec, fresh)
        return await self.save_anyway(rule, spec)

    async def save_anyway(self, rule: Rule, spec: RuleSpec) -> Rule:
        """
        Raises:
            UserError: what is wrong with it; or CHANGED.
        """
        saved = await self.rulebook.change(rule, spec, self.user.id)
        await self.note(saved)
        return saved

    async def hold(self, rule: Rule, warned: Warned, then: str = "show") -> Screen:
        """Keep the change until its button is pressed; `then` is the screen after it."""
        await self.state.set_state(Editing.warned)
        spec = warned.spec.model_dump(mode="json")
        await self.state.set_data({"rule": rule.id, "version": rule.version, "then": then, "spec": spec})
        return screens.warned_screen(rule, warned.lines, then, self.texts)

    async def note(self, rule: Rule) -> None:
        """What the rule is warned of, and that its samples are as expected: they were asked when it was saved."""
        self.notes[:] = await warnings(rule.spec, await others(rule, self.rulebook), self.texts)
        if rule.spec.samples:
            self.notes.append(self.texts("forward-samples-passed", count=len(rule.spec.samples)))

    async def ask(self, about: str, rule: Rule, then: str = "show", **more: Any) -> None:
        """Wait for a message; ANSWERS in `handlers/rule_steps.py` tells what is made of it, `then` what is shown."""
        await self.state.set_state(Editing.answer)
        await self.state.set_data({"about": about, "rule": rule.id, "version": rule.version, "then": then, **more})

    async def view(self, rule: Rule, name: str = "show", start: int = 0) -> Screen:
        """A screen of the rule as it is now; a list begins with the entry `start`."""
        if name in VIEWS:
            return VIEWS[name](rule, self.texts, start)
        if not self.notes:
            await self.note(rule)
        self.notes[:0] = said(await self.rulebook.rights_remarks(rule.spec, rule.chats), self.texts)
        waiting = await self.tools.outbox.waiting()
        count = sum(each.count for each in waiting if each.rule == rule.id)
        text, rows = screens.rule_screen(rule, self.texts, count)
        holes = hole_lines(await self.histories.holes(rule), rule, self.texts)
        return "\n".join([text, *holes]), rows

    def noted(self, screen: Screen) -> Screen:
        """With what there is to note below."""
        text, rows = screen
        return "\n\n".join((text, *(["\n".join(self.notes)] if self.notes else []))), rows

    async def show(self, query: CallbackQuery, screen: Screen) -> None:
        """In place of the screen that was pressed."""
        await redraw(query, *self.noted(screen))

    async def tell(self, message: Message, screen: Screen) -> None:
        """As an answer."""
        text, rows = self.noted(screen)
        await message.answer(text, reply_markup=markup(rows))

    async def list(self, offset: int = 0) -> Screen:
        return await list_rules(self.user, self.texts, self.tools, offset)


Arguments = tuple[str, ...]
Action = Callable[[CallbackQuery, Rule, Arguments, RuleDesk], Awaitable[str | None]]
"""Of a press: what it carries after the rule's number. What it returns is shown as a toast."""
Answer = Callable[[Message, Rule, Mapping[str, Any], RuleDesk], Awaitable[RuleSpec | None]]
"""Of a message: what the rule says from now on, or None when something else is asked next.

The mapping is what was kept when the message was asked for.
"""

VIEWS: Mapping[str, Callable[[Rule, Texts, int], Screen]] = {
    "filters": filters_screen,
    "changes": lambda rule, texts, _: transforms_screen(rule, texts),
    "where": places_screen,
    "when": lambda rule, texts, _: group_screen(rule, "when", texts),
    "more": lambda rule, texts, _: screens.rest_screen(rule, texts),
    "samples": samples_screen,
}
"""Screens that follow from the rule alone: all but the card."""


async def others(rule: Rule, rulebook: RuleBook) -> list[Rule]:
    """All rules but this one."""
    return [each for each in await rulebook.list() if each.id != rule.id]


async def warnings(spec: RuleSpec, beside: Sequence[Named], texts: Texts) -> list[str]:
    """What a person should look at, a line each."""
    return said(await asyncio.to_thread(remarks, spec, beside), texts)


def said(found: Sequence[Remark], texts: Texts) -> list[str]:
    """The first of them, a line each, and how many more there are."""
    lines = [short(f"⚠ {texts(each.key, **each.params)}", LONGEST_NOTE) for each in found[:MOST_NOTES]]
    return [*lines, *([texts("forward-more", count=len(found) - MOST_NOTES)] if len(found) > MOST_NOTES else [])]


async def list_rules(user: User, texts: Texts, tools: RuleTools, offset: int = 0) -> Screen:
    """All rules; and when what waits will have left, where that is more than a few."""
    text, rows = screens.list_screen(await tools.rulebook.list(), texts, offset)
    forecast = await tools.forecasts.now()
    if forecast.count <= FEW:
        return text, rows
    drains = local_moment(forecast.drains_at, user.time_zone, texts)
    return f"{text}\n\n{texts('forward-forecast', count=forecast.count, drains=drains)}", rows


def require_seen(rule: Rule, version: str | int) -> None:
    """
    Raises:
        UserError: CHANGED: what the person looked at is no longer what the rule says.
    """
    if rule.version != int(version):
        raise UserError(CHANGED, rule=rule.name)
