"""What a rule would have done with the posts of the last weeks: judged anew, nothing is sent and nothing remembered."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from core.ids import ChatId, MessageId
from forwarding.post import Album, Post
from forwarding.post_filter import Candidate, Outcome
from forwarding.program import Judgement, Program
from forwarding.spec import RuleSpec
from forwarding.trials import TRIED, Trials
from storage.archive import Archive, Page

EXAMPLES = 5
"""Of each outcome."""
QUOTED = 80
"""Signs of an example."""
SPREAD = 50
"""How far apart the ids of an album's parts may lie."""

Progress = Callable[[int, int], None]
"""Posts that were judged, and all of them."""

_posts: TypeAdapter[Post] = TypeAdapter(Post)


@dataclass(frozen=True, slots=True)
class Example:
    """A post, and what decided about it."""

    source: ChatId
    message: MessageId
    text: str
    reason: str


@dataclass(slots=True)
class Replayed:
    """An album counts as one post."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    deciders: dict[Outcome, Counter[tuple[str, str]]] = field(default_factory=dict)
    """The filters that decided, each with its value: the word, the size."""
    examples: dict[Outcome, list[Example]] = field(default_factory=dict)

    @property
    def posts(self) -> int:
        return self.counts.total()

    def take(self, judgement: Judgement, source: ChatId, message: MessageId, text: str) -> None:
        outcome = judgement.outcome
        self.count(judgement, 1)
        examples = self.examples.setdefault(outcome, [])
        if len(examples) < EXAMPLES:
            examples.append(Example(source, message, " ".join(text.split())[:QUOTED], judgement.reason))

    def count(self, judgement: Judgement, posts: int) -> None:
        self.counts[judgement.outcome] += posts
        self.deciders.setdefault(judgement.outcome, Counter())[judgement.decider] += posts


class Replay:
    """Reads in pages and judges each page in a thread."""

    def __init__(self, archive: Archive, trials: Trials) -> None:
        self._archive = archive
        self._trials = trials

    async def run(self, spec: RuleSpec, since: datetime, progress: Progress = lambda done, all_: None) -> Replayed:
        """
        Raises:
            UserError: `error-rule-…`: the rule cannot be made ready.
        """
        program = await self._trials.program(spec)
        sources = sorted(spec.source_chats)
        total, done = await self._archive.count(sources, since), 0
        replayed = Replayed()
        for source in sources:
            reader = _Reader(spec, program, replayed)
            async for page in self._archive.pages(source, since):
                await asyncio.to_thread(asyncio.run, reader.read(page))
                done += len(page.messages)
                progress(done, max(total, done))
            await asyncio.to_thread(asyncio.run, reader.finish())
        return replayed


class _Reader:
    """Judges the posts of one source; parts of an album wait for each other, over the end of a page too."""

    def __init__(self, spec: RuleSpec, program: Program, replayed: Replayed) -> None:
        self._spec = spec
        self._program = program
        self._replayed = replayed
        self._blank = program.untouched(TRIED)
        self._is_whole_chat = all(source.topic is None for source in spec.sources)
        self._albums: dict[str, list[tuple[MessageId, datetime, str]]] = {}
        self._uncounted = 0
        """Posts of which nothing was found, so that the same is said of all of them."""

    async def read(self, page: Page) -> None:
        for message, album, moment, content in zip(
            page.messages, page.albums, page.moments, page.contents, strict=True
        ):
            if album:
                self._albums.setdefault(album, []).append((message, moment, content))
            else:
                await self._judge([content], page.source, message, moment)
        for name in [name for name, parts in self._albums.items() if parts[-1][0] < page.messages[-1] - SPREAD]:
            await self._judge_album(name)

    async def finish(self) -> None:
        for name in list(self._albums):
            await self._judge_album(name)
        if self._blank is not None and self._uncounted:
            self._replayed.count(self._blank, self._uncounted)

    async def _judge_album(self, name: str) -> None:
        parts = self._albums.pop(name)
        message, moment, first = parts[0]
        source = ChatId(_read(first)["source"])
        await self._judge([content for *_, content in parts], source, message, moment)

    async def _judge(self, contents: Sequence[str], source: ChatId, message: MessageId, moment: datetime) -> None:
        """A post is built only where a filter could ask for more than its text."""
        said = [_read(content) for content in contents]
        if not self._is_whole_chat and not self._spec.reads(source, said[0]["topic"]):
            return
        text = said[0]["text"] if len(said) == 1 else "\n".join(each["text"] for each in said if each["text"])
        words, patterns = self._program.find(text)
        if self._blank is None or words or patterns.found or patterns.failed:
            album = Album(tuple(_posts.validate_python(each) for each in said))
            judged = await self._program.judge(Candidate(album, moment, words, patterns))
            self._replayed.take(judged[TRIED], source, message, text)
        elif len(self._replayed.examples.get(self._blank.outcome, ())) < EXAMPLES:
            self._replayed.take(self._blank, source, message, text)
        else:
            self._uncounted += 1


def _read(content: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = from_json(content)
    except ValueError:  # it is strict about halves of surrogate pairs, which a foreign client can send
        said = json.loads(content)
    return said
