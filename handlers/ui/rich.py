"""Rich messages: which answers need one, and a model's Markdown as Telegram takes it there."""

import re
from typing import Literal

from aiogram.types import InputRichMessage

from core.markdown import readable, rewritten
from core.text import utf16_length

Layout = Literal["auto", "rich", "plain"]

RICH_LIMIT = 32_768
"""Longest rich message, in UTF-16 units; most are characters of one."""

_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_NEEDED = re.compile(
    r"^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$"  # a table
    r"|^ {0,3}\|[^\n]*\n[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"  # a table of one column
    r"|^ {0,3}#{1,6}[ \t]+\S"
    r"|^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]"
    r"|\$\$[^$]|\\\[|\\\(|\$[^$\n]*\\[A-Za-z][^$\n]*\$"
    r"|<details\b",
    re.MULTILINE,
)
_TAG = re.compile(r"<(?!/?(?:details|summary|sub|sup|u|mark|br)\b[^<>]*>)(?!(?:https?|mailto|tg):)(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)!(?=\[)")
"""Telegram would fetch a picture's address, and with it whatever a stranger's text had the model write into it."""
_RTL = re.compile(r"[^\W\d_]")


def needs_rich(markdown: str) -> bool:
    """Whether something in it cannot be shown by entities: a table, a heading, a formula, tasks, details."""
    return _NEEDED.search(_FENCE.sub("", markdown)) is not None


def fits_rich(markdown: str) -> bool:
    return bool(markdown.strip()) and utf16_length(rich_markdown(markdown)) <= RICH_LIMIT


def rich_markdown(markdown: str) -> str:
    """The same words; pictures by address are links, and HTML that is none of Telegram's is shown as it is."""
    return rewritten(readable(markdown), lambda words: _TAG.sub("&lt;", _IMAGE.sub(r"\!", words)))


def rich_message(markdown: str) -> InputRichMessage:
    return InputRichMessage(markdown=rich_markdown(markdown), is_rtl=_is_rtl(markdown) or None)


def _is_rtl(text: str) -> bool:
    """By its first letter, as a paragraph's direction is found."""
    first = _RTL.search(text)
    return first is not None and ("\u0590" <= first.group() <= "\u08ff" or "\ufb1d" <= first.group() <= "\ufefc")
