"""The filters of a rule on posts that are not on their way: nothing is remembered, nobody outside is asked."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock
from core.errors import UserError
from core.ids import ChatId, MessageId, RuleId
from core.text import utf16_length
from forwarding.means import Context, Means
from forwarding.post import Album, Entity, Media, Post
from forwarding.post_filter import AnyFilter
from forwarding.program import Judgement, Program
from forwarding.spec import RuleSpec, Sample

TRIED = RuleId(0)
SHOWN = 100
"""Signs of a sample that are quoted."""

_MARKED = re.compile(
    r"(?P<url>\bhttps?://\S+|\bt\.me/\S+)|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)|(?P<hashtag>(?<!\w)#\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A sample, and what the filters said of it."""

    sample: Sample
    judgement: Judgement

    @property
    def is_as_expected(self) -> bool:
        return self.judgement.outcome == self.sample.expected


class Trials:
    """A filter that lacks something here, such as a model, cannot tell: it holds the post."""

    def __init__(self, filters: Sequence[AnyFilter], clock: Clock) -> None:
        self._filters = {each.name: each for each in filters}
        self._means = Means(clock)
        self._clock = clock

    async def program(self, spec: RuleSpec) -> Program:
        """The rule, ready, under the id TRIED.

        Raises:
            UserError: `error-rule-…`.
        """
        context = Context(TRIED, spec.time_zone, self._means)
        return await asyncio.to_thread(Program, [(spec.filters, context)], self._filters)

    async def samples(self, spec: RuleSpec) -> list[Tried]:
        """All samples of the rule, in their order."""
        if not spec.samples:
            return []
        program, now = await self.program(spec), self._clock.now()
        return [Tried(each, await _judged(program, sample_post(each, spec.source, now), now)) for each in spec.samples]

    async def check(self, spec: RuleSpec) -> None:
        """
        Raises:
            UserError: `error-rule-sample`, the first sample of which the filters say something else.
        """
        for tried in await self.samples(spec):
            if not tried.is_as_expected:
                raise UserError(
                    "error-rule-sample",
                    text=tried.sample.text[:SHOWN] or tried.sample.media or "",
                    expected=tried.sample.expected,
                    outcome=tried.judgement.outcome,
                    reason=tried.judgement.reason or "—",
                )


async def _judged(program: Program, post: Post, now: datetime) -> Judgement:
    return (await program.judge(await program.look_at(Album((post,)), now)))[TRIED]


def sample_post(sample: Sample, source: ChatId, now: datetime) -> Post:
    """With the links, mentions and hashtags marked that Telegram would mark."""
    media = Media(sample.media) if sample.media is not None else None
    return Post(source, MessageId(1), now, sample.text, tuple(_entities(sample.text)), media=media)


def _entities(text: str) -> Iterator[Entity]:
    for found in _MARKED.finditer(text):
        yield Entity(found.lastgroup or "", utf16_length(text[: found.start()]), utf16_length(found[0]))
