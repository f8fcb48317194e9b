"""Changes that a person makes to a saved rule, one at a time: each gives what the rule says next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from pydantic import ValidationError

from core.errors import UserError
from forwarding.normalising import normalise
from forwarding.post_filter import AnyFilter
from forwarding.program import refuse_params
from forwarding.spec import Node, RuleSpec
from forwarding.transform import AnyTransform

LONGEST_NAME = 100
WORDS = "keywords"


@dataclass(frozen=True, slots=True)
class Words:
    """What the simple form of a rule asks for: one of `keep`, where there are some, and none of `drop`."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def renamed(spec: RuleSpec, name: str) -> RuleSpec:
    """
    Raises:
        UserError: `error-rule-name`: nothing, or too long.
    """
    plain = " ".join(name.split())
    if not normalise(plain) or len(plain) > LONGEST_NAME:
        raise UserError("error-rule-name", limit=LONGEST_NAME)
    return _with(spec, name=plain)


def name_of_copy(name: str, taken: Sequence[str]) -> str:
    """The name with the first number from 2 on that no other rule has."""
    numbered = (f"{name[: LONGEST_NAME - 8]} ({number})" for number in count(2))
    return next(each for each in numbered if each not in taken)


def field_of(spec: RuleSpec, path: str) -> Any:
    """What stands at `timing.minutes`, say; None also where its part is not there."""
    value: Any = spec
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def with_fields(spec: RuleSpec, values: Mapping[str, object]) -> RuleSpec:
    """Values by their paths, all in one step.

    Raises:
        UserError: what is wrong with them.
    """
    fields: dict[str, Any] = {}
    for path, value in values.items():
        name, *inner = path.split(".")
        fields[name] = _put(fields.get(name, getattr(spec, name)), inner, value)
    return _with(spec, **fields)


def words_of(spec: RuleSpec) -> Words | None:
    """None where the rule has more than one list of words of a kind: the simple form cannot say that."""
    kept, dropped = _word_lists(spec.filters)
    if spec.filters.op != "all" or len(kept) > 1 or len(dropped) > 1:
        return None
    return Words(_words(kept), _words(dropped))


def with_words(spec: RuleSpec, words: Words) -> RuleSpec:
    """The other filters stay, and so does how its words are looked for.

    Raises:
        UserError: `error-rule-not-simple`, or too many filters.
    """
    if words_of(spec) is None:
        raise UserError("error-rule-not-simple")
    kept, dropped = _word_lists(spec.filters)
    others = tuple(part for part in spec.filters.parts if _kept(part) is None and _dropped(part) is None)
    wanted = [_list(words.keep, kept)] if words.keep else []
    unwanted = [Node(op="not", parts=(_list(words.drop, dropped),))] if words.drop else []
    return _with(spec, filters=Node(op="all", parts=(*wanted, *unwanted, *others)))


def is_ready(part: AnyFilter | AnyTransform) -> bool:
    """Whether it works with no settings at all."""
    try:
        part.read({})
    except (UserError, ValidationError):
        return False
    return True


def _with(spec: RuleSpec, **fields: object) -> RuleSpec:
    try:
        return RuleSpec.model_validate({**dict(spec), **fields})
    except ValidationError as error:
        refuse_params("rule", error)


def _put(former: Any, path: Sequence[str], value: object) -> object:
    if not path:
        return value
    known: dict[str, Any] = dict(former or {})
    return {**known, path[0]: _put(known.get(path[0]), path[1:], value)}


def _word_lists(node: Node) -> tuple[list[Node], list[Node]]:
    """What stands beside each other at the top: lists of words to keep, and lists of words to drop."""
    kept = [found for part in node.parts if (found := _kept(part)) is not None]
    return kept, [found for part in node.parts if (found := _dropped(part)) is not None]


def _kept(part: Node) -> Node | None:
    return part if part.op == WORDS else None


def _dropped(part: Node) -> Node | None:
    return part.parts[0] if part.op == "not" and part.parts[0].op == WORDS else None


def _words(lists: Sequence[Node]) -> tuple[str, ...]:
    return tuple(lists[0].params["words"]) if lists else ()


def _list(words: Sequence[str], former: Sequence[Node]) -> Node:
    settings = former[0].params if former else {}
    return Node(op=WORDS, params={**settings, "words": list(words)})
