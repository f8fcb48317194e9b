"""How many messages and tokens a person has a day, by role; counted from the turns, so a restart changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import Clock
from core.config import QuotaSettings
from core.errors import UserError
from core.recurrence import zone_of
from storage.usage import Spent, Usage
from storage.users import Role, User


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of one day; 0 is without bound."""

    messages: int
    tokens: int


class Quota:
    """A day begins at midnight in the person's own time zone. Admins have no bound."""

    def __init__(self, usage: Usage, clock: Clock, settings: QuotaSettings) -> None:
        self._usage = usage
        self._clock = clock
        self._settings = settings

    def of(self, user: User) -> Allowance:
        """Who is nobody here but speaks in a group that was let in has what a guest has."""
        if user.role.is_admin:
            return Allowance(0, 0)
        if user.role >= Role.USER:
            return Allowance(self._settings.user_messages, self._settings.user_tokens)
        return Allowance(self._settings.guest_messages, self._settings.guest_tokens)

    async def require(self, user: User) -> None:
        """
        Raises:
            UserError: `error-quota-messages` or `error-quota-tokens`: nothing is left of today.
        """
        since = self.counts_from(user)
        if since is not None:
            self.check(user, await self._usage.of(user.id, since))

    def counts_from(self, user: User) -> datetime | None:
        """What is spent from this moment on counts; None for whoever has no bound."""
        return None if self.of(user) == Allowance(0, 0) else self._midnight(user)

    def check(self, user: User, spent: Spent) -> None:
        """As `require`, when it is known what was spent."""
        allowed = self.of(user)
        if allowed.messages and spent.messages >= allowed.messages:
            raise UserError("error-quota-messages", limit=allowed.messages)
        if allowed.tokens and spent.tokens >= allowed.tokens:
            raise UserError("error-quota-tokens", limit=allowed.tokens)

    async def spent(self, user: User) -> Spent:
        """Of today."""
        return await self._usage.of(user.id, self._midnight(user))

    def until_renewed(self, user: User) -> timedelta:
        return self._midnight(user) + timedelta(days=1) - self._clock.now()

    def _midnight(self, user: User) -> datetime:
        now = self._clock.now().astimezone(zone_of(user.time_zone))
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
