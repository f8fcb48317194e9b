"""Edits of a formatted text: what is untouched keeps its formatting, and offsets are always such as Telegram takes."""

from hypothesis import given
from hypothesis import strategies as st

from forwarding.post import Entity
from forwarding.styled import NOTHING, Edit, Ruler, Styled, joined
from tests.fakes.styled import STYLES, faults, styled_texts

edits = st.lists(
    st.tuples(st.integers(-2, 90), st.integers(-2, 90), styled_texts()).map(
        lambda given: Edit(min(given[:2]), max(given[:2]), given[2])
    ),
    max_size=5,
)


def formats(styled: Styled) -> list[tuple[str, frozenset[str]]]:
    """Of each character: itself and the styles over it."""
    ruler = Ruler(styled.text)
    return [
        (
            sign,
            frozenset(
                each.kind
                for each in styled.entities
                if each.offset <= ruler.unit(index) and ruler.unit(index + 1) <= each.offset + each.length
            ),
        )
        for index, sign in enumerate(styled.text)
    ]


@given(styled_texts(), edits)
def test_offsets_stay_within_the_text_on_borders_of_characters_and_nested(text: Styled, changes: list[Edit]):
    bare = [Edit(each.start, each.end, Styled(each.put.text)) for each in changes]
    assert faults(text) == []
    assert faults(text.edited(changes)) == []
    assert faults(text.edited(bare)) == []


@given(styled_texts(STYLES), st.data())
def test_what_is_not_touched_keeps_its_formatting(text: Styled, data: st.DataObject):
    bounds = st.integers(0, len(text.text))
    spans = data.draw(st.lists(st.tuples(bounds, bounds).map(sorted), max_size=4))
    puts = data.draw(st.lists(st.text("xy🔥", max_size=3), min_size=len(spans), max_size=len(spans)))
    apart: list[tuple[int, int, str]] = []
    for (start, end), put in sorted(zip(spans, puts, strict=True)):
        if (start < end or put) and (not apart or start >= apart[-1][1]):
            apart.append((start, end, put))
    ruler = Ruler(text.text)
    after = formats(text.edited(ruler.edit(*each) for each in apart))
    before, expected, done, place = formats(text), [], 0, 0
    for start, end, put in apart:
        expected += before[done:start]
        place = len(expected)
        expected += after[place : place + len(put)]
        assert "".join(sign for sign, _ in after[place : place + len(put)]) == put
        done = end
    assert after == expected + before[done:]


@given(styled_texts(), st.integers(2, 60))
def test_a_cut_is_a_beginning_that_fits(text: Styled, limit: int):
    short = text.cut(limit)
    assert short.length <= limit
    assert text.text.startswith(short.text)
    assert faults(short) == []


@given(styled_texts(STYLES), styled_texts(STYLES))
def test_two_texts_joined_and_parted_are_the_same_two(one: Styled, other: Styled):
    whole = one + other
    assert formats(whole) == formats(one) + formats(other)
    assert whole.part(0, one.length).text == one.text
    assert formats(whole.part(one.length, whole.length)) == formats(other)


def test_what_takes_the_place_of_bold_words_is_bold():
    text = Styled("all new here", (Entity("bold", 4, 3),))
    assert text.edited([Edit(4, 7, Styled("changed"))]).entities == (Entity("bold", 4, 7),)


def test_what_is_put_at_the_border_of_an_entity_stands_outside():
    text = Styled("bold", (Entity("bold", 0, 4),))
    edited = text.edited([Edit(0, 0, Styled("<")), Edit(4, 4, Styled(">"))])
    assert (edited.text, edited.entities) == ("<bold>", (Entity("bold", 1, 4),))


def test_an_entity_that_lost_its_words_is_gone():
    text = Styled("a b c", (Entity("bold", 2, 1), Entity("italic", 4, 1)))
    assert text.edited([Edit(1, 3)]) == Styled("a c", (Entity("italic", 2, 1),))


def test_half_of_a_pair_of_surrogates_stands_for_the_whole():
    text = Styled("a🔥b", (Entity("bold", 1, 2),))
    assert text.edited([Edit(2, 3)]) == Styled("ab")
    assert text.edited([Edit(2, 2, Styled("-"))]) == Styled("a-🔥b", (Entity("bold", 2, 2),))


def test_a_mention_that_became_a_word_is_no_mention():
    text = Styled("see @old", (Entity("mention", 4, 4),))
    assert text.edited([Edit(4, 8, Styled("@new_one"))]).entities == (Entity("mention", 4, 8),)
    assert text.edited([Edit(4, 8, Styled("us"))]).entities == ()


def test_nothing_formatted_comes_into_code():
    text = Styled("code", (Entity("code", 0, 4),))
    assert text.edited([Edit(2, 2, Styled("X", (Entity("bold", 0, 1),)))]) == Styled("coXde", (Entity("code", 0, 5),))


def test_blank_parts_are_not_joined():
    assert joined((NOTHING, Styled("a"), Styled(" "), Styled("b")), "\n\n") == Styled("a\n\nb")
