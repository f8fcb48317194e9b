"""One filter at work by itself, with the means that a test gives it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.ids import RuleId, UserId
from forwarding.means import Context, Means
from forwarding.post import Album, Post
from forwarding.post_filter import AnyFilter
from forwarding.program import Program, Seen
from forwarding.spec import Node


class Judging:
    """A rule of one filter; another one over the same means is the same rule after a restart."""

    def __init__(
        self, means: Means, kind: AnyFilter, params: Mapping[str, Any], rule: int = 1, owner: int = 1001
    ) -> None:
        context = Context(RuleId(rule), "UTC", means, UserId(owner))
        self._program = Program([(Node.model_validate({kind.name: dict(params)}), context)], {kind.name: kind})
        self._rule = context.rule

    async def says(self, *posts: Post, at: datetime) -> Seen:
        """Its word about an album that was read at this moment."""
        candidate = await self._program.look_at(Album(posts), at)
        (seen,) = (await self._program.judge(candidate))[self._rule].seen
        return seen
