"""The original below what a model made of it: whole, cut with a link, as an address, or in messages of its own."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.text import MESSAGE_LIMIT
from forwarding.draft import Byline, Draft, draft_of
from forwarding.fitting import fitted
from forwarding.originals import remembering, with_original
from forwarding.post import Album, Entity, Media
from forwarding.styled import Styled
from tests.fakes.forwarding import post
from tests.fakes.styled import faults

LINK = "https://t.me/source_news/7"


def made(original: Styled, written: str, *, link: str = LINK, media: Media | None = None) -> Draft:
    """What goes out where a model wrote this."""
    album = Album((post(7, original.text, entities=original.entities, media=media),))
    draft = draft_of(album, Byline("News", link))
    return with_original(fitted(remembering(draft, Styled(written))))


def quoted(said: Styled) -> list[str]:
    return [said.said_by(each) for each in said.entities if each.kind == "expandable_blockquote"]


def test_a_quote_of_the_original_stands_in_no_other():
    original = Styled("цитата и слова", (Entity("blockquote", 0, 6), Entity("bold", 9, 5)))
    draft = made(original, "words")
    assert [each.kind for each in draft.entities] == ["expandable_blockquote", "bold"]
    assert quoted(draft.styled) == ["цитата и слова"]


def test_a_text_that_goes_on_in_further_messages_has_its_original_after_them():
    draft = made(Styled("слово " * 200), "word " * 450 + "\n\n" + "word " * 450)
    assert quoted(draft.styled) == []
    *rest, last = draft.rest
    assert " ".join(each.text for each in (draft.styled, *rest)).split() == ["word"] * 900
    assert quoted(last) == [("слово " * 200).strip()]


def test_an_original_without_an_address_follows_whole_however_long_it_is():
    draft = made(Styled("слово " * 1000), "word " * 200, link="", media=Media("photo", "f", "u"))
    assert draft.text == "word " * 200
    assert all(each.length <= MESSAGE_LIMIT for each in draft.rest)
    assert " ".join(words for each in draft.rest for words in quoted(each)).split() == ["слово"] * 1000


@given(
    words=st.integers(1, 2000),
    written=st.integers(1, 1200),
    link=st.sampled_from(["", LINK]),
    media=st.sampled_from([None, Media("photo", "f", "u")]),
)
def test_it_always_fits_and_nothing_of_what_was_written_is_lost(
    words: int, written: int, link: str, media: Media | None
):
    draft = made(Styled("слово " * words), "word " * written, link=link, media=media)
    messages = [draft.styled, *draft.rest]
    assert draft.styled.length <= draft.limit
    assert all(each.length <= MESSAGE_LIMIT and not faults(each) for each in messages)
    said = " ".join(each.text for each in messages).split()
    assert said.count("word") == written
    is_whole = said.count("слово") == words
    assert is_whole or LINK in [each.url for each in draft.entities] or draft.text.endswith(LINK)


def test_without_a_model_nothing_stands_below():
    draft = draft_of(Album((post(7, "слово"),)), Byline("News", LINK))
    assert with_original(replace(draft, text="other")).text == "other"
