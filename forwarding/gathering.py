"""Which of the posts that a rule gathered leave together, and when: reckoned from its timing and the queue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from forwarding.timing import MOST_TOLD
from storage.gathering import Gather
from storage.gatherings import Gathered, Queue
from storage.posts import StoredPost


@dataclass(frozen=True, slots=True)
class Departure:
    """These leave together; without a moment they wait for more to come."""

    gathered: tuple[Gathered, ...]
    at: datetime | None


def gather_of(rule: Rule, group: Sequence[StoredPost], now: datetime) -> Gather:
    """To be recorded with the decision that the album, or post, passes."""
    messages = tuple(post.message for post in group)
    return Gather(rule.id, rule.version, group[0].source, messages, _first_look(rule.spec, now))


def departures(spec: RuleSpec, queue: Queue) -> list[Departure]:
    """All that waits, in the order in which it leaves."""
    if spec.merge is not None:
        return sorted(_merged(spec.merge.posts, spec.merge.minutes, queue.gathered), key=_moment)
    match spec.timing.kind:
        case "digest":
            return list(_told(spec, queue.gathered))
        case "slots":
            return list(_in_slots(spec, queue))
        case "times":
            moments = [spec.timing.next_moment(spec.time_zone, each.at) for each in queue.gathered]
        case "delay":
            moments = [each.at + timedelta(minutes=spec.timing.minutes or 0) for each in queue.gathered]
        case "now":
            moments = [each.at for each in queue.gathered]
    return [Departure((each,), at) for each, at in zip(queue.gathered, moments, strict=True)]


def _first_look(spec: RuleSpec, now: datetime) -> datetime | None:
    """What counts posts is looked at with each of them."""
    timing = spec.timing
    if spec.merge is not None or (timing.kind == "digest" and timing.count is not None):
        return now
    if timing.kind == "delay":
        return now + timedelta(minutes=timing.minutes or 0)
    return timing.next_moment(spec.time_zone, now)


def _in_slots(spec: RuleSpec, queue: Queue) -> Iterator[Departure]:
    """Each slot takes one. Slots that went by while nobody ran, or while the rule was paused, are one slot: now."""
    taken = queue.left_at
    for each in queue.gathered:
        after = each.at if taken is None else max(each.at, taken)
        taken = spec.timing.next_moment(spec.time_zone, after)
        yield Departure((each,), taken)


def _told(spec: RuleSpec, gathered: Sequence[Gathered]) -> Iterator[Departure]:
    """A digest ends at its time, or when it is full."""
    most = spec.timing.count or MOST_TOLD
    by_time = groupby(gathered, key=lambda each: spec.timing.next_moment(spec.time_zone, each.at))
    for at, together in by_time:
        whole = tuple(together)
        for start in range(0, len(whole), most):
            part = whole[start : start + most]
            yield Departure(part, part[-1].at if len(part) == most else at)


def _merged(posts: int, minutes: int, gathered: Sequence[Gathered]) -> Iterator[Departure]:
    """Of each source apart."""
    sources: dict[int, list[Gathered]] = {}
    for each in gathered:
        sources.setdefault(each.source, []).append(each)
    for of_source in sources.values():
        left = of_source
        while left:
            until = left[0].at + timedelta(minutes=minutes)
            part = tuple(each for each in left[:posts] if each.at < until)
            left = left[len(part) :]
            yield Departure(part, part[-1].at if len(part) == posts else until)


def _moment(departure: Departure) -> datetime:
    return departure.at or departure.gathered[-1].at
