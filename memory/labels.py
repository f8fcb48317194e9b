"""The places where the pieces of documents stand, in the words of whoever reads them."""

import re

from core.i18n import Texts
from storage.memories import MemoryRecord

_LABEL = re.compile(r"^\[(?P<name>.+), (?P<kind>p\.|part|rows?|line) (?P<number>\d+(?:-\d+)?)\]$", re.MULTILINE)
_KEYS = {"p.": "place-page", "part": "place-part", "row": "place-row", "rows": "place-rows", "line": "place-line"}


def in_words(text: str, texts: Texts) -> str:
    """Pieces are kept under labels such as `[lease.pdf, p. 3]`; this is `[lease.pdf, стр. 3]` to a Russian."""

    def told(label: re.Match[str]) -> str:
        return f"[{label['name']}, {texts(_KEYS[label['kind']], number=label['number'])}]"

    return _LABEL.sub(told, text)


def said_in(record: MemoryRecord, texts: Texts) -> str:
    """What is remembered; what people said is nobody's to change."""
    return in_words(record.text, texts) if record.kind == "document" else record.text
