"""Puts buttons with addresses under the post; under an album, which can have none, links."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, Field

from core.buttons import Button, Rows
from core.errors import UserError
from core.markdown import OPENS
from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.post import Entity
from forwarding.spec import Strict
from forwarding.styled import Styled, joined
from forwarding.templates import TemplateText, checked, framed, plainly, values_of
from forwarding.transform import Change, Transform

MOST_ROWS = 10
MOST_IN_A_ROW = 8
LONGEST_ADDRESS = 500

_LINK_FIRST = "{link}"


def _address(template: str) -> str:
    """
    Raises:
        UserError: nothing that a client opens.
    """
    if not checked(template).startswith(_LINK_FIRST) and not OPENS.fullmatch(template):
        raise UserError("error-rule-button-address", address=template)
    return template


class Link(Strict):
    """Both may name what a header may name."""

    text: Annotated[TemplateText, Field(max_length=100)]
    url: Annotated[str, Field(max_length=LONGEST_ADDRESS), AfterValidator(_address)]


Row = Annotated[tuple[Link, ...], Field(min_length=1, max_length=MOST_IN_A_ROW)]


class Params(Strict):
    """Rows of buttons, from above."""

    rows: tuple[Row, ...] = Field(min_length=1, max_length=MOST_ROWS)


def prepare(params: Params, context: Context) -> Change:
    def change(draft: Draft) -> Draft:
        values = values_of(draft, context.time_zone)
        made = [[_button(link, values) for link in row] for row in params.rows]
        known = [tuple(each for each in row if each.text and each.url) for row in made]
        rows = tuple(row for row in known if row)
        if len(draft.album.posts) > 1:
            return framed(draft, below=_links(rows))
        return replace(draft, buttons=(*draft.buttons, *rows))

    return change


def _button(link: Link, values: Mapping[str, str]) -> Button:
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    rest = link.url.removeprefix(_LINK_FIRST)
    address = plainly(rest, quoted)
    if rest != link.url:
        address = values["link"] + address if values["link"] else ""
    return Button(plainly(link.text, values), url=address)


def _links(rows: Rows) -> Styled:
    return joined((joined(map(_linked, row), " · ") for row in rows), "\n")


def _linked(button: Button) -> Styled:
    said = Styled(button.text)
    return Styled(said.text, (Entity("text_link", 0, said.length, url=button.url),))


TRANSFORM = Transform("buttons", Params, prepare)
