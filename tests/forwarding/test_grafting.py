"""The tree of filters is changed at one place, and means elsewhere what it meant."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from forwarding.grafting import (
    gathered,
    gathering_of,
    is_turned,
    node_at,
    rooted,
    turned,
    with_beside,
    with_instead,
    with_params,
    without,
)
from forwarding.spec import EVERYTHING, Node

A, B, C = (Node(op=name) for name in ("a", "b", "c"))
leaves = st.builds(lambda name, n: Node(op=name, params={"n": n}), st.sampled_from("abc"), st.integers(0, 1))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda part: Node(op="not", parts=(part,)), inner),
        st.builds(
            lambda op, parts: Node(op=op, parts=tuple(parts)),
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    ),
    max_leaves=6,
)
answers = st.fixed_dictionaries({(name, n): st.booleans() for name in "abcx" for n in (0, 1)})
X = Node(op="x", params={"n": 0})


def passes(node: Node, said: Mapping[tuple[str, int], bool]) -> bool:
    parts = [passes(part, said) for part in node.parts]
    match node.op:
        case "all":
            return all(parts)
        case "any":
            return any(parts)
        case "not":
            return not parts[0]
    return said[node.op, node.params["n"]]


def numbers(tree: Node, *ops: str) -> list[int]:
    every = enumerate(rooted(tree).walk())
    return [number for number, node in every if (node.op in ops if ops else not node.is_group)]


@given(trees, st.data())
def test_a_filter_is_taken_out_alone_and_no_empty_group_is_left(tree: Node, data: st.DataObject):
    number = data.draw(st.sampled_from(numbers(tree)))
    left = without(tree, number)
    expected = [node for node in tree.walk() if not node.is_group]
    del expected[numbers(tree).index(number)]
    assert [node for node in left.walk() if not node.is_group] == expected
    assert left == EVERYTHING or all(each.parts for each in left.walk() if each.is_group)


@given(trees, answers)
def test_what_comes_in_at_the_top_has_to_agree_too(tree: Node, said: Mapping[tuple[str, int], bool]):
    one, other = passes(tree, said), passes(X, said)
    expected = one or other if rooted(tree).op == "any" else one and other
    assert passes(with_beside(tree, 0, X), said) is expected
    assert passes(rooted(tree), said) is one


@given(trees, answers, st.data())
def test_turned_twice_is_as_it_was_and_turned_once_is_the_opposite_there(
    tree: Node, said: Mapping[tuple[str, int], bool], data: st.DataObject
):
    number = data.draw(st.sampled_from(numbers(tree)))
    once = turned(tree, number)
    place = number - 1 if is_turned(tree, number) else number + 1
    assert node_at(once, place) == node_at(tree, number)
    assert is_turned(once, place) is not is_turned(tree, number)
    assert turned(once, place) == rooted(tree)
    alone = Node(op="all", parts=(node_at(tree, number),))
    assert passes(turned(alone, 1), said) is not passes(alone, said)


@given(trees, answers, st.data())
def test_another_filter_instead_of_one_lets_pass_what_either_does(
    tree: Node, said: Mapping[tuple[str, int], bool], data: st.DataObject
):
    number = data.draw(st.sampled_from(numbers(tree)))
    other = with_instead(tree, number, X)
    assert len(numbers(other)) == len(numbers(tree)) + 1
    if not said["x", 0]:
        assert passes(other, said) is passes(tree, said)


@pytest.mark.parametrize("gathering", ["all", "any", "none"])
@given(trees, st.data())
def test_a_group_asks_for_what_was_pressed_and_keeps_its_filters(gathering: str, tree: Node, data: st.DataObject):
    number = data.draw(st.sampled_from(numbers(tree, "all", "any")))
    changed = gathered(tree, number, gathering)  # type: ignore[arg-type]
    groups = [
        place
        for place in numbers(changed, "all", "any")
        if node_at(changed, place).parts == node_at(tree, number).parts
    ]
    assert gathering in [gathering_of(changed, place) for place in groups]
    assert [node for node in changed.walk() if not node.is_group] == [n for n in tree.walk() if not n.is_group]


def test_settings_change_at_one_place():
    tree = Node(op="all", parts=(A, Node(op="not", parts=(B,)), Node(op="any", parts=(A, C))))
    changed = with_params(tree, 3, {"words": ["x"]})
    assert [each.params for each in changed.walk() if each.op == "b"] == [{"words": ["x"]}]
    assert with_params(changed, 3, {}) == tree


@pytest.mark.parametrize("number", [-1, 7, 10**9])
def test_a_number_that_names_nothing_is_refused(number: int):
    tree = Node(op="all", parts=(A, B))
    for change in (without, turned):
        with pytest.raises(UserError) as raised:
            change(tree, number)
        assert raised.value.key == "error-old-button"
    with pytest.raises(UserError):
        with_beside(tree, 1, C)
