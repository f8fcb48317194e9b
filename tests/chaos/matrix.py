"""The matrix: every step of an act, and what was lost or doubled when the process was killed there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from sandbox.model import Message
from tests.chaos.acts import Act
from tests.chaos.house import House, Pair

COUNTED = ("rounds", "missed", "lost", "doubled", "told", "unlinked")


@dataclass(slots=True)
class Tally:
    """What became of the rounds in which the process was killed at one step."""

    rounds: int = 0
    missed: int = 0
    """The step was not met in that round."""
    lost: int = 0
    doubled: int = 0
    told: int = 0
    """Nobody could know whether it arrived: the owner was told, with a button."""
    unlinked: int = 0
    """It is there, but nobody remembers of what it is the copy."""

    def add(self, other: "Tally") -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Round:
    """One time that it happened."""

    number: int
    pair: Pair
    step: str
    draft: Message | None
    posts: Sequence[Message]
    is_killed: bool

    def copies(self, house: House) -> list[list[Message]]:
        """Of each post."""
        return [house.copies_of(self.pair, post) for post in self.posts]

    def is_shown(self, house: House) -> bool:
        """Whole, at least once; or gone, where it was deleted."""
        if not self.posts:
            assert self.draft is not None
            return not house.copies_of(self.pair, self.draft)
        return all(self.copies(house)) and (len(self.posts) == 1 or any(self._whole(house)))

    def tally(self, house: House, links: dict[tuple[int, int], int]) -> Tally:
        told = house.is_told(self.pair, [*self.posts, *([self.draft] if self.draft else [])][0])
        is_shown = self.is_shown(house)
        copies = self.copies(house)
        remembered = [links.get((post.chat.id, post.shared_id)) for post in self.posts]
        is_linked = all(
            link in [each.shared_id for each in found] for link, found in zip(remembered, copies, strict=True)
        )
        return Tally(
            rounds=1,
            missed=bool(self.step) and not self.is_killed,
            lost=not is_shown and not told,
            doubled=any(len(found) > 1 for found in copies),
            told=told,
            unlinked=is_shown and not is_linked and not told,
        )

    def _whole(self, house: House) -> Iterator[bool]:
        for first in self.copies(house)[0]:
            yield bool(first.album) and all(
                any(each.album == first.album for each in found) for found in self.copies(house)
            )


@dataclass(slots=True)
class Matrix:
    """All steps of one act over one way."""

    act: str
    way: str
    database: str
    tallies: dict[str, Tally] = field(default_factory=dict)

    def total(self) -> Tally:
        total = Tally()
        for each in self.tallies.values():
            total.add(each)
        return total

    def where(self, name: str) -> list[str]:
        """The steps at which it happened."""
        return [step for step, tally in self.tallies.items() if getattr(tally, name)]


async def run_matrix(
    house: House, act: Act, matrix: Matrix, rounds: int, choose: Callable[[str], bool] = bool
) -> Matrix:
    """Kill at every step that `choose` likes, so many times each, and look what the next life made of it."""
    numbers = count()
    await house.begin_life()
    passed = [await _round(house, act, next(numbers), "") for _ in range(2)]  # the first one meets what was before
    steps = list(filter(choose, house.steps.seen))
    for _ in range(rounds):
        for step in steps:
            passed.append(await _round(house, act, next(numbers), step))
    matrix.tallies = {step: Tally() for step in ("nowhere", *steps)}
    links = await house.links()
    for each in passed:
        matrix.tallies[each.step or "nowhere"].add(each.tally(house, links))
    _check_order(house, passed)
    return matrix


async def _round(house: House, act: Act, number: int, step: str) -> Round:
    """In a life that goes on where the one before was killed; with a `step`, killed there."""
    pair = house.pairs[number % len(house.pairs)]
    draft = None
    if act.has_draft:
        draft = house.post(pair, f"Draft {number}")
        kept = draft
        assert await house.settled(lambda: bool(house.copies_of(pair, kept))), f"{draft.text} was not copied"
    house.steps.choose(step)
    posts = act.do(house, pair, number, draft)
    done = Round(number, pair, step, draft, posts, is_killed=False)

    def is_over() -> bool:
        return done.is_shown(house) or house.is_told(pair, [*posts, *([draft] if draft else [])][0])

    await house.settled(is_over)
    is_killed = house.steps.is_killed
    if is_killed:
        house.steps.choose()
        await house.end_life()
        await house.begin_life()
        await house.settled(is_over)
    return Round(number, pair, step, draft, posts, is_killed)


def _check_order(house: House, passed: Sequence[Round]) -> None:
    """Of what is there, each stands after what was before it in its source."""
    for pair in house.pairs:
        here = [each for each in passed if each.pair is pair and each.posts]
        first = [found[0].uid for each in here for found in each.copies(house) if found]
        assert first == sorted(first), f"out of order in {pair.target.title}"
