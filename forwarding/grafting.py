"""Changes to the tree of a rule's filters. A node is named by its place in the order of reading; 0 is the whole tree.

A filter or a group under `not` counts as one thing with it: they are turned, moved and taken out together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal

from core.errors import UserError
from forwarding.spec import EVERYTHING, Node

Gathering = Literal["all", "any", "none"]
"""What a group asks for; `none` stands as `not` with `any` in it."""

Change = Callable[[Node], Node | None]
"""None takes it out."""


def rooted(tree: Node) -> Node:
    """With a group at the top, so that something can stand beside what is there, and without `not` under `not`.

    Numbers are those of this tree.
    """
    plain = _plain(tree)
    return plain if plain.op in ("all", "any") else Node(op="all", parts=(plain,))


def node_at(tree: Node, number: int) -> Node:
    """
    Raises:
        UserError: there is none; the button is old.
    """
    found = dict(enumerate(rooted(tree).walk())).get(number)
    if found is None:
        raise UserError("error-old-button")
    return found


def is_turned(tree: Node, number: int) -> bool:
    """Whether what it finds is left out."""
    return number > 0 and node_at(tree, number - 1).op == "not"


def gathering_of(tree: Node, number: int) -> Gathering:
    node = node_at(tree, number)
    if is_turned(tree, number) and node.op == "any":
        return "none"
    return "any" if node.op == "any" else "all"


def with_beside(tree: Node, number: int, added: Node) -> Node:
    """One more at the end of the group."""
    group = node_at(tree, number)
    if group.op not in ("all", "any"):
        raise UserError("error-old-button")
    return _changed(tree, number, lambda node: Node(op=node.op, parts=(*node.parts, added)))


def with_instead(tree: Node, number: int, other: Node) -> Node:
    """It or the other."""
    return _changed(tree, _whole(tree, number), lambda node: Node(op="any", parts=(node, other)))


def with_params(tree: Node, number: int, params: Mapping[str, Any]) -> Node:
    return _changed(tree, number, lambda node: Node(op=node.op, params=dict(params)))


def turned(tree: Node, number: int) -> Node:
    """What it finds was wanted and is left out from now on, or the other way round."""
    if is_turned(tree, number):
        return _changed(tree, number - 1, lambda node: node.parts[0])
    return _changed(tree, number, lambda node: Node(op="not", parts=(node,)))


def gathered(tree: Node, number: int, gathering: Gathering) -> Node:
    """The group asks for something else of the same filters."""

    def change(node: Node) -> Node:
        inner = node.parts[0] if node.op == "not" else node
        group = Node(op="all" if gathering == "all" else "any", parts=inner.parts)
        return Node(op="not", parts=(group,)) if gathering == "none" else group

    return _changed(tree, _whole(tree, number), change)


def without(tree: Node, number: int) -> Node:
    """A group that is left empty goes too."""
    return _changed(tree, number, lambda node: None)


def _plain(node: Node) -> Node:
    if node.op == "not" and node.parts[0].op == "not":
        return _plain(node.parts[0].parts[0])
    return Node(op=node.op, parts=tuple(map(_plain, node.parts)), params=node.params) if node.is_group else node


def _whole(tree: Node, number: int) -> int:
    return number - 1 if is_turned(tree, number) else number


def _changed(tree: Node, number: int, change: Change) -> Node:
    node_at(tree, number)
    return _walked(rooted(tree), number, change, count()) or EVERYTHING


def _walked(node: Node, number: int, change: Change, numbers: Iterator[int]) -> Node | None:
    is_it = next(numbers) == number
    parts: Sequence[Node] = [
        part for each in node.parts if (part := _walked(each, number, change, numbers)) is not None
    ]
    if is_it:
        return change(node)
    if node.is_group and not parts and node.parts:
        return None
    return Node(op=node.op, parts=tuple(parts), params=node.params)
