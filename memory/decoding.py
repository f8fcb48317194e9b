"""Bytes of a text file as text, whatever its alphabet was saved in."""

import codecs
import re
from collections.abc import Sequence

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CYRILLIC: Sequence[str] = ("cp1251", "cp866", "koi8-r")
_COMMON = frozenset("оеаинтсрвлкмдпу")
"""In the right encoding about four of five letters of Russian are among these; in a wrong one they are capitals."""
_LEAST_COMMON = 0.5
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ALLOWED = frozenset("\t\n\r\f\v\x1b\x85")


def decoded(content: bytes) -> str:
    """UTF-8 and UTF-16, then the old Russian encodings, then the Western one.

    Raises:
        ValueError: this is no text.
    """
    text = _decoded(content)
    if any(not (letter.isprintable() or letter.isspace()) for letter in set(text) - _ALLOWED - _formats(text)):
        raise ValueError("binary data")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return content.decode(unmarked)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _in_an_old_alphabet(content)


def _unmarked_utf16(content: bytes) -> str:
    """Text with spaces and line breaks has a zero in every second place of them."""
    sample = content[:4000]
    if len(content) % 2 or b"\0" not in sample:
        return ""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if high > low else "utf-16-be"


def _in_an_old_alphabet(content: bytes) -> str:
    """Whole words beyond ASCII are Russian; single letters amid ASCII are accents of the West."""
    readings = [content.decode(encoding, "replace") for encoding in _CYRILLIC]
    best = max(readings, key=_share)
    words = _FOREIGN.findall(best)
    is_russian = _share(best) >= _LEAST_COMMON and sum(map(len, words)) > 2 * len(words)
    return best if is_russian else content.decode("cp1252")


def _share(text: str) -> float:
    """How many of the letters beyond ASCII are among Russian's most common."""
    foreign = "".join(_FOREIGN.findall(text))
    return sum(letter in _COMMON for letter in foreign) / len(foreign) if foreign else 0.0


def _formats(text: str) -> set[str]:
    """Marks without a shape that true texts have: direction, joiners, the soft hyphen, a stray byte order mark."""
    return {letter for letter in set(text) if letter > "\x9f"}
