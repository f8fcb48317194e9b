"""What is odd about a rule: it lets nothing or everything pass, doubles another one, leads round in a circle.

A tree of filters is tried with every combination of answers that its filters can give together, which is exact as long
as they are few. Of two lists of words the longer one is known to match wherever the shorter one does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from forwarding.expressions import compile_pattern
from forwarding.normalising import normalise
from forwarding.shapes import Named, leads_to
from forwarding.spec import Node, RuleSpec

MOST_FILTERS = 10
"""More would be too many combinations: then nothing is said about the tree."""

_LISTS = {"keywords": "words", "regex": "patterns", "media": "kinds", "has": "any_of", "sender": "who"}
"""Filters that pass what one of a list matches, and where the list stands."""

Leaf = tuple[str, str]
"""A filter and its parameters as JSON: the same twice gives the same answer twice."""
Answers = Mapping[Leaf, bool]


@dataclass(frozen=True, slots=True)
class Remark:
    """`key` in locales/<lang>.ftl, `params` its variables."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


def remarks(spec: RuleSpec, others: Sequence[Named]) -> list[Remark]:
    """What a person should look at before saving; `others` are the rules beside it. May take a second: in a thread."""
    return [*_about_filters(spec), *_about_others(spec, others), *_slow_patterns(spec)]


def _about_filters(spec: RuleSpec) -> Iterator[Remark]:
    leaves = _leaves(spec.filters)
    if not leaves or len(leaves) > MOST_FILTERS:
        return
    said = {_passes(spec.filters, answers) for answers in _combinations(leaves)}
    if True not in said:
        yield Remark("lint-nothing")
    elif False not in said:
        yield Remark("lint-everything")


def _about_others(spec: RuleSpec, others: Sequence[Named]) -> Iterator[Remark]:
    for other in (each for each in others if not each.is_paused):
        if _covers(other.spec, spec) and _implies(spec.filters, other.spec.filters):
            yield Remark("lint-shadowed", {"rule": other.name})
        elif _covers(spec, other.spec) and _implies(other.spec.filters, spec.filters):
            yield Remark("lint-covers", {"rule": other.name})
    for source, destination in product(sorted(spec.source_chats), sorted(spec.destination_chats)):
        if leads_to(source, destination, others):
            yield Remark("lint-loop")
            return


def _slow_patterns(spec: RuleSpec) -> Iterator[Remark]:
    for node in spec.filters.walk():
        for pattern in node.params.get("patterns", ()) if node.op == "regex" else ():
            if not compile_pattern(pattern).engine.is_quick:
                yield Remark("lint-slow-pattern", {"pattern": pattern})


def _covers(other: RuleSpec, spec: RuleSpec) -> bool:
    """Whether it reads all that the rule reads, and writes wherever the rule writes."""
    is_read = all(
        any(each.chat == source.chat and each.topic in (None, source.topic) for each in other.sources)
        for source in spec.sources
    )
    return is_read and set(spec.destinations) <= set(other.destinations)


def _implies(one: Node, other: Node) -> bool:
    """Whether whatever the one lets pass, the other lets pass too."""
    leaves = list(dict.fromkeys((*_leaves(one), *_leaves(other))))
    if len(leaves) > MOST_FILTERS:
        return one == other
    return all(_passes(other, answers) for answers in _combinations(leaves) if _passes(one, answers))


def _leaves(tree: Node) -> list[Leaf]:
    return list(dict.fromkeys(_leaf(node) for node in tree.walk() if not node.is_group))


def _leaf(node: Node) -> Leaf:
    return node.op, json.dumps(node.params, sort_keys=True, default=list)


def _passes(node: Node, answers: Answers) -> bool:
    if not node.is_group:
        return answers[_leaf(node)]
    parts = (_passes(part, answers) for part in node.parts)
    match node.op:
        case "all":
            return all(parts)
        case "any":
            return any(parts)
    return not next(parts)


def _combinations(leaves: Sequence[Leaf]) -> Iterator[Answers]:
    """Every way in which the filters can answer together."""
    follows = [(one, other) for one in leaves for other in leaves if one != other and _follows(one, other)]
    for values in product((False, True), repeat=len(leaves)):
        answers = dict(zip(leaves, values, strict=True))
        if all(answers[other] for one, other in follows if answers[one]):
            yield answers


def _follows(one: Leaf, other: Leaf) -> bool:
    """Whether what matches the one matches the other, as it has all of its list, and is alike otherwise."""
    name = _LISTS.get(one[0])
    if one[0] != other[0] or name is None:
        return False
    first, second = json.loads(one[1]), json.loads(other[1])
    fewer, more = _listed(one[0], first.pop(name, [])), _listed(one[0], second.pop(name, []))
    return bool(first == second and fewer <= more)


def _listed(name: str, value: object) -> frozenset[str]:
    each = map(str, value if isinstance(value, list) else [value])
    return frozenset(map(normalise, each) if name == "keywords" else each)
