"""Text as Telegram takes it: plain words and entities over them, counted and cut in UTF-16 units."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.markdown import OPENS, parsed, readable

MESSAGE_LIMIT = 4096
"""Longest message, in UTF-16 units."""

_OPAQUE = ("pre", "code")
"""Nothing else stands inside of these."""
_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_CUTS = (("\n\n", 3), ("\n", 3), (" ", 3), ("\n\n", 0), ("\n", 0), (" ", 0))
"""Where a part may end, from the best on, and the least share of the part that must come before (1/n)."""
_LONGEST_CLUSTER = 64


@dataclass(frozen=True, slots=True)
class TextEntity:
    """Formatting of a range; `kind` is the Bot API's entity type, offset and length count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text with its formatting."""

    text: str
    entities: tuple[TextEntity, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Telegram refuses such a message."""
        return not self.text.strip()


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_markdown(markdown: str) -> Formatted:
    """What a model wrote, as text and entities; also when it is cut off anywhere. Never raises."""
    clean = readable(markdown)
    try:
        text, found = parsed(clean)
    except Exception:  # noqa: BLE001 - a parser of foreign code, fed with anything: plain text is always an answer
        return Formatted(clean)
    whole = utf16_length(text)
    entities = [
        TextEntity(item.type, item.offset, min(item.length, whole - item.offset), item.url or "", item.language or "")
        for item in found
        if item.type != "text_link" or OPENS.fullmatch(item.url or "")
    ]
    return Formatted(text, _nested([each for each in entities if each.offset >= 0 and each.length > 0]))


def split(formatted: Formatted, limit: int = MESSAGE_LIMIT) -> list[Formatted]:
    """Parts of at most `limit` (2 or more) UTF-16 units that together are the whole text.

    Cut after a paragraph, else a line, else a word. What an entity covers (code, a table, a link) moves whole into the
    next part; only what is longer than a part is cut itself, and goes on as the same entity. A part may be blank where
    the text has that much white space.
    """
    return list(_parts(formatted, limit))


def _parts(formatted: Formatted, limit: int) -> Iterator[Formatted]:
    rest, offset = formatted.text, 0
    while rest:
        entities = _within(formatted.entities, offset, offset + utf16_length(rest))
        piece = rest[: _cut(rest, entities, limit)]
        length = utf16_length(piece)
        yield Formatted(piece, _within(entities, 0, length))
        rest, offset = rest[len(piece) :], offset + length


def _cut(text: str, entities: Sequence[TextEntity], limit: int) -> int:
    """Where the first part ends, as an index of characters."""
    most = _fitting(text, limit)
    if most == len(text):
        return most
    whole = _spans(text, [each for each in entities if each.offset < limit and each.length <= limit], limit)
    for spans in (whole, []):
        for separator, share in _CUTS:
            if end := _last(text, separator, most // share if share else 0, most, spans):
                return end
        if end := _boundary(text, most, spans):
            return end
    return most


def _last(text: str, separator: str, least: int, most: int, spans: Sequence[tuple[int, int]]) -> int:
    """The last place after a separator that halves nothing; 0: there is none."""
    end = most
    while (at := text.rfind(separator, 0, end)) >= 0 and (end := at + len(separator)) > least:
        span = _halved(end, spans)
        if span is None and _is_boundary(text, end) and text[:end].strip():
            return end
        end = span[0] if span else end - 1
    return 0


def _boundary(text: str, most: int, spans: Sequence[tuple[int, int]]) -> int:
    """The last place between two characters that halves nothing; 0: there is none."""
    end = most
    while end > 0:
        if span := _halved(end, spans):
            end = span[0]
        elif _is_boundary(text, end) or end < most - _LONGEST_CLUSTER:
            return end if text[:end].strip() else 0
        else:
            end -= 1
    return 0


def _halved(end: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return next((span for span in spans if span[0] < end < span[1]), None)


def _spans(text: str, entities: Sequence[TextEntity], limit: int) -> list[tuple[int, int]]:
    """Where the entities stand, in characters."""
    units = text[: 2 * limit].encode("utf-16-le")

    def index(offset: int) -> int:
        return len(units[: offset * 2].decode("utf-16-le", "ignore"))

    return [(index(each.offset), index(each.offset + each.length)) for each in entities]


def _is_boundary(text: str, index: int) -> bool:
    """Whether a cut here halves no character as people see it: accents, flags, families of emoji stay together."""
    if not 0 < index < len(text):
        return True
    before, after = text[index - 1], text[index]
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or "\u200d" in (before, after):
        return False
    if "\U0001f3fb" <= after <= "\U0001f3ff" or (before, after) == ("\r", "\n"):
        return False
    return not (_is_flag(before) and _is_flag(after) and _flags_before(text, index) % 2)


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, index: int) -> int:
    count = 0
    while count < index and _is_flag(text[index - count - 1]):
        count += 1
    return count


def _fitting(text: str, limit: int) -> int:
    """How many characters fit; a character of two units is never halved."""
    if utf16_length(text) <= limit:
        return len(text)
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _within(entities: Sequence[TextEntity], start: int, end: int) -> tuple[TextEntity, ...]:
    inside = []
    for entity in entities:
        first, last = max(entity.offset, start), min(entity.offset + entity.length, end)
        if first < last:
            inside.append(replace(entity, offset=first - start, length=last - first))
    return tuple(inside)


def _nested(entities: Sequence[TextEntity]) -> tuple[TextEntity, ...]:
    """Each two of them apart or one inside the other; nothing inside of code, and code inside of quotes alone."""
    return tuple(entity for cluster in _clusters(entities) for entity in _disentangled(cluster))


def _clusters(entities: Sequence[TextEntity]) -> Iterator[list[TextEntity]]:
    """Groups that do not touch each other, so that each is sorted out alone."""
    cluster: list[TextEntity] = []
    end = 0
    for entity in sorted(entities, key=lambda each: each.offset):
        if cluster and entity.offset >= end:
            yield cluster
            cluster = []
        cluster.append(entity)
        end = max(end, entity.offset + entity.length)
    if cluster:
        yield cluster


def _disentangled(entities: Sequence[TextEntity]) -> Sequence[TextEntity]:
    if len(entities) == 1:
        return entities
    links = [each for each in entities if each.kind == "text_link"]
    solid = [each for each in entities if each.kind in _OPAQUE and not any(_overlap(each, link) for link in links)]
    kept = list(solid)
    for entity in sorted(entities, key=lambda each: (each.offset, -each.length)):
        if entity.kind in _OPAQUE:
            continue
        pieces = [entity]
        for other in solid if entity.kind in _STYLES else ():
            pieces = [piece for each in pieces for piece in _outside(each, other)]
        for other in kept[len(solid) :]:
            pieces = [piece for each in pieces for piece in _apart(each, other)]
        kept += pieces
    return sorted(kept, key=lambda each: (each.offset, -each.length))


def _overlap(one: TextEntity, other: TextEntity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _outside(entity: TextEntity, other: TextEntity) -> Iterator[TextEntity]:
    """What of an entity does not lie under the other."""
    end, other_end = entity.offset + entity.length, other.offset + other.length
    if entity.offset < other.offset:
        yield replace(entity, length=min(end, other.offset) - entity.offset)
    if end > other_end:
        start = max(entity.offset, other_end)
        yield replace(entity, offset=start, length=end - start)


def _apart(entity: TextEntity, other: TextEntity) -> Iterator[TextEntity]:
    """An entity that begins at or after the other's start, cut at the other's end; one kind is not nested in itself."""
    end, other_end = entity.offset + entity.length, other.offset + other.length
    if entity.kind == other.kind:
        yield from _outside(entity, other)
    elif entity.offset < other_end < end:
        yield replace(entity, length=other_end - entity.offset)
        yield replace(entity, offset=other_end, length=end - other_end)
    else:
        yield entity
