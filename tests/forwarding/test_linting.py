"""What is odd about a rule is said before it is saved, and nothing is said of a rule that is well."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import Translator
from core.ids import ChatId, TopicId
from forwarding.linting import Remark, remarks
from forwarding.permissions import ChatTitle, Permissions
from forwarding.spec import EVERYTHING, Destination, Node, RuleSpec, Source
from forwarding.transports.protocol import Rights
from tests.fakes.forwarding import OTHER, SOURCE, TARGET, make_transport

A, B, C = ({"keywords": {"words": [word]}} for word in ("alpha", "beta", "gamma"))
BOTH = {"keywords": {"words": ["Alpha", "beta"]}}


@dataclass(frozen=True)
class Named:
    spec: RuleSpec
    name: str = "the other"
    is_paused: bool = False


def spec(
    filters: Any = EVERYTHING, source: ChatId = SOURCE, destination: ChatId = TARGET, topic: int | None = None
) -> RuleSpec:
    return RuleSpec(
        sources=(Source(chat=source, topic=TopicId(topic) if topic else None),),
        destinations=(Destination(chat=destination),),
        filters=Node.model_validate(filters),
    )


def keys(found: list[Remark]) -> list[str]:
    return [remark.key for remark in found]


@pytest.mark.parametrize(
    "filters",
    [
        {"all": [A, {"not": A}]},
        {"all": [A, {"not": BOTH}]},
        {"all": [A, {"any": [{"not": A}, {"all": [B, {"not": B}]}]}]},
        {"all": [{"media": {"kinds": ["photo"]}}, {"not": {"media": {"kinds": ["photo", "video"]}}}]},
    ],
)
def test_filters_that_contradict_each_other_let_nothing_pass(filters: Any):
    assert keys(remarks(spec(filters), [])) == ["lint-nothing"]


@pytest.mark.parametrize("filters", [{"any": [A, {"not": A}]}, {"any": [BOTH, {"not": A}]}])
def test_filters_that_leave_nothing_out_let_everything_pass(filters: Any):
    assert keys(remarks(spec(filters), [])) == ["lint-everything"]


@pytest.mark.parametrize(
    "filters",
    [
        EVERYTHING,
        A,
        {"all": [A, {"not": B}]},
        {"all": [BOTH, {"not": A}]},
        {"all": [{"regex": {"patterns": [r"\w1"]}}, {"not": {"regex": {"patterns": [r"\W1"]}}}]},
        {"all": [A, {"not": {"keywords": {"words": ["alpha", "beta"], "part": True}}}]},
        {"any": [{"keywords": {"words": [str(number)]}} for number in range(50)]},
    ],
)
def test_of_a_rule_that_is_well_nothing_is_said(filters: Any):
    assert remarks(spec(filters), []) == []


def test_a_rule_whose_posts_another_one_sends_already_is_in_its_shadow():
    wide = Named(spec(BOTH))
    assert remarks(spec(A), [wide]) == [Remark("lint-shadowed", {"rule": "the other"})]
    assert remarks(spec({"all": [A, C]}, topic=7), [wide]) == [Remark("lint-shadowed", {"rule": "the other"})]
    assert remarks(spec(BOTH), [Named(spec(A))]) == [Remark("lint-covers", {"rule": "the other"})]
    assert remarks(spec(BOTH), [Named(spec(A), is_paused=True)]) == []
    assert remarks(spec(A, destination=OTHER), [wide]) == []
    assert remarks(spec(A), [Named(spec(BOTH), is_paused=True)]) == []
    assert remarks(spec(A), [Named(spec(BOTH, topic=7))]) == []
    assert remarks(spec(A), [Named(spec(BOTH, topic=1))]) == []


def test_a_circle_over_other_rules_is_named():
    assert keys(remarks(spec(A), [Named(spec(A, TARGET, OTHER)), Named(spec(A, OTHER, SOURCE))])) == ["lint-loop"]


def test_a_pattern_that_only_the_slow_engine_reads_is_named():
    found = remarks(spec({"regex": {"patterns": [r"(?<=a)b", "plain"]}}), [])
    assert found == [Remark("lint-slow-pattern", {"pattern": r"(?<=a)b"})]


async def test_a_destination_without_rights_is_named():
    transport = make_transport()
    permissions = Permissions({"bot": transport})
    assert await permissions.remarks(spec(A), {}) == []
    transport.allow(TARGET, None, Rights(is_member=True))
    assert await permissions.remarks(spec(A), {}) == [Remark("lint-no-rights", {"chat": "Digest"})]
    del transport.chats[TARGET]
    assert await permissions.remarks(spec(A), {}) == [Remark("lint-no-rights", {"chat": str(TARGET)})]
    known = {TARGET: ChatTitle("As it was")}
    assert await permissions.remarks(spec(A), known) == [Remark("lint-no-rights", {"chat": "As it was"})]


async def test_a_topic_that_cannot_be_opened_is_named_and_general_is_there():
    transport = make_transport()
    permissions = Permissions({"bot": transport})
    transport.allow(TARGET, None, Rights(is_member=True, can_post=True))
    for name, found in (("News", [Remark("lint-no-topics", {"chat": "Digest"})]), ("General", [])):
        named = spec(A).model_copy(update={"destinations": (Destination(chat=TARGET, topic_name=name),)})
        assert await permissions.remarks(named, {}) == found


async def test_of_destinations_that_nobody_can_ask_nothing_is_said():
    assert await Permissions({}).remarks(spec(A), {}) == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "remark",
    [
        Remark("lint-nothing"),
        Remark("lint-no-topics", {"chat": "C"}),
        Remark("lint-everything"),
        Remark("lint-shadowed", {"rule": "R"}),
        Remark("lint-loop"),
        Remark("lint-slow-pattern", {"pattern": "P"}),
        Remark("lint-no-rights", {"chat": "C"}),
    ],
)
def test_every_remark_is_a_sentence(remark: Remark, language: str, translator: Translator):
    said = translator.text(language, remark.key, **remark.params)
    assert all(value in said for value in remark.params.values())


trees = st.recursive(
    st.sampled_from("abc").map(lambda letter: Node(op="keywords", params={"words": [letter]})),
    lambda parts: st.one_of(
        st.tuples(st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3)).map(
            lambda each: Node(op=each[0], parts=tuple(each[1]))
        ),
        parts.map(lambda each: Node(op="not", parts=(each,))),
    ),
    max_leaves=6,
)


def passes(node: Node, letters: str) -> bool:
    if node.op == "keywords":
        return node.params["words"][0] in letters
    said = [passes(part, letters) for part in node.parts]
    return not said[0] if node.op == "not" else all(said) if node.op == "all" else any(said)


@given(tree=trees)
def test_nothing_and_everything_are_said_exactly_when_they_are_so(tree: Node):
    texts = ["".join(letters) for letters in product(("", "a"), ("", "b"), ("", "c"))]
    said = {passes(tree, text) for text in texts}
    wanted = {frozenset({False}): ["lint-nothing"], frozenset({True}): ["lint-everything"]}
    assert keys(remarks(spec(tree), [])) == wanted.get(frozenset(said), [])
