"""Ten thousand answers of models, whole and broken: each becomes messages that Telegram takes, with all their words."""

import re
import unicodedata
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import Formatted, from_markdown, split, utf16_length
from sandbox.bot_api.markup import formatted as taken
from sandbox.model import Content
from sandbox.posting import prepared
from tests.fakes.model_outputs import model_outputs

MARKUP = re.compile(r"\\[A-Za-z]+|&(?:#\d+|[A-Za-z]+);|</?tg-spoiler>|<br\s*/?>", re.IGNORECASE)
"""Commands of formulas, characters by name and Telegram's own tags are shown as what they stand for."""
STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}


def letters(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def carried(part: Formatted) -> str:
    """All that a reader gets: the text, the languages of code before it, the addresses of links behind it."""
    units = part.text.encode("utf-16-le")
    extra = [(each.offset, each.language) for each in part.entities]
    extra += [(each.offset + each.length, each.url) for each in part.entities]
    bounds = [(0, ""), *sorted(extra, key=lambda each: each[0]), (len(units) // 2, "")]
    return "".join(
        said + units[start * 2 : end * 2].decode("utf-16-le", "replace") for (start, said), (end, _) in pairwise(bounds)
    ) + "".join(said for at, said in bounds[-2:] if at == len(units) // 2)


def is_within(needed: str, shown: str) -> str:
    """What is missing, with what comes after it."""
    rest = iter(shown)
    return next((needed[index : index + 40] for index, each in enumerate(needed) if each not in rest), "")


def accept(part: Formatted, limit: int) -> None:
    """As Telegram would: within its length, entities inside, apart or nested, never over half a character."""
    assert utf16_length(part.text) <= limit
    units = part.text.encode("utf-16-le")
    for entity in part.entities:
        assert entity.length > 0 <= entity.offset
        assert entity.offset + entity.length <= len(units) // 2
        units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")
    for index, one in enumerate(part.entities):
        for other in part.entities[index + 1 :]:
            end, other_end = one.offset + one.length, other.offset + other.length
            is_apart = other.offset >= end
            assert is_apart or other_end <= end or (one.offset == other.offset)
            assert is_apart or not {one.kind, other.kind} & {"pre", "code"} or not {one.kind, other.kind} & STYLES
    if part.text.strip():
        given = [{"type": each.kind, "offset": each.offset, "length": each.length} for each in part.entities]
        prepared(Content(*taken(part.text, "", given)))


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(model_outputs(), st.sampled_from((60, 400, 4096)))
def test_no_answer_loses_a_word_or_is_refused(markdown: str, limit: int):
    whole = from_markdown(markdown)
    parts = split(whole, limit)

    for part in parts:
        accept(part, limit)
    assert "".join(part.text for part in parts) == whole.text
    needed = letters(MARKUP.sub(" ", markdown))
    assert not is_within(needed, letters(carried(whole).replace("☑", "x")))
