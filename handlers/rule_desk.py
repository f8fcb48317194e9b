"""Who changes a forwarding rule, with what, and how a change is saved over the version that they saw."""

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from core.errors import UserError
from core.i18n import Texts
from core.ids import RuleId, UpdateId
from core.moments import local_moment
from forwarding.forecast import Forecasts
from forwarding.rules import Rule, RuleBook
from forwarding.spec import RuleSpec
from handlers.ui.rule_screens import Screen, list_screen, rule_screen
from storage.outbox import Outbox
from storage.users import User, Users

CHANGED = "error-rule-changed-meanwhile"
FEW = 10
"""So many deliveries wait for moments only: nobody needs to hear of them."""


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

    async def card(self, rule: Rule) -> Screen:
        waiting = await self.outbox.waiting()
        return rule_screen(rule, self.texts, sum(each.count for each in waiting if each.rule == rule.id))

    async def list(self, offset: int = 0) -> Screen:
        return await list_rules(self.user, self.texts, self.rulebook, self.forecasts, offset)


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
