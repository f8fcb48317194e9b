"""What the rules of a source say of a post: their filters made ready once, asked on the original."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from core.discovery import discover
from core.ids import RuleId, UserId
from forwarding import filters as catalogue
from forwarding.means import Context, Means
from forwarding.post import Album
from forwarding.post_filter import AnyFilter
from forwarding.program import Judgement, Program, compile_node
from forwarding.rules import Rule
from forwarding.spec import RuleSpec

MOST_PROGRAMS = 64
"""Sets of rules that are kept ready."""

_UNSAVED = RuleId(0)

Versions = tuple[tuple[RuleId, int], ...]
"""The rules of a source, as they are now."""


class Pipeline:
    """The filters of the catalogue, at work. A changed rule is made ready beside the loop: posts wait, none is lost."""

    def __init__(self, filters: Sequence[AnyFilter], means: Means) -> None:
        self._filters: Mapping[str, AnyFilter] = {each.name: each for each in filters}
        self._means = means
        self._programs: OrderedDict[Versions, Program] = OrderedDict()
        self._building: dict[Versions, asyncio.Lock] = {}

    async def check(self, spec: RuleSpec) -> None:
        """In a thread: expressions are tried on hard texts.

        Raises:
            UserError: a filter that does not exist, or parameters that do not fit it.
        """
        await asyncio.to_thread(compile_node, spec.filters, self._filters, self._context(_UNSAVED, spec))

    async def judge(self, rules: Sequence[Rule], album: Album, now: datetime | None = None) -> dict[RuleId, Judgement]:
        """By rule; `now` is when the album was read."""
        if not rules:
            return {}
        program = await self._program(rules)
        return await program.judge(await program.look_at(album, now or self._means.clock.now()))

    async def _program(self, rules: Sequence[Rule]) -> Program:
        key = tuple((rule.id, rule.version) for rule in rules)
        async with self._building.setdefault(key, asyncio.Lock()):
            if key not in self._programs:
                given = [(rule.spec.filters, self._context(rule.id, rule.spec, rule.created_by)) for rule in rules]
                self._programs[key] = await asyncio.to_thread(Program, given, self._filters)
        self._building.pop(key, None)
        program = self._programs[key]
        self._programs.move_to_end(key)
        if len(self._programs) > MOST_PROGRAMS:
            self._programs.popitem(last=False)
        return program

    def _context(self, rule: RuleId, spec: RuleSpec, owner: UserId | None = None) -> Context:
        return Context(rule, spec.time_zone, self._means, owner)


def all_filters() -> list[AnyFilter]:
    """The catalogue in `forwarding/filters/`."""
    return cast(list[AnyFilter], discover(catalogue, "FILTER"))
