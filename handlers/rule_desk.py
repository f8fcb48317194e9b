"""Who changes a forwarding rule, with what, and how a change is saved over the version that they saw."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
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
from forwarding.rules import Rule, RuleBook
from forwarding.spec import RuleSpec
from handlers.ui.history_text import hole_lines
from handlers.ui.rule_option_screens import group_screen
from handlers.ui.rule_screens import Screen, filters_screen, list_screen, rest_screen, rule_screen
from storage.outbox import Outbox
from storage.users import User, Users

CHANGED = "error-rule-changed-meanwhile"
FEW = 10
"""So many deliveries wait for moments only: nobody needs to hear of them."""


class Editing(StatesGroup):
    """Something was asked; what it is about stands in the dialogue's data."""

    answer = State()


@dataclass(frozen=True, slots=True)
class RuleDesk:
    """One person at one moment; `update_id` makes what they create theirs but once."""

    user: User
    texts: Texts
    state: FSMContext
    update_id: UpdateId
    rulebook: RuleBook
    users: Users
    outbox: Outbox
    forecasts: Forecasts
    histories: HistoryDesk

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
        """
        return await self.rulebook.change(rule, spec, self.user.id)

    async def ask(self, about: str, rule: Rule, then: str = "show", **more: Any) -> None:
        """Wait for a message; ANSWERS in `handlers/rule_steps.py` tells what is made of it, `then` what is shown."""
        await self.state.set_state(Editing.answer)
        await self.state.set_data({"about": about, "rule": rule.id, "version": rule.version, "then": then, **more})

    async def view(self, rule: Rule, name: str = "show") -> Screen:
        """A screen of the rule as it is now."""
        return await VIEWS.get(name, _card)(self, rule)

    async def list(self, offset: int = 0) -> Screen:
        return await list_rules(self.user, self.texts, self.rulebook, self.forecasts, offset)


Arguments = tuple[str, ...]
Action = Callable[[CallbackQuery, Rule, Arguments, RuleDesk], Awaitable[str | None]]
"""Of a press: what it carries after the rule's number. What it returns is shown as a toast."""
Answer = Callable[[Message, Rule, Mapping[str, Any], RuleDesk], Awaitable[RuleSpec]]
"""Of a message: what the rule says from now on; the mapping is what was kept when it was asked for."""


async def _card(desk: RuleDesk, rule: Rule) -> Screen:
    waiting = await desk.outbox.waiting()
    text, rows = rule_screen(rule, desk.texts, sum(each.count for each in waiting if each.rule == rule.id))
    holes = hole_lines(await desk.histories.holes(rule), rule, desk.texts)
    return "\n".join([text, *holes]), rows


async def _changes(desk: RuleDesk, rule: Rule) -> Screen:
    return group_screen(rule, "changes", desk.texts)


async def _when(desk: RuleDesk, rule: Rule) -> Screen:
    return group_screen(rule, "when", desk.texts)


async def _more(desk: RuleDesk, rule: Rule) -> Screen:
    return rest_screen(rule, desk.texts)


async def _filters(desk: RuleDesk, rule: Rule) -> Screen:
    return filters_screen(rule, desk.texts)


VIEWS: Mapping[str, Callable[[RuleDesk, Rule], Awaitable[Screen]]] = {
    "show": _card,
    "filters": _filters,
    "changes": _changes,
    "when": _when,
    "more": _more,
}


async def list_rules(user: User, texts: Texts, rulebook: RuleBook, forecasts: Forecasts, offset: int = 0) -> Screen:
    """All rules; and when what waits will have left, where that is more than a few."""
    text, rows = list_screen(await rulebook.list(), texts, offset)
    forecast = await forecasts.now()
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
