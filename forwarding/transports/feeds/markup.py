"""HTML of a feed's entry as text with entities: what Telegram can show stays, the rest is left out."""

import re
from html.parser import HTMLParser

from core.text import utf16_length
from forwarding.post import Entity
from forwarding.styled import Styled

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_BLOCKS = frozenset({"p", "div", "section", "article", "blockquote", "pre", "ul", "ol", "table", "figure", "hr"}) | {
    f"h{level}" for level in range(1, 7)
}
_LINES = frozenset({"li", "tr", "dt", "dd", "figcaption"})
_UNSEEN = frozenset({"script", "style", "template", "head", "title"})
_OPAQUE = ("code", "pre")
_SPACE = re.compile(r"[^\S\xa0]+")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def styled_html(markup: str) -> Styled:
    """Never raises: tags that are not closed end with the text."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.styled()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text = ""
        self._units = 0
        self._open: list[tuple[str, int, str]] = []
        self._entities: list[Entity] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._write("\n")
        elif tag in _BLOCKS:
            self._break("\n\n")
        elif tag in _LINES:
            self._break("\n")
            self._write("• " if tag == "li" else "")
        if tag in _KINDS:
            self._open.append((tag, self._units, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _KINDS and any(each == tag for each, *_ in self._open):
            while self._close() != tag:
                pass
        if tag in _BLOCKS:
            self._break("\n\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not any(tag == "pre" for tag, *_ in self._open):
            data = _SPACE.sub(" ", data)
            data = data.lstrip(" ") if not self._text or self._text[-1] in " \n" else data
        self._write(data)

    def styled(self) -> Styled:
        while self._open:
            self._close()
        return Styled(self._text, tuple(_apart(self._entities))).stripped()

    def _close(self) -> str:
        tag, start, link = self._open.pop()
        kind = _KINDS[tag]
        is_shown = kind != "text_link" or _LINK.fullmatch(link)
        if is_shown and self._units > start:
            self._entities.append(Entity(kind, start, self._units - start, link if kind == "text_link" else ""))
        return tag

    def _break(self, lines: str) -> None:
        """At least so many line ends, but none at the beginning."""
        there = len(self._text) - len(self._text.rstrip("\n"))
        if self._text:
            self._write("\n" * max(0, len(lines) - there))

    def _write(self, text: str) -> None:
        if not self._unseen:
            self._text += text
            self._units += utf16_length(text)


def _apart(entities: list[Entity]) -> list[Entity]:
    """As Telegram takes them: nothing but a quote around code, and no kind inside of itself."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda each: (each.kind not in _OPAQUE, each.offset, -each.length)):
        if not any(_excludes(other, entity) for other in kept):
            kept.append(entity)
    return sorted(kept, key=lambda each: (each.offset, -each.length))


def _excludes(kept: Entity, entity: Entity) -> bool:
    if kept.offset >= entity.offset + entity.length or entity.offset >= kept.offset + kept.length:
        return False
    return kept.kind == entity.kind or (kept.kind in _OPAQUE and entity.kind != "blockquote")
