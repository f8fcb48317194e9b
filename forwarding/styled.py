"""A text with its formatting, changed by ranges: what is not touched keeps every entity exactly."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from core.text import Formatted, TextEntity, split, utf16_length
from forwarding.post import Entity

_SIGNS = {"mention": "@", "hashtag": "#", "cashtag": "$", "bot_command": "/"}
_ADDRESSES = {"url": ".", "email": "@"}
_WHOLE = ("custom_emoji", "phone_number")
"""A part of it is none."""
_OPAQUE = ("code", "pre")
_LINKS = ("text_link", "text_mention")


@dataclass(frozen=True, slots=True)
class Styled:
    """Text and entities, whose offsets count UTF-16 units."""

    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def length(self) -> int:
        return utf16_length(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def __add__(self, other: "Styled") -> "Styled":
        shift = self.length
        moved = (replace(each, offset=each.offset + shift) for each in other.entities)
        return Styled(self.text + other.text, (*self.entities, *moved))

    def said_by(self, entity: Entity) -> str:
        """What stands under the entity."""
        if self.text.isascii():
            return self.text[entity.offset : entity.offset + entity.length]
        units = _units(self.text)
        return _text(units[2 * entity.offset : 2 * (entity.offset + entity.length)])

    def part(self, start: int, end: int) -> "Styled":
        return self.edited((Edit(0, start), Edit(max(start, end), self.length)))

    def stripped(self) -> "Styled":
        """Without white space at both ends."""
        lead = self.length - utf16_length(self.text.lstrip())
        return self.part(lead, max(lead, utf16_length(self.text.rstrip())))

    def cut(self, limit: int) -> "Styled":
        """As much of the beginning as fits, to the end of a paragraph, line or word, and never half of a character."""
        if self.length <= limit:
            return self
        shapes = tuple(TextEntity(each.kind, each.offset, each.length) for each in self.entities)
        return self.part(0, utf16_length(split(Formatted(self.text, shapes), limit)[0].text))

    def edited(self, edits: "Iterable[Edit]") -> "Styled":
        """All at once; of two that overlap the first counts, and half of a surrogate pair stands for the whole.

        What takes the place of formatted text is formatted so, what is put at the border of an entity stands outside.
        """
        apart = _apart(self.text, edits)
        if not apart:
            return self
        units, pieces, end = _units(self.text), [], 0
        for edit in apart:
            pieces += [units[2 * end : 2 * edit.start], _units(edit.put.text)]
            end = edit.end
        text = _text(b"".join((*pieces, units[2 * end :])))
        entities = (*_moved(self.entities, apart, text), *_brought(self.entities, apart))
        return Styled(text, tuple(sorted(entities, key=lambda each: (each.offset, -each.length))))


NOTHING = Styled("")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` to `end` (UTF-16 units) gives way to `put`."""

    start: int
    end: int
    put: Styled = NOTHING


class Ruler:
    """Where characters of a text stand in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._ends: list[int] | None = None
        if text and max(text) > "\uffff":
            self._ends = [0, *accumulate(2 if sign > "\uffff" else 1 for sign in text)]

    def unit(self, character: int) -> int:
        return character if self._ends is None else self._ends[character]

    def character(self, unit: int) -> int:
        return unit if self._ends is None else bisect_right(self._ends, unit) - 1

    def edit(self, start: int, end: int, put: str | Styled = "") -> Edit:
        """Of a range given in characters."""
        return Edit(self.unit(start), self.unit(end), Styled(put) if isinstance(put, str) else put)


def joined(parts: Iterable[Styled], separator: str) -> Styled:
    """Those that say something."""
    whole = NOTHING
    for part in parts:
        if not part.is_blank:
            whole = part if whole.is_blank else whole + Styled(separator) + part
    return whole


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")


def _apart(text: str, edits: Iterable[Edit]) -> list[Edit]:
    whole, ruler = utf16_length(text), Ruler(text)
    apart: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        first, last = (min(max(0, bound), whole) for bound in (edit.start, edit.end))
        start, end = ruler.character(first), ruler.character(max(first, last))
        if last > first and ruler.unit(end) < last:
            end += 1
        snapped = Edit(ruler.unit(start), ruler.unit(end), edit.put)
        is_something = snapped.end > snapped.start or snapped.put.text
        if is_something and (not apart or snapped.start >= apart[-1].end):
            apart.append(snapped)
    return apart


def _moved(entities: Sequence[Entity], edits: Sequence[Edit], text: str) -> Iterator[Entity]:
    places = _Places(edits)
    whole = Styled(text)
    for entity in entities:
        end = entity.offset + entity.length
        first, last = places.of_start(entity.offset), places.of_end(end)
        moved = replace(entity, offset=first, length=last - first)
        if first < last and (not places.is_touched(entity.offset, end) or _holds(moved, whole)):
            yield moved


def _holds(entity: Entity, whole: Styled) -> bool:
    """Whether the changed words still are what the entity says."""
    if entity.kind in _WHOLE:
        return False
    if entity.kind not in _SIGNS and entity.kind not in _ADDRESSES:
        return True
    words = whole.said_by(entity)
    if any(map(str.isspace, words)):
        return False
    return words.startswith(_SIGNS[entity.kind]) if entity.kind in _SIGNS else _ADDRESSES[entity.kind] in words


def _brought(entities: Sequence[Entity], edits: Sequence[Edit]) -> Iterator[Entity]:
    """The formatting of what is put in, where that may stand inside of what is around it."""
    shift = 0
    for edit in edits:
        around = [each for each in entities if _covers(each, edit)] if edit.put.entities else []
        for entity in edit.put.entities:
            if not any(_excludes(outer, entity) for outer in around):
                yield replace(entity, offset=entity.offset + edit.start + shift)
        shift += edit.put.length - (edit.end - edit.start)


def _covers(entity: Entity, edit: Edit) -> bool:
    end = entity.offset + entity.length
    if edit.start == edit.end:
        return entity.offset < edit.start < end
    return entity.offset <= edit.start and edit.end <= end


def _excludes(outer: Entity, inner: Entity) -> bool:
    if outer.kind in _OPAQUE or inner.kind in _OPAQUE or outer.kind == inner.kind:
        return True
    return outer.kind in _LINKS and inner.kind in _LINKS


class _Places:
    """Where the borders of entities come to stand; entities that were apart or nested stay so."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [each.start for each in edits]
        self._ends = [each.end for each in edits]
        self._sizes = [each.put.length for each in edits]
        self._shifts = [0, *accumulate(each.put.length - (each.end - each.start) for each in edits)]

    def of_start(self, place: int) -> int:
        before = bisect_right(self._ends, place)
        if before < len(self._starts) and self._starts[before] < place:
            return self._starts[before] + self._shifts[before] + self._sizes[before]
        return place + self._shifts[before]

    def of_end(self, place: int) -> int:
        before = bisect_right(self._ends, place)
        while before and self._starts[before - 1] == self._ends[before - 1] == place:
            before -= 1
        if before < len(self._starts) and self._starts[before] < place:
            return self._starts[before] + self._shifts[before]
        return place + self._shifts[before]

    def is_touched(self, start: int, end: int) -> bool:
        after = bisect_right(self._ends, start)
        return after < len(self._starts) and self._starts[after] < end
