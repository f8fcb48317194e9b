"""A rule's tree of filters: what it says of a post, and what it tells about why."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Unavailable
from core.ids import RuleId
from forwarding.means import Context, Means
from forwarding.pipeline import all_filters
from forwarding.post import Album
from forwarding.post_filter import AnyFilter, Candidate, CheckKey, Judge, Outcome, PostFilter, Verdict
from forwarding.program import Judgement, Program, Seen, finish, read_trace, write_trace
from forwarding.spec import Node, Strict
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import post

OUTCOMES: tuple[Outcome, ...] = ("pass", "drop", "held")


class Word(Strict):
    says: Outcome


def prepare(params: Word, context: Context, key: CheckKey) -> Judge:
    return lambda candidate: Verdict(params.says, "because")


SAYS: AnyFilter = PostFilter("says", Word, prepare)
FILTERS: dict[str, AnyFilter] = {each.name: each for each in (*all_filters(), SAYS)}


def program(*trees: Any, filters: dict[str, AnyFilter] | None = None) -> Program:
    means = Means(FakeClock(), filter_seconds=0.05)
    given = [(Node.model_validate(tree), Context(RuleId(id), "UTC", means)) for id, tree in enumerate(trees, 1)]
    return Program(given, filters or FILTERS)


async def judged(ready: Program, text: str = "") -> dict[RuleId, Judgement]:
    return await ready.judge(await ready.look_at(Album((post(1, text),)), FakeClock().now()))


def leaf(outcome: Outcome) -> dict[str, Any]:
    return {"says": {"says": outcome}}


trees = st.recursive(
    st.sampled_from(OUTCOMES).map(leaf),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=12,
)

RANK = {"drop": 0, "held": 1, "pass": 2}
OPPOSITE = {"drop": "pass", "held": "held", "pass": "drop"}


def meant(tree: dict[str, Any]) -> str:
    """By three-valued logic: `all` is the least of its parts, `any` the greatest."""
    ((op, inner),) = tree.items()
    if op == "says":
        return str(inner["says"])
    if op == "not":
        return OPPOSITE[meant(inner)]
    return (min if op == "all" else max)(map(meant, inner), key=RANK.__getitem__)


@given(trees)
def test_a_tree_says_what_three_valued_logic_says(tree: dict[str, Any]):
    assert finish(judged(program(tree)))[RuleId(1)].outcome == meant(tree)


@given(trees)
def test_a_tree_reads_back_as_it_was_written(tree: dict[str, Any]):
    assert Node.model_validate(tree).model_dump() == tree


async def test_the_word_that_decided_is_told():
    ready = program({"all": [{"keywords": {"words": ["python"]}}, {"not": {"keywords": {"words": ["реклама"]}}}]})
    judgement = (await judged(ready, "Python и Реклама"))[RuleId(1)]
    assert [(each.number, each.name, each.outcome, each.value) for each in judgement.seen] == [
        (1, "keywords", "pass", "python"),
        (3, "keywords", "pass", "реклама"),
    ]
    assert judgement.outcome == "drop"


async def test_of_two_exceptions_the_one_that_was_met_is_blamed_and_known_as_one():
    exceptions = [{"not": {"keywords": {"words": [word]}}} for word in ("ads", "sale")]
    said = (await judged(program({"all": exceptions}), "a sale"))[RuleId(1)]
    assert said.outcome == "drop"
    assert said.reason == "keywords: sale"
    assert [each.is_negated for each in said.seen] == [True, True]
    assert read_trace(write_trace(said.seen)) == said.seen
    twice = (await judged(program({"not": {"not": {"keywords": {"words": ["sale"]}}}}), "a sale"))[RuleId(1)]
    assert not twice.seen[0].is_negated


def test_decisions_that_were_stored_before_are_still_read():
    assert read_trace([[1, "keywords", "pass", "sale"]]) == (Seen(1, "keywords", "pass", "sale"),)


async def test_a_rule_whose_words_do_not_occur_is_decided_without_asking_its_filters():
    ready = program(
        {"keywords": {"words": ["a"]}}, {"not": {"keywords": {"words": ["b"]}}}, {"regex": {"patterns": ["c+"]}}
    )
    assert [each.outcome for each in (await judged(ready, "x")).values()] == ["drop", "pass", "drop"]
    assert [each.outcome for each in (await judged(ready, "a b ccc")).values()] == ["pass", "drop", "pass"]


@pytest.mark.parametrize("fault", ["raises", "lacks", "hangs"])
@pytest.mark.parametrize("around", [lambda part: part, lambda part: {"not": part}, lambda part: {"all": [part]}])
async def test_a_filter_that_breaks_holds_the_post_back_wherever_it_stands(fault: str, around: Any):
    async def judge(candidate: Candidate) -> Verdict:
        if fault == "hangs":
            await asyncio.Event().wait()
        raise Unavailable if fault == "lacks" else ValueError

    broken: AnyFilter = PostFilter("broken", Strict, lambda params, context, key: judge)
    ready = program(around("broken"), filters={"broken": broken})
    assert (await judged(ready))[RuleId(1)].outcome == "held"


async def test_one_broken_filter_holds_back_no_other_rule():
    def judge(candidate: Candidate) -> Verdict:
        raise ValueError

    broken: AnyFilter = PostFilter("broken", Strict, lambda params, context, key: judge)
    ready = program("broken", {"keywords": {"words": ["a"]}}, filters={**FILTERS, "broken": broken})
    assert [each.outcome for each in (await judged(ready, "a")).values()] == ["held", "pass"]
