"""Rules: which posts of which source go where; checked when saved, at hand when a post arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.clock import Clock, SystemClock
from core.errors import UserError
from core.ids import ChatId, RuleId, TopicId, UserId
from forwarding.keywords import normalise
from forwarding.outgoing import Via
from forwarding.transports.protocol import ChatInfo, Transport
from storage.rules import Rules, StoredRule

MAX_RULES = 200
MAX_WORDS = 1000
MAX_WORD = 100
REREAD_SECONDS = 5.0
"""How soon a rule that another process saved is known here."""


class RuleSpec(BaseModel):
    """What a person asks for. A post is copied when it has one of `keep` (or `keep` is empty) and none of `drop`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: ChatId
    destination: ChatId
    name: str = Field("", max_length=100)
    topic: TopicId | None = None
    """Of the destination."""
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @field_validator("keep", "drop", mode="before")
    @classmethod
    def _clean(cls, value: object) -> object:
        """A word of nothing but invisible signs is none; a word named twice counts once.

        Raises:
            UserError: too many words, or a too long one.
        """
        if isinstance(value, str) or not isinstance(value, Sequence):
            return value
        words = (" ".join(word.split()) if isinstance(word, str) else word for word in value)
        unique = tuple(dict.fromkeys(word for word in words if not isinstance(word, str) or normalise(word)))
        if len(unique) > MAX_WORDS:
            raise UserError("error-rule-too-many-words", limit=MAX_WORDS)
        if any(isinstance(word, str) and len(word) > MAX_WORD for word in unique):
            raise UserError("error-rule-long-word", limit=MAX_WORD)
        return unique


@dataclass(frozen=True, slots=True)
class Rule:
    """A saved rule."""

    id: RuleId
    spec: RuleSpec
    created_by: UserId
    is_paused: bool
    source_title: str
    source_username: str
    destination_title: str
    via: Via = "bot"
    """Who reads the source."""

    @property
    def name(self) -> str:
        return self.spec.name or f"{self.source_title} → {self.destination_title}"


class RuleBook:
    """All rules, read from the database once and again when they change.

    `readers` are the transports that can read a source, the bot's first; the bot's also looks at destinations.
    """

    def __init__(self, rules: Rules, readers: Mapping[Via, Transport], clock: Clock | None = None) -> None:
        self._rules = rules
        self._readers = dict(readers)
        self._clock = clock or SystemClock()
        self._known: tuple[Rule, ...] = ()
        self._read_at = self._clock.now() - timedelta(days=1)

    async def resolve(self, reference: str) -> ChatInfo:
        """The chat named `@name`, `t.me/name` or by id, as the first transport that sees it tells it.

        Raises:
            UserError: `error-chat-not-found`.
        """
        for reader in self._readers.values():
            try:
                return await reader.resolve(reference)
            except UserError:
                continue
        raise UserError("error-chat-not-found", chat=reference)

    async def create(self, spec: RuleSpec, author: UserId, key: str) -> Rule:
        """Check everything, then save; the same key again is the same rule.

        Raises:
            UserError: `error-rule-…`, one key per reason; nothing was saved.
        """
        if (known := await self._rules.by_key(key)) is not None:
            return _rule(known)
        self._check_shape(spec, await self.list())
        titles = await self._check_rights(spec, author)
        await self._watch(spec.source, titles["via"])
        saved = await self._rules.add(spec.model_dump(mode="json"), titles, author, key)
        await self.reread()
        return _rule(saved)

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
        if (rule := await self.get(id)) is not None and rule.is_paused:
            await self._watch(rule.spec.source, rule.via)
        return await self._set_paused(id, is_paused=False)

    async def delete(self, id: RuleId) -> bool:
        is_deleted = await self._rules.delete(id)
        await self.reread()
        return is_deleted

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        await self._rules.migrate(old, new)
        await self.reread()

    async def matching(self, source: ChatId) -> tuple[Rule, ...]:
        """The rules of the source that are not paused."""
        if self._clock.now() - self._read_at > timedelta(seconds=REREAD_SECONDS):
            await self.reread()
        return tuple(rule for rule in self._known if rule.spec.source == source and not rule.is_paused)

    async def reread(self) -> None:
        self._known = tuple(_rule(row) for row in await self._rules.all())
        self._read_at = self._clock.now()

    async def _set_paused(self, id: RuleId, *, is_paused: bool) -> bool:
        is_changed = await self._rules.set_paused(id, is_paused)
        await self.reread()
        return is_changed

    async def _watch(self, source: ChatId, via: str) -> None:
        """A source that no rule reads now is read from its next post on."""
        if not await self.matching(source):
            reader = next(reader for name, reader in self._readers.items() if name == via)
            await reader.watch(source)

    def _check_shape(self, spec: RuleSpec, known: Sequence[Rule]) -> None:
        if spec.source == spec.destination:
            raise UserError("error-rule-same-chat")
        if len(known) >= MAX_RULES:
            raise UserError("error-rule-too-many", limit=MAX_RULES)
        for rule in known:
            same = (rule.spec.source, rule.spec.destination, rule.spec.topic)
            if same == (spec.source, spec.destination, spec.topic):
                raise UserError("error-rule-exists", rule=rule.name)
        if leads_to(spec.source, spec.destination, known):
            raise UserError("error-rule-loop")

    async def _check_rights(self, spec: RuleSpec, author: UserId) -> dict[str, str]:
        """The names of both chats and who reads the source, as they are kept with the rule."""
        writer = self._readers["bot"]
        source = await self.resolve(str(spec.source))
        destination = await writer.resolve(str(spec.destination))
        via = await self._who_reads(source)
        if not (await writer.rights(destination.id)).can_post:
            raise UserError("error-rule-bot-cannot-post", chat=destination.title)
        if via == "account" and not (await self._readers[via].rights(destination.id)).can_post:
            raise UserError("error-rule-account-cannot-post", source=source.title, chat=destination.title)
        # What everybody can open, nobody needs to be a member of.
        is_open = via == "account" and bool(source.username)
        if not is_open and not (await self._readers[via].rights(source.id, author)).is_member:
            raise UserError("error-rule-you-cannot-read", chat=source.title)
        if not (await writer.rights(destination.id, author)).is_admin:
            raise UserError("error-rule-you-cannot-post", chat=destination.title)
        return {"source": source.title, "username": source.username, "destination": destination.title, "via": via}

    async def _who_reads(self, source: ChatInfo) -> Via:
        for via, reader in self._readers.items():
            if (await reader.rights(source.id)).can_read:
                return via
        raise UserError("error-rule-bot-cannot-read", chat=source.title)


def leads_to(goal: ChatId, start: ChatId, rules: Sequence[Rule]) -> bool:
    """Whether posts that arrive in `start` can travel on to `goal`."""
    seen: set[ChatId] = set()
    reached = {start}
    while reached:
        seen |= reached
        reached = {rule.spec.destination for rule in rules if rule.spec.source in reached} - seen
    return goal in seen


def _rule(row: StoredRule) -> Rule:
    return Rule(
        id=row.id,
        spec=RuleSpec.model_validate(row.spec),
        created_by=row.created_by,
        is_paused=row.is_paused,
        source_title=str(row.titles.get("source", "")),
        source_username=str(row.titles.get("username", "")),
        destination_title=str(row.titles.get("destination", "")),
        via="account" if row.titles.get("via") == "account" else "bot",
    )
