"""Text and entities: nothing is lost, everything is counted in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import Formatted, TextEntity, from_markdown, split, utf16_length

WORDS = st.text(alphabet=st.sampled_from("aя 😀\n`*_~|[]()<>#-.!\\$&1é\u200d\u0301"), max_size=200)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def covered(formatted: Formatted, entity: TextEntity) -> str:
    """What the entity stands over; fails when it halves a character or leaves the text."""
    units = utf16(formatted.text)[entity.offset * 2 : (entity.offset + entity.length) * 2]
    assert len(units) == entity.length * 2
    return units.decode("utf-16-le")


@st.composite
def formatted_texts(draw: st.DrawFn) -> Formatted:
    text = draw(st.text(alphabet=st.sampled_from("ab я😀𝄞\n "), max_size=80))
    starts = [utf16_length(text[:index]) for index in range(len(text) + 1)]
    ranges = draw(st.lists(st.tuples(st.sampled_from(starts), st.sampled_from(starts)), max_size=5))
    return Formatted(
        text, tuple(TextEntity("bold", low, high - low) for low, high in map(sorted, ranges) if low < high)
    )


@given(formatted_texts(), st.integers(2, 20))
def test_no_character_is_lost_and_no_part_is_too_long(formatted: Formatted, limit: int):
    parts = split(formatted, limit)

    assert "".join(part.text for part in parts) == formatted.text
    assert all(0 < utf16_length(part.text) <= limit for part in parts)


@given(formatted_texts(), st.integers(2, 20))
def test_every_formatted_unit_is_formatted_in_its_part(formatted: Formatted, limit: int):
    def marked(whole: Formatted, shift: int = 0) -> list[int]:
        return [shift + unit for item in whole.entities for unit in range(item.offset, item.offset + item.length)]

    found, shift = [], 0
    for part in split(formatted, limit):
        for entity in part.entities:
            covered(part, entity)
        found += marked(part, shift)
        shift += utf16_length(part.text)
    assert sorted(found) == sorted(marked(formatted))


def test_a_cut_prefers_a_paragraph_then_a_line_then_a_word():
    assert [part.text for part in split(Formatted("one two\n\nthree four"), 12)] == ["one two\n\n", "three four"]
    assert [part.text for part in split(Formatted("one two\nthree four"), 12)] == ["one two\n", "three four"]
    assert [part.text for part in split(Formatted("one two three four"), 12)] == ["one two ", "three four"]
    assert [part.text for part in split(Formatted("onetwothreefour"), 12)] == ["onetwothreef", "our"]


def test_a_code_block_over_a_cut_goes_on_as_code():
    whole = from_markdown("```python\n" + "print('😀')\n" * 400 + "```")

    parts = split(whole)

    assert len(parts) == 2
    assert [[(entity.kind, entity.language) for entity in part.entities] for part in parts] == [[("pre", "python")]] * 2
    assert parts[0].text.endswith("\n")


@given(st.one_of(WORDS, st.text()))
def test_any_markdown_becomes_text_with_entities_inside_it(markdown: str):
    formatted = from_markdown(markdown)

    for entity in formatted.entities:
        assert covered(formatted, entity)


@pytest.mark.parametrize("markdown", ["\ud83d broken", "nul \0 in it"])
def test_what_no_message_can_hold_is_replaced(markdown: str):
    utf16(from_markdown(markdown).text)
    assert "\0" not in from_markdown(markdown).text


ANSWER = """# Plan 😀

See **bold _both_** and [link](https://a.b/?q=1)

> quote

| a | b |
|---|---|
| 1 | 2 |

```py
x = '`'
```
- one
  - two
"""


@pytest.mark.parametrize("length", range(len(ANSWER) + 1))
def test_an_answer_that_is_still_being_written_can_be_shown(length: int):
    formatted = from_markdown(ANSWER[:length])

    for entity in formatted.entities:
        assert covered(formatted, entity)


def test_formatting_becomes_entities():
    formatted = from_markdown("😀 **bold** _it_ `code` [a](https://a.b) ~~no~~\n\n```python\nx\n```")

    kinds = {entity.kind: covered(formatted, entity) for entity in formatted.entities}
    assert kinds == {
        "bold": "bold",
        "italic": "it",
        "code": "code",
        "text_link": "a",
        "strikethrough": "no",
        "pre": "x",
    }
    assert {entity.language for entity in formatted.entities} == {"", "python"}
    assert "https://a.b" in {entity.url for entity in formatted.entities}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("List<int> and a < b", "List<int> and a < b"),
        ("`a<b>` `c", "a<b> `c"),
        ("```\nx<y>\n```", "x<y>"),
        ("    code<b>", "code<b>"),
        ("- [ ] a\n- [x] b\n- c\n", "☐ a\n☑ b\n• c"),
        ("# Title", "Title"),
    ],
)
def test_words_in_angle_brackets_and_marks_of_lists_stay_readable(markdown: str, text: str):
    assert from_markdown(markdown).text.strip() == text
