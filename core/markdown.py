"""A model's Markdown as text and entities without losing a word: what the parser would drop is written out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pyromark
from telegramify_markdown import MessageEntity, RenderConfig
from telegramify_markdown.converter import STANDARD_OPTIONS, EventWalker
from telegramify_markdown.latex_escape.helper import LatexToUnicodeHelper

ROUNDS = 30
"""Passes of escaping; what is left then is written out as it stands."""

_LANGUAGE = re.compile(r"[\w+#.-]{1,32}")
OPENS = re.compile(r"(?:https?://|tg://|ton://)\S+", re.IGNORECASE)
"""Addresses that a client opens. Behind others stands what the author meant, so they are written out."""
_DEFINITION = re.compile(r"(?<!\\)\[(?=(?:[^\[\]\\]|\\.){1,999}\]:)", re.DOTALL)
_SPOILER = re.compile(r"(?<![\\|])\|\|(?![\s|])([^|\n]*[^|\s\\])\|\|(?!\|)")
_FORMULAS = re.compile(r"(?<!\\)(?:\\\[\s*([^$]{1,4000}?)\s*\\\]|\\\(\s*([^$\n]{1,999}?)\s*\\\))", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_KEPT_TAGS = ("<tg-spoiler>", "</tg-spoiler>")
_LINE_TAG = re.compile(rb"^[ \t>]*<", re.MULTILINE)
_COMMAND = re.compile(r"\\[A-Za-z]+|[{}]")

Event = tuple[Any, Any]
"""What the parser met, and from which byte to which."""


def parsed(markdown: str) -> tuple[str, list[MessageEntity]]:
    """Plain text and entities, as the library understands them."""
    text = rewritten(markdown, _without_traps)
    text, events = _kept(text)
    words, entities, _ = _Walker(_symbols(), text).walk(events)
    return words, entities


def readable(markdown: str) -> str:
    """What a message can hold, with formulas as Markdown has them."""
    clean = markdown.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    clean = clean.encode("utf-8", "replace").decode("utf-8")
    return rewritten(clean, lambda words: _FORMULAS.sub(_in_dollars, words)) if "\\" in clean else clean


def rewritten(markdown: str, change: Callable[[str], str]) -> str:
    """`change` applied to everything that is no code."""
    source = markdown.encode()
    bounds = [0, *(bound for region in _code(markdown) for bound in region), len(source)]
    pieces = [source[start:end].decode() for start, end in pairwise(bounds)]
    pieces[::2] = [change(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _code(markdown: str) -> Iterator[tuple[int, int]]:
    """Where code stands, in bytes: in order, apart."""
    for event, place in pyromark.events_with_range(markdown, options=STANDARD_OPTIONS):
        if (isinstance(event, dict) and "Code" in event) or _is_start(event, "CodeBlock"):
            yield place["start"], place["end"]


def _is_start(event: Any, kind: str) -> bool:
    start = event.get("Start") if isinstance(event, dict) else None
    return start == kind or (isinstance(start, dict) and kind in start)


def _in_dollars(found: re.Match[str]) -> str:
    block, inline = found.groups()
    if block is not None:
        return f"$${block}$$" if "\n\n" not in block else found.group()
    return f"${inline}$" if _COMMAND.search(inline) or set(inline) & set("^_=") else found.group()


def _without_traps(words: str) -> str:
    """`[label]: address` would vanish; `||so||` is Telegram's spoiler."""
    words = _DEFINITION.sub(r"\\[", words)
    return _SPOILER.sub(r"<tg-spoiler>\1</tg-spoiler>", words)


def _kept(text: str) -> tuple[str, tuple[Event, ...]]:
    """The text with everything escaped that would be dropped or read as what chat text never means, and its events."""
    for _ in range(ROUNDS):
        events: tuple[Event, ...] = tuple(pyromark.events_with_range(text, options=STANDARD_OPTIONS))
        source = text.encode()
        offsets = {offset for event in events for offset in _traps(source, *event)} | set(_definitions(text))
        if not offsets:
            break
        bounds = [0, *sorted(offsets), len(source)]
        text = b"\\".join(source[start:end] for start, end in pairwise(bounds)).decode()
    return text, events


def _definitions(text: str) -> Iterator[int]:
    """Where definitions begin that the pattern did not find."""
    if "]:" in text:
        source = text.encode()
        for found in pyromark.reference_definitions(text, options=STANDARD_OPTIONS).values():
            start = source.find(b"[", found["span"]["start"])
            if start >= 0:
                yield start


def _traps(source: bytes, event: Any, place: Any) -> Iterable[int]:
    """Bytes to escape: tags, a single `~`, and `$` between two prices."""
    start, end = place["start"], place["end"]
    if not isinstance(event, dict):
        return ()
    if "InlineHtml" in event:
        tag = event["InlineHtml"].strip().lower()
        return () if tag in _KEPT_TAGS or _BREAK.fullmatch(tag) else (start,)
    if _is_start(event, "HtmlBlock"):
        return (found.end() - 1 + start for found in _LINE_TAG.finditer(source[start:end]))
    if event == {"Start": "Strikethrough"} and source[start + 1 : start + 2] != b"~":
        return (start, end - 1)
    if "InlineMath" in event and source[end : end + 1].isdigit():
        return (start, end - 1)
    return ()


