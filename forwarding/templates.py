"""An owner's words around a post: Markdown with {source}, {link}, {date}, {time} and {author} in it.

Only the owner's words are Markdown. What comes from a post is put in afterwards, as plain text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from core.errors import UserError
from core.text import from_markdown, utf16_length
from forwarding.draft import Draft
from forwarding.post import Entity
from forwarding.styled import NOTHING, Ruler, Styled, joined

NAMES = ("source", "link", "date", "time", "author")
LONGEST = 1000

_PLACE = re.compile(r"\{(\w*)\}")
_BARE_LINK = re.compile(r"\]\(\{link\}")
_SCHEME = "https://{link}"
"""How an address that is nothing but the link passes through Markdown, which takes only whole addresses."""


def checked(template: str) -> str:
    """
    Raises:
        UserError: it is blank, or names something that there is not.
    """
    if not template.strip():
        raise UserError("error-rule-blank-template")
    unknown = next((name for name in _PLACE.findall(template) if name not in NAMES), None)
    if unknown is not None:
        names = ", ".join(f"{{{name}}}" for name in NAMES)
        raise UserError("error-rule-template-name", name=f"{{{unknown}}}", names=names)
    return template


TemplateText = Annotated[str, Field(max_length=LONGEST), AfterValidator(checked)]


class Template:
    """Read once, filled for each post."""

    def __init__(self, markdown: str) -> None:
        read = from_markdown(_BARE_LINK.sub(f"]({_SCHEME}", markdown))
        entities = (Entity(each.kind, each.offset, each.length, each.url, each.language) for each in read.entities)
        self._lines = tuple(_lines(Styled(read.text, tuple(entities))))

    def filled(self, values: Mapping[str, str]) -> Styled:
        """A line is left out where nothing is known of what it names."""
        kept = [line for line in self._lines if not (names := _names(line)) or any(values[name] for name in names)]
        whole = NOTHING
        for number, line in enumerate(kept):
            whole += (Styled("\n") if number else NOTHING) + _filled(line, values)
        return whole.stripped()


def plainly(template: str, values: Mapping[str, str]) -> str:
    """Without Markdown."""
    return _PLACE.sub(lambda place: values[place[1]], template).strip()


def values_of(draft: Draft, time_zone: str) -> dict[str, str]:
    """What a template may name; empty where it is not known."""
    first = draft.album.first
    local = first.date.astimezone(ZoneInfo(time_zone))
    return {
        "source": draft.byline.source,
        "link": draft.byline.link,
        "date": f"{local:%d.%m.%Y}",
        "time": f"{local:%H:%M}",
        "author": first.author,
    }


def framed(draft: Draft, *, above: Styled = NOTHING, below: Styled = NOTHING, bare: bool = False) -> Draft:
    """With words above and below its text; a post without text only where `bare` asks for it and it can have one."""
    if draft.styled.is_blank and not (bare and draft.is_textual):
        return draft
    return draft.showing(joined((above, draft.styled, below), "\n\n"))


def _lines(text: Styled) -> Iterator[Styled]:
    start = 0
    for line in text.text.split("\n"):
        end = start + utf16_length(line)
        yield text.part(start, end)
        start = end + 1


def _names(line: Styled) -> set[str]:
    said = (line.text, *(entity.url for entity in line.entities))
    return {name for each in said for name in _PLACE.findall(each)}


def _filled(line: Styled, values: Mapping[str, str]) -> Styled:
    entities = []
    for entity in line.entities:
        url = values["link"] if entity.url == _SCHEME else entity.url.replace("{link}", values["link"])
        if url or not entity.url:
            entities.append(replace(entity, url=url))
    ruler = Ruler(line.text)
    places = (ruler.edit(*place.span(), values[place[1]]) for place in _PLACE.finditer(line.text))
    return Styled(line.text, tuple(entities)).edited(places)
