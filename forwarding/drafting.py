"""The transforms of a rule, one after the other, on what its filters let pass."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import ValidationError

from core.discovery import discover
from core.errors import PlatformError, UserError
from core.ids import RuleId
from forwarding import transforms as catalogue
from forwarding.draft import Byline, Draft, draft_of
from forwarding.fitting import fitted
from forwarding.means import Context, Means
from forwarding.notices import link_of
from forwarding.originals import with_original
from forwarding.post import Album
from forwarding.program import refuse_params
from forwarding.reporters import Reporters
from forwarding.rules import Rule
from forwarding.spec import RuleSpec, Step
from forwarding.transform import AnyTransform, Change
from forwarding.wording import reworded


class DraftFailed(PlatformError):
    """A transform broke, took too long or lacks something: the post waits, it does not go out unchanged."""

    def __init__(self, name: str, reason: str) -> None:
        self.transform = name
        self.reason = reason
        super().__init__()


class Drafting:
    """The transforms of the catalogue, at work; those of a rule are made ready once."""

    def __init__(self, transforms: Sequence[AnyTransform], means: Means, reporters: Reporters | None = None) -> None:
        self._transforms: Mapping[str, AnyTransform] = {each.name: each for each in transforms}
        self._means = means
        self._reporters = reporters
        self._ready: dict[RuleId, tuple[int, list[tuple[str, float, Change]]]] = {}

    async def check(self, spec: RuleSpec) -> None:
        """In a thread: expressions are tried on hard texts.

        Raises:
            UserError: a transform that does not exist, parameters that do not fit it, or a forward that is to change.
        """
        if spec.transforms and spec.mode == "forward":
            raise UserError("error-rule-forward-unchanged")
        context = Context(RuleId(0), spec.time_zone, self._means)
        for step in spec.transforms:
            await asyncio.to_thread(self._change, step, context)

    async def draft(self, rule: Rule, album: Album) -> Draft:
        """What is protected stays as it is: its words go nowhere, so nothing is made of them.

        Raises:
            DraftFailed: nothing was sent and nothing is to be sent.
        """
        draft = draft_of(album, Byline(rule.title(album.first.source), link_of(rule, album)))
        if album.is_protected:
            return draft
        try:
            changes = await self._changes(rule)
        except PlatformError as error:
            raise DraftFailed("transforms", error.key) from error
        for name, seconds, change in changes:
            draft = await _changed(name, change, draft, seconds)
        made = draft if draft.is_original else with_original(fitted(draft))
        reviewed = await self._as_reviewed(rule, made)
        return reviewed if self._reporters is None else await self._reporters.named(rule, reviewed)

    async def _as_reviewed(self, rule: Rule, draft: Draft) -> Draft:
        """Whoever reviewed it may have written it anew."""
        first = draft.album.first
        if self._means.reviews is None:
            return draft
        review = await self._means.reviews.holding(rule.id, first.source, first.message)
        return draft if review is None else reworded(draft, review.words)

    async def _changes(self, rule: Rule) -> list[tuple[str, float, Change]]:
        known = self._ready.get(rule.id)
        if known is None or known[0] != rule.version:
            changes = await asyncio.to_thread(self._made_ready, rule) if rule.spec.transforms else []
            known = self._ready[rule.id] = rule.version, changes
        return known[1]

    def _made_ready(self, rule: Rule) -> list[tuple[str, float, Change]]:
        context = Context(rule.id, rule.spec.time_zone, self._means)
        return [self._change(step, context) for step in rule.spec.transforms]

    def _change(self, step: Step, context: Context) -> tuple[str, float, Change]:
        if step.name not in self._transforms:
            raise UserError("error-rule-unknown-transform", transform=step.name)
        transform = self._transforms[step.name]
        try:
            params = transform.read(step.params)
        except ValidationError as error:
            refuse_params(step.name, error)
        seconds = transform.seconds or context.means.filter_seconds
        return step.name, seconds, transform.prepare(params, context)


async def _changed(name: str, change: Change, draft: Draft, seconds: float) -> Draft:
    try:
        changed = await _applied(change, draft, seconds)
    except TimeoutError as error:
        raise DraftFailed(name, "timeout") from error
    except PlatformError as error:
        raise DraftFailed(name, error.key) from error
    except Exception as error:
        raise DraftFailed(name, type(error).__name__) from error
    if not changed.has_media and changed.styled.is_blank:
        raise DraftFailed(name, "error-draft-empty")
    return changed


async def _applied(change: Change, draft: Draft, seconds: float) -> Draft:
    made = change(draft)
    if isinstance(made, Draft):
        return made
    async with asyncio.timeout(seconds):
        return await made


def all_transforms() -> list[AnyTransform]:
    """The catalogue in `forwarding/transforms/`."""
    return cast(list[AnyTransform], discover(catalogue, "TRANSFORM"))