class _Walker(EventWalker):
    """The library's walker; what it drops or puts in the wrong place is written where it belongs."""

    def __init__(self, config: RenderConfig, source: str) -> None:
        super().__init__(config, source)
        self._links: list[tuple[str, int]] = []
        self._cell_end = self._row_end = 0

    def _handle_event(self, event: Event) -> None:
        inner, place = event
        if isinstance(inner, dict) and "Html" in inner:
            self._on_text(inner["Html"])
        elif _is_row(inner):
            self._row_end = self._cell_end = place["end"]
        super()._handle_event(event)

    def _on_start(self, tag: Any, source_range: dict[str, int] | None = None) -> None:
        if tag == "TableCell" and source_range:
            self._cell_end = source_range["end"]
        super()._on_start(tag, source_range)
        if tag == "Item" and source_range:
            self._number(source_range["start"])

    def _number(self, start: int) -> None:
        """The number that the model wrote, not the one that would follow."""
        found = re.match(rb"\d{1,9}", self._source_bytes[start : start + 10].lstrip())
        if found is None or not self._list_stack or self._list_stack[-1] is None:
            return
        counted, meant = self._list_stack[-1] - 1, int(found.group())
        if meant != counted:
            suffix = self._config.markdown_symbol.ordered_list_suffix
            self._buf.pop_last()
            self._buf.write(f"{self._item_indent}{meant}{suffix} ")
            self._list_stack[-1] = meant + 1

    def _on_task_list_marker(self, checked: bool) -> None:
        """The box in place of a bullet, but after a number."""
        if self._list_stack and self._list_stack[-1] is not None:
            symbol = self._config.markdown_symbol
            self._buf.write(f"{symbol.task_completed if checked else symbol.task_uncompleted} ")
        else:
            super()._on_task_list_marker(checked)

    def _on_start_code_block(self, kind: Any, source_start: int | None = None) -> None:
        super()._on_start_code_block(kind, source_start)
        first, _, rest = self._code_block_lang.strip().partition(" ")
        is_known = _LANGUAGE.fullmatch(first) is not None and (not rest or re.search(r"[={:]", rest) is not None)
        self._code_block_lang = first if is_known else ""
        if rest or (first and not is_known):
            self._ensure_block_spacing(source_start)
            self._buf.write(f"{first} {rest}".strip())
            self._mark_block_end()

    def _on_end_code_block(self) -> None:
        if not "".join(self._code_block_parts).strip("\n"):
            self._code_block_parts = [self._code_block_lang]
        super()._on_end_code_block()

    def _on_inline_html(self, html: str) -> None:
        if _BREAK.fullmatch(html.strip()):
            self._on_text(" " if self._in_table_cell else "\n")
        elif html.strip().lower() in _KEPT_TAGS:
            super()._on_inline_html(html)
        else:
            self._on_text(html)

    def _on_inline_math(self, math: str) -> None:
        self._on_inline_code(formula(math))

    def _on_display_math(self, math: str, source_range: dict[str, int] | None = None) -> None:
        if self._in_table_cell:
            self._cell_parts.append(formula(math))
            return
        super()._on_display_math(formula(math), source_range)

    def _on_start_link(self, link_data: dict[str, Any]) -> None:
        url = link_data.get("dest_url", "")
        self._links.append((url, self._length()))
        super()._on_start_link(link_data if OPENS.fullmatch(url) else {})

    def _on_start_image(self, image_data: dict[str, Any]) -> None:
        super()._on_start_image(image_data)
        self._links.append((image_data.get("dest_url", ""), self._length()))

    def _on_end(self, tag: Any) -> None:
        if tag in ("TableRow", "TableHead"):
            self._take_extra_cells()
        if tag == "Link" and (not self._links or not OPENS.fullmatch(self._links[-1][0])):
            self._write_address()
            return
        super()._on_end(tag)
        if tag in ("Link", "Image"):
            self._write_address()

    def _write_address(self) -> None:
        """After a label over which no entity can stand."""
        url, start = self._links.pop() if self._links else ("", 0)
        said = "".join(self._cell_parts if self._in_table_cell else self._buf._parts)[start:]
        is_shown = OPENS.fullmatch(url) is not None and not self._in_table_cell and said.strip()
        if url and not is_shown and url.removeprefix("mailto:") not in said:
            self._on_text(f" ({url})" if said.strip() else url)

    def _length(self) -> int:
        return len("".join(self._cell_parts)) if self._in_table_cell else self._buf.py_offset

    def _take_extra_cells(self) -> None:
        """Cells beyond the columns of the head."""
        left = self._source_bytes[self._cell_end : self._row_end].decode("utf-8", "replace").strip().strip("|")
        if left.strip():
            self._current_row += [cell.strip() for cell in left.split("|")]


def _is_row(event: Any) -> bool:
    return isinstance(event, dict) and event.get("Start") in ("TableRow", "TableHead")


def formula(source: str) -> str:
    """A formula in Unicode where that keeps all of its letters and digits, else as it is."""
    source = source.strip()
    if "\\" not in source and "^" not in source and "_" not in source:
        return source
    try:
        shown = str(_latex().convert(source)).strip()  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - a converter of foreign code, fed with anything
        return source
    return shown if _is_within(_letters(_COMMAND.sub(" ", source)), _letters(shown)) else source


def _letters(text: str) -> str:
    """Letters and digits alone, those of every alphabet of formulas as plain ones."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def _is_within(needed: str, shown: str) -> bool:
    """Whether all characters of the one stand in the other, in order."""
    rest = iter(shown)
    return all(each in rest for each in needed)


@cache
def _latex() -> LatexToUnicodeHelper:
    return LatexToUnicodeHelper()


def _symbols() -> RenderConfig:
    """Headings are bold, not decorated; boxes of tasks look like what they say."""
    config = RenderConfig.isolated()
    symbol = config.markdown_symbol
    symbol.heading_level_1 = symbol.heading_level_2 = symbol.heading_level_3 = symbol.heading_level_4 = ""
    symbol.task_uncompleted, symbol.task_completed, symbol.unordered_list_item = "☐", "☑", "•"
    return config
