"""Rules: which posts of which source go where; checked when saved, at hand when a post arrives."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from core.clock import Clock, SystemClock
from core.errors import PlatformError, UserError
from core.ids import ChatId, RuleId, TopicId, UserId
from forwarding.amending import name_of_copy
from forwarding.linting import Remark
from forwarding.outgoing import Via
from forwarding.permissions import ChatTitle, Permissions
from forwarding.shapes import check_alone, check_shape
from forwarding.spec import RuleSpec
from forwarding.transports.protocol import ChatInfo, Reader
from storage.rules import Rules, StoredRule, StoredVersion

MAX_RULES = 500
REREAD_SECONDS = 5.0
"""How soon a rule that another process saved is known here."""


Check = Callable[[RuleSpec], Awaitable[None]]
"""Raises UserError where a rule is not to be saved."""
Listener = Callable[["Rule"], Awaitable[None]]
"""Hears of each rule that was saved."""


class RuleRefused(UserError):
    """One of several rules cannot be saved, for what `reason` says; none was."""

    def __init__(self, number: int, name: str, reason: PlatformError) -> None:
        self.reason = reason
        super().__init__("error-rules-one-refused", number=number, rule=name)


@dataclass(frozen=True, slots=True)
class Rule:
    """A saved rule."""

    id: RuleId
    spec: RuleSpec
    created_by: UserId
    is_paused: bool
    chats: Mapping[ChatId, ChatTitle]
    version: int = 1

    @property
    def name(self) -> str:
        return self.spec.name or f"{self.title(self.spec.source)} → {self.title(self.spec.destination)}"

    def title(self, chat: ChatId) -> str:
        return self.chats[chat].title if chat in self.chats else str(chat)

    def username(self, chat: ChatId) -> str:
        return self.chats[chat].username if chat in self.chats else ""

    def via(self, source: ChatId) -> Via:
        return self.chats[source].via if source in self.chats else "bot"

    @property
    def source_chats(self) -> frozenset[ChatId]:
        return self.spec.source_chats

    def may_read(self, chat: ChatId) -> bool:
        """Of private chats only that of the person who made the rule."""
        return chat in self.source_chats and (chat < 0 or int(chat) == self.created_by)

    @property
    def destination_chats(self) -> frozenset[ChatId]:
        return self.spec.destination_chats


class RuleBook:
    """All rules, read from the database once and again when they change."""

    def __init__(
        self,
        rules: Rules,
        readers: Mapping[Via, Reader],
        clock: Clock | None = None,
        checks: Sequence[Check] = (),
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._rules = rules
        self._permissions = Permissions(readers)
        self._checks = tuple(checks)
        self._listeners = tuple(listeners)
        self._clock = clock or SystemClock()
        self._known: tuple[Rule, ...] = ()
        self._read_at = self._clock.now() - timedelta(days=1)

    async def resolve(self, reference: str) -> ChatInfo:
        """The chat named `@name`, `t.me/name` or by id, as the first transport that sees it tells it.

        A webhook is named by `hook:` and its address.

        Raises:
            UserError: `error-chat-not-found`, or why there is nothing at this address of the web.
        """
        return await self._permissions.resolve(reference)

    async def rights_remarks(self, spec: RuleSpec, chats: Mapping[ChatId, ChatTitle] | None = None) -> list[Remark]:
        """What the bot may not do where the rule writes, as things are now: rights may be gone since it was saved."""
        return await self._permissions.remarks(spec, chats or {})

    async def create(self, spec: RuleSpec, author: UserId, key: str, *, is_paused: bool = False) -> Rule:
        """Check everything, then save; the same key again is the same rule.

        Raises:
            UserError: `error-rule-…`, one key per reason; nothing was saved.
        """
        if (known := await self._rules.by_key(key)) is not None:
            return _rule(known)
        beside = await self.list()
        chats = await self._checked(spec, author, beside, is_paused=is_paused)
        spec = _told_apart(spec, chats, [rule.name for rule in beside])
        saved = await self._rules.add(spec.model_dump(mode="json"), _stored(chats), author, key, is_paused=is_paused)
        return (await self._heard([saved]))[0]

    async def create_all(
        self, specs: Sequence[RuleSpec], author: UserId, key: str, *, is_paused: bool = False
    ) -> list[Rule]:
        """Check everything, also beside each other, then save all of them; what is there already stays as it is.

        Raises:
            RuleRefused: which one, and why; nothing was saved.
        """
        known = list(await self.list())
        fresh: list[Rule] = []
        for number, spec in enumerate(specs, 1):
            if any(rule.spec == spec for rule in known):
                continue
            try:
                chats = await self._checked(spec, author, known, is_paused=is_paused)
            except UserError as error:
                raise RuleRefused(number, spec.name, error) from error
            fresh.append(Rule(RuleId(-number), spec, author, is_paused=is_paused, chats=chats))
            known.append(fresh[-1])
        contents = [(rule.spec.model_dump(mode="json"), _stored(rule.chats)) for rule in fresh]
        saved = await self._rules.add_all(contents, author, key, is_paused=is_paused)
        return await self._heard(saved)

    async def change(self, rule: Rule, spec: RuleSpec, author: UserId) -> Rule:
        """Check everything, then save a new version over the one that was seen.

        Raises:
            UserError: `error-rule-…`, one key per reason; nothing was saved.
        """
        others = [known for known in await self.list() if known.id != rule.id]
        chats = await self._checked(spec, author, others, maker=rule.created_by, is_paused=rule.is_paused)
        saved = await self._rules.change(rule.id, spec.model_dump(mode="json"), _stored(chats), author, rule.version)
        if saved is None:
            await self.reread()
            raise UserError("error-rule-changed-meanwhile", rule=rule.name)
        return (await self._heard([saved]))[0]

    async def _heard(self, saved: Sequence[StoredRule]) -> list[Rule]:
        await self.reread()
        rules = [_rule(row) for row in saved]
        for rule in rules:
            for listen in self._listeners:
                await listen(rule)
        return rules

    async def versions(self, id: RuleId) -> list[StoredVersion]:
        """Newest first."""
        return await self._rules.versions(id)

    async def list(self) -> tuple[Rule, ...]:
        """Oldest first."""
        await self.reread()
        return self._known

    async def get(self, id: RuleId) -> Rule | None:
        return next((rule for rule in await self.list() if rule.id == id), None)

    async def pause(self, id: RuleId) -> bool:
        """False when it was paused already, or is gone."""
        return await self._set_paused(id, is_paused=True)

    async def resume(self, id: RuleId) -> bool:
        """
        Raises:
            UserError: another rule does the same meanwhile.
        """
        if (rule := await self.get(id)) is not None and rule.is_paused:
            check_alone(rule.spec, self._known)
            for source in rule.source_chats:
                await self._watch(source, rule.via(source))
        return await self._set_paused(id, is_paused=False)

    async def delete(self, id: RuleId) -> bool:
        is_deleted = await self._rules.delete(id)
        await self.reread()
        return is_deleted

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        await self._rules.migrate(old, new)
        await self.reread()

    async def matching(self, source: ChatId, topic: TopicId | None = None) -> tuple[Rule, ...]:
        """The rules that read it and are not paused."""
        return tuple(rule for rule in await self.reading(source) if rule.spec.reads(source, topic))

    async def reading(self, source: ChatId) -> tuple[Rule, ...]:
        """The rules that read the chat or a topic of it and are not paused."""
        if self._clock.now() - self._read_at > timedelta(seconds=REREAD_SECONDS):
            await self.reread()
        return tuple(rule for rule in self._known if rule.may_read(source) and not rule.is_paused)

    def addresses(self) -> dict[str, ChatId]:
        """The sources of all rules by what stands for them in addresses of posts: `name` in lower case, or `c/123`."""
        known: dict[str, ChatId] = {}
        for rule in self._known:
            for source in (chat for chat in rule.source_chats if chat < 0):
                known[f"c/{str(source).removeprefix('-100')}"] = source
                if name := rule.username(source):
                    known[name.lower()] = source
        return known

    async def reread(self) -> None:
        self._known = tuple(_rule(row) for row in await self._rules.all())
        self._read_at = self._clock.now()

    async def _set_paused(self, id: RuleId, *, is_paused: bool) -> bool:
        is_changed = await self._rules.set_paused(id, is_paused)
        await self.reread()
        return is_changed

    async def _checked(
        self,
        spec: RuleSpec,
        author: UserId,
        others: Sequence[Rule],
        *,
        maker: UserId | None = None,
        is_paused: bool = False,
    ) -> dict[ChatId, ChatTitle]:
        """The chats of a rule that may be saved; from now on its sources are watched."""
        for check in self._checks:
            await check(spec)
        check_shape(spec, others, MAX_RULES, is_paused=is_paused)
        chats = await self._permissions.check(spec, author, maker or author)
        for source in spec.sources:
            await self._watch(source.chat, chats[source.chat].via)
        return chats

    async def _watch(self, source: ChatId, via: Via) -> None:
        """A source that no rule reads now is read from its next post on."""
        if not await self.reading(source):
            await self._permissions.reader(via).watch(source)


def _told_apart(spec: RuleSpec, chats: Mapping[ChatId, ChatTitle], taken: Sequence[str]) -> RuleSpec:
    """A rule without a name is called by its chats, as long as no other one is."""
    name = Rule(RuleId(0), spec, UserId(0), is_paused=False, chats=chats).name
    return spec if spec.name or name not in taken else spec.model_copy(update={"name": name_of_copy(name, taken)})


def _stored(chats: Mapping[ChatId, ChatTitle]) -> dict[str, Any]:
    return {str(id): asdict(chat) for id, chat in chats.items()}


def _rule(row: StoredRule) -> Rule:
    return Rule(
        id=row.id,
        spec=RuleSpec.model_validate(row.spec),
        created_by=row.created_by,
        is_paused=row.is_paused,
        chats={ChatId(int(id)): ChatTitle(**chat) for id, chat in row.chats.items()},
        version=row.version,
    )
