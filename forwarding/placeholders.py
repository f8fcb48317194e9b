"""A text as a model gets it: its formatting as numbered marks, and what no model may touch as nothing but a mark.

`<t1>words</t1>` stands for formatting, `<t2/>` for a link, a name, code. What comes back is put together from them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from forwarding.post import Entity
from forwarding.styled import NOTHING, Ruler, Styled

SPANS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "text_link",
        "text_mention",
    }
)
"""Formatting of words that may change. Everything else says something only as it is."""
_MENDED = SPANS | {"code", "pre"}
"""What was cut with the text it stands over is one again when the parts are."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Formatting of words, or with `put` what stands there whatever the words become."""

    entity: Entity
    put: Styled | None
    around: frozenset[int]
    """The marks that it stands in."""


class Marked:
    """One text with its marks; what formats all of it needs none."""

    def __init__(self, said: Styled) -> None:
        self._name = _unused_name(said.text)
        self._tag = re.compile(rf"<(/?){self._name}(\d{{1,4}})\s*(/?)>", re.IGNORECASE)
        self._around = tuple(each for each in said.entities if _is_around(each, said))
        self._marks: list[_Mark] = []
        inner = [each for each in said.entities if each not in self._around]
        self.text = self._written(said, inner)
        """What the model gets."""

    @property
    def example(self) -> str:
        """How marks look; empty where there are none."""
        return f"<{self._name}1>, </{self._name}1>, <{self._name}2/>" if self._marks else ""

    @property
    def words(self) -> str:
        """What is left for the model to work on."""
        return self._tag.sub(" ", self.text)

    def restored(self, answer: str, *, is_strict: bool = True) -> Styled | None:
        """The answer with everything in its place; None where marks are lost, doubled, foreign or in a tangle.

        Not `is_strict`: what is lost is left out.
        """
        built = _Built(self._marks)
        end = 0
        for tag in self._tag.finditer(answer):
            built.add(answer[end : tag.start()])
            if not built.take(int(tag[2]), is_closing=bool(tag[1]), is_single=bool(tag[3])):
                return None
            end = tag.end()
        built.add(answer[end:])
        made = built.finished()
        is_whole = built.used == set(range(1, len(self._marks) + 1))
        if made is None or (is_strict and not is_whole) or self._is_left(answer):
            return None
        whole = (replace(each, offset=0, length=made.length) for each in self._around)
        return Styled(made.text, (*whole, *made.entities) if made.text else ())

    def _is_left(self, answer: str) -> bool:
        """Whether something would show that was meant as a mark."""
        lowered = self._tag.sub("", answer).lower()
        return any(each in lowered for each in _beginnings(self._name))

    def _written(self, said: Styled, entities: Iterable[Entity]) -> str:
        pieces: list[str] = []
        ruler, place, last = Ruler(said.text), 0, 0
        open_marks: list[tuple[int, int]] = []

        def close(until: int) -> None:
            nonlocal place
            while open_marks and open_marks[-1][1] <= until:
                number, end = open_marks.pop()
                pieces.extend((said.text[place:end], f"</{self._name}{number}>"))
                place = end

        ordered = sorted(entities, key=lambda each: (each.offset, -each.length, each.kind not in SPANS))
        for entity in ordered:
            start, end = ruler.character(entity.offset), ruler.character(entity.offset + entity.length)
            if start < last:  # inside of what stays as it is
                continue
            close(start)
            pieces.append(said.text[place:start])
            place = start
            number = len(self._marks) + 1
            around = frozenset(number for number, _ in open_marks)
            if entity.kind in SPANS:
                self._marks.append(_Mark(entity, None, around))
                pieces.append(f"<{self._name}{number}>")
                open_marks.append((number, end))
            else:
                self._marks.append(_Mark(entity, _kept(said, entity), around))
                pieces.append(f"<{self._name}{number}/>")
                place = last = end
        close(len(said.text))
        return "".join((*pieces, said.text[place:]))


class _Built:
    """An answer that is put together from its beginning."""

    def __init__(self, marks: Sequence[_Mark]) -> None:
        self._marks = marks
        self._said = NOTHING
        self._open: list[tuple[int, int]] = []
        self._entities: list[Entity] = []
        self.used: set[int] = set()

    def add(self, words: str) -> None:
        self._said += Styled(words)

    def take(self, number: int, *, is_closing: bool, is_single: bool) -> bool:
        """False where this mark cannot stand here."""
        if not 0 < number <= len(self._marks):
            return False
        mark = self._marks[number - 1]
        if is_closing:
            return self._close(number, mark)
        is_inside = {each for each, _ in self._open} <= mark.around
        if number in self.used or is_single == (mark.put is None) or not is_inside:
            return False
        self.used.add(number)
        if mark.put is None:
            self._open.append((number, self._said.length))
        else:
            self._said += mark.put
        return True

    def finished(self) -> Styled | None:
        """None where formatting was begun and not ended."""
        if self._open:
            return None
        entities = (*self._entities, *self._said.entities)
        return Styled(self._said.text, tuple(sorted(entities, key=lambda each: (each.offset, -each.length))))

    def _close(self, number: int, mark: _Mark) -> bool:
        if not self._open or self._open[-1][0] != number:
            return False
        _, start = self._open.pop()
        length = self._said.length - start
        if length:
            self._entities.append(replace(mark.entity, offset=start, length=length))
        return length > 0


def together(parts: Iterable[Styled]) -> Styled:
    """Parts of one text, one after the other: formatting that was cut between two of them is whole again."""
    whole = NOTHING
    for part in parts:
        if part.text:
            whole = _mended(whole, part) if whole.text else part
    return whole


def _mended(one: Styled, other: Styled) -> Styled:
    """From the outermost on: what is inside of formatting that ends at the seam ends there too."""
    seam, joint = one.length, one + other
    ends = sorted((each for each in one.entities if each.offset + each.length == seam), key=lambda each: -each.length)
    begins = sorted((each for each in other.entities if each.offset == 0), key=lambda each: -each.length)
    entities = list(joint.entities)
    for first, second in zip(ends, begins, strict=False):
        if first.kind not in _MENDED or _bare(first) != _bare(second):
            break
        entities.remove(replace(second, offset=seam))
        entities[entities.index(first)] = replace(first, length=first.length + second.length)
    return Styled(joint.text, tuple(sorted(entities, key=lambda each: (each.offset, -each.length))))


def _bare(entity: Entity) -> Entity:
    return replace(entity, offset=0, length=0)


def _is_around(entity: Entity, said: Styled) -> bool:
    return entity.kind in SPANS and entity.offset == 0 and entity.length >= said.length


def _kept(said: Styled, entity: Entity) -> Styled:
    """What stands under it, with the formatting that is wholly within and not around it."""
    end = entity.offset + entity.length
    inner = (
        replace(each, offset=each.offset - entity.offset)
        for each in said.entities
        if entity.offset <= each.offset
        and each.offset + each.length <= end
        and (each.kind not in SPANS or each.length < entity.length)
    )
    return Styled(said.said_by(entity), tuple(inner))


def _unused_name(text: str) -> str:
    """No words of the text can be taken for a mark."""
    name, lowered = "t", text.lower()
    while any(each in lowered for each in _beginnings(name)):
        name += "t"
    return name


def _beginnings(name: str) -> tuple[str, str]:
    return f"<{name}", f"</{name}"
