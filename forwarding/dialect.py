"""Python's regular expressions in the words of RE2, which needs time linear in the text whatever the expression is.

RE2's own `\\w`, `\\d`, `\\s` and `\\b` know only ASCII. The first three become classes of Unicode. For `\\b` the text
is marked: a sign that stands in no text is put at each boundary of a word, `\\b` asks for it, all else steps over it.
"""

import re
from collections.abc import Iterable, Sequence
from re import _constants as sre  # type: ignore[attr-defined] # the tree has no public door
from typing import Any

Node = tuple[Any, Any]
Nodes = Iterable[Node]

MARK = "\x00"
LARGEST = 15_000
"""Instructions of RE2, by estimate. It compiles more than that for so long that the loop would notice."""

COPIES = 8
"""So many boundaries may be asked for at one place, as in `\\b(?:\\bнет)`: each takes a mark of its own."""

_CLASS_SIZE = 700
_BOUNDARY = re.compile(r"\b")
_CLASSES = {
    sre.CATEGORY_WORD: r"\p{L}\p{N}_",
    sre.CATEGORY_DIGIT: r"\p{Nd}",
    sre.CATEGORY_SPACE: r"\t-\r\x1c-\x20\x{85}\p{Z}",
}
_OPPOSITES = {
    sre.CATEGORY_NOT_WORD: _CLASSES[sre.CATEGORY_WORD],
    sre.CATEGORY_NOT_DIGIT: _CLASSES[sre.CATEGORY_DIGIT],
    sre.CATEGORY_NOT_SPACE: _CLASSES[sre.CATEGORY_SPACE],
}


class Untranslatable(Exception):
    """RE2 has no words for it, such as look-around and references back."""


def mark(text: str) -> str:
    """With marks at the boundaries of words."""
    return _BOUNDARY.sub(MARK * COPIES, text.replace(MARK, "\ufffd"))


def asks_for_boundaries(nodes: Nodes) -> bool:
    return _boundaries(nodes) > 0


def translate(nodes: Sequence[Node], flags: int, *, keeps_groups: bool = False) -> str:
    """The same expression for RE2, to be looked for in the marked text where it `asks_for_boundaries`.

    With `keeps_groups` its groups have the numbers that they had, and a match has no sign too many: `$` is the very end
    alone, not also before a last line break.

    Raises:
        Untranslatable: it is for another engine.
    """
    if flags & re.ASCII or _boundaries(nodes) > COPIES or _size(nodes) > LARGEST:
        raise Untranslatable
    writer = _Writer(is_marked=asks_for_boundaries(nodes), keeps_groups=keeps_groups)
    ignore_case = "(?i)" if flags & re.IGNORECASE else ""
    return ignore_case + writer.sequence(nodes, flags, is_first=True, is_last=True)


def _boundaries(nodes: Nodes) -> int:
    """How often a boundary may be asked for on one way through, and so at one place."""
    return sum(_boundaries_of(op, argument) for op, argument in nodes)


def _boundaries_of(op: Any, argument: Any) -> int:
    if op is sre.AT:
        return int(argument in (sre.AT_BOUNDARY, sre.AT_NON_BOUNDARY))
    if op is sre.BRANCH:
        return max(_boundaries(branch) for branch in argument[1])
    if op is sre.SUBPATTERN:
        return _boundaries(argument[-1])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _boundaries(argument[-1]) * (2 if argument[1] > 1 else 1)
    return 0


def _size(nodes: Nodes) -> int:
    return sum(_size_of(op, argument) for op, argument in nodes)


def _size_of(op: Any, argument: Any) -> int:
    if op is sre.IN:
        return sum(_CLASS_SIZE if member is sre.CATEGORY else 8 for member, _ in argument)
    if op is sre.BRANCH:
        return sum(_size(way) for way in argument[1])
    if op is sre.SUBPATTERN:
        return _size(argument[-1])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, nodes = argument
        return _size(nodes) * max(1, int(least if most is sre.MAXREPEAT else most))
    return 4


