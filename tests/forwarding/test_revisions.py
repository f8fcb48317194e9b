"""What a copy shows of the texts that its original had before."""

from hypothesis import given
from hypothesis import strategies as st

from forwarding.post import Entity
from forwarding.revisions import MOST_VERSIONS, changed, struck, wholly_struck, with_versions
from forwarding.styled import Styled

texts = st.text(st.sampled_from("ab c\n.😀ж"), max_size=12)


def marked(said: Styled, kind: str) -> list[str]:
    return [said.said_by(each) for each in said.entities if each.kind == kind]


def without(said: Styled, kind: str) -> str:
    units = said.text.encode("utf-16-le")
    for each in sorted(said.entities, key=lambda each: -each.offset):
        if each.kind == kind:
            units = units[: 2 * each.offset] + units[2 * (each.offset + each.length) :]
    return units.decode("utf-16-le")


def test_what_was_taken_away_is_struck_through_at_its_place():
    shown = struck(["The price is 100 euros, today only"], Styled("The price is 120 euros"), 4096)
    assert shown.text == "The price is 100 120 euros , today only"
    assert marked(shown, "strikethrough") == ["100", ", today only"]


def test_what_was_struck_stays_struck_after_the_next_edit():
    shown = struck(["one two three", "one three"], Styled("one four"), 4096)
    assert shown.text == "one two three four"
    assert marked(shown, "strikethrough") == ["two three"]


def test_formatting_of_the_new_text_stays_on_its_words():
    bold = Entity("bold", 4, 3)
    shown = struck(["old dog"], Styled("new dog", (bold,)), 4096)
    assert marked(shown, "bold") == ["dog"]


def test_the_oldest_words_give_way_where_space_ends():
    now = Styled("short")
    assert struck(["a very long beginning", "brief"], now, 11).text == "brief short"
    assert struck(["brief"], now, 5) == now


def test_older_versions_are_folded_below_with_what_each_edit_changed():
    shown = with_versions([("10:00", "red cat\nbye"), ("11:00", "blue cat\nbye")], Styled("blue dog\nbye"), 4096)
    assert shown.text == "blue dog\nbye\n\n11:00\nblue cat dog\n…\n\n10:00\nred blue cat\n…"
    [quote] = marked(shown, "expandable_blockquote")
    assert quote.startswith("11:00")
    assert quote.endswith("…")
    assert marked(shown, "strikethrough") == ["cat", "red"]
    assert marked(shown, "underline") == ["dog", "blue"]


def test_only_as_many_versions_stand_below_as_there_is_space_for():
    olds = [(f"{hour}:00", f"text {hour}") for hour in range(9)]
    whole = with_versions(olds, Styled("text now"), 4096)
    assert len(marked(whole, "bold")) == MOST_VERSIONS
    assert marked(with_versions(olds, Styled("text now"), 30), "bold") == ["8:00"]
    assert with_versions(olds, Styled("text now"), 10).text == "text now"


def test_a_text_that_is_struck_as_a_whole_keeps_its_formatting():
    shown = wholly_struck(Styled("gone 😀", (Entity("bold", 0, 4),)))
    assert marked(shown, "strikethrough") == ["gone 😀"]
    assert marked(shown, "bold") == ["gone"]


@given(st.lists(texts, max_size=3), texts)
def test_without_what_is_struck_the_new_text_is_left(before: list[str], now: str):
    shown = struck(before, Styled(now), 4096)
    assert "".join(without(shown, "strikethrough").split()) == "".join(now.split())


@given(texts, texts)
def test_a_difference_holds_both_texts(before: str, after: str):
    shown = changed(before, after)
    struck_out, put_in = "".join(marked(shown, "strikethrough")), "".join(marked(shown, "underline"))
    assert set(struck_out) <= set(before)
    assert set(put_in) <= set(after)
    assert all(each.length > 0 and each.offset + each.length <= shown.length for each in shown.entities)