class _Writer:
    """Writes an expression; in marked texts every sign may have marks before it."""

    def __init__(self, *, is_marked: bool, keeps_groups: bool) -> None:
        self._is_marked = is_marked
        self._keeps_groups = keeps_groups
        self._skip = r"\x00*" if is_marked else ""
        self._never = r"\x00" if is_marked else ""

    def sequence(self, nodes: Sequence[Node], flags: int, *, is_first: bool, is_last: bool) -> str:
        written: list[str] = []
        for number, (op, argument) in enumerate(nodes):
            at_start = is_first and number == 0
            at_end = is_last and number == len(nodes) - 1
            before = nodes[number - 1] if number else None
            if op is sre.LITERAL and before and before[0] is sre.LITERAL and _is_one_word(before[1], argument):
                written.append(_sign(argument))
            else:
                written.append(self._node(op, argument, flags, is_first=at_start, is_last=at_end))
        return "".join(written)

    def _node(self, op: Any, argument: Any, flags: int, *, is_first: bool, is_last: bool) -> str:
        if op is sre.AT:
            return self._place(argument, flags, is_first=is_first, is_last=is_last)
        if op is sre.BRANCH:
            ways = (self.sequence(way, flags, is_first=is_first, is_last=is_last) for way in argument[1])
            return f"(?:{'|'.join(ways)})"
        if op is sre.SUBPATTERN:
            return self._group(argument, flags, is_first=is_first, is_last=is_last)
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            return self._repeat(argument, flags, is_lazy=op is sre.MIN_REPEAT)
        return self._skip + self._one_sign(op, argument, flags)

    def _one_sign(self, op: Any, argument: Any, flags: int) -> str:
        if op is sre.LITERAL:
            return _sign(argument)
        if op is sre.NOT_LITERAL:
            return f"[^{_sign(argument)}{self._never}]"
        if op is sre.ANY:
            return r"(?s:.)" if flags & re.DOTALL and not self._is_marked else self._any(flags)
        if op is sre.IN:
            return self._class(argument)
        raise Untranslatable

    def _any(self, flags: int) -> str:
        line_end = "" if flags & re.DOTALL else r"\n"
        return f"[^{line_end}{self._never}]"

    def _class(self, members: Sequence[Node]) -> str:
        is_negated = members[0][0] is sre.NEGATE
        opposites = [argument for op, argument in members if op is sre.CATEGORY and argument in _OPPOSITES]
        plain = "".join(_member(op, argument) for op, argument in members if argument not in opposites)
        if not opposites:
            return f"[^{plain}{self._never}]" if is_negated else f"[{plain}]"
        if is_negated:
            raise Untranslatable
        ways = [f"[^{_OPPOSITES[opposite]}{self._never}]" for opposite in opposites]
        return f"(?:{'|'.join([f'[{plain}]', *ways] if plain else ways)})"

    def _group(self, argument: Any, flags: int, *, is_first: bool, is_last: bool) -> str:
        number, added, removed, nodes = argument
        inner = (flags | added) & ~removed
        if inner & re.ASCII:
            raise Untranslatable
        case = ("i" if inner & re.IGNORECASE else "-i") if (inner ^ flags) & re.IGNORECASE else ""
        written = f"(?{case}:{self.sequence(nodes, inner, is_first=is_first, is_last=is_last)})"
        return f"({written})" if self._keeps_groups and number is not None else written

    def _repeat(self, argument: Any, flags: int, *, is_lazy: bool) -> str:
        least, most, nodes = argument
        body = self.sequence(nodes, flags, is_first=False, is_last=False)
        upper = "" if most is sre.MAXREPEAT else most
        return f"(?:{body}){{{least},{upper}}}{'?' if is_lazy else ''}"

    def _place(self, place: Any, flags: int, *, is_first: bool, is_last: bool) -> str:
        """Marks stand between a place and its sign, so beside `\\b` the start and the end are where they belong."""
        if place is sre.AT_BOUNDARY:
            return r"\x00"
        if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING) and (is_first or not self._is_marked):
            return r"(?m:^)" if place is sre.AT_BEGINNING and flags & re.MULTILINE else r"\A"
        if place in (sre.AT_END, sre.AT_END_STRING) and (is_last or not self._is_marked):
            return self._skip + self._end(place, flags, is_last=is_last)
        raise Untranslatable

    def _end(self, place: Any, flags: int, *, is_last: bool) -> str:
        if place is sre.AT_END_STRING:
            return r"\z"
        if flags & re.MULTILINE:
            return r"(?m:$)"
        if self._keeps_groups:
            return r"\z"
        if not is_last:
            raise Untranslatable
        return rf"\n?{self._skip}\z"


def _member(op: Any, argument: Any) -> str:
    if op is sre.LITERAL:
        return _sign(argument)
    if op is sre.RANGE:
        return f"{_sign(argument[0])}-{_sign(argument[1])}"
    return _CLASSES[argument] if op is sre.CATEGORY else ""


def _sign(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code == 0:
        raise Untranslatable
    sign = chr(code)
    return sign if sign.isalnum() else f"\\x{{{code:x}}}"


def _is_one_word(one: int, other: int) -> bool:
    """Whether no boundary can stand between them."""
    return _is_word_sign(one) == _is_word_sign(other)


def _is_word_sign(code: int) -> bool:
    sign = chr(code)
    return sign.isalnum() or sign == "_"
