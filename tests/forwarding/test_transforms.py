"""What each transform makes of a post."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from core.buttons import Button
from core.errors import UserError
from core.ids import ChatId, MessageId, RuleId
from forwarding.draft import Byline, Draft, draft_of
from forwarding.drafting import all_transforms
from forwarding.means import Context, Means
from forwarding.post import Album, Entity, Media, MediaKind, Post
from tests.fakes.clock import FakeClock

TRANSFORMS = {each.name: each for each in all_transforms()}
BYLINE = Byline("*Новости* дня", "https://t.me/news/7")
LATE = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)


def draft(
    text: str = "", *entities: Entity, kind: MediaKind | None = None, count: int = 1, byline: Byline = BYLINE
) -> Draft:
    media = Media(kind, "file", "unique") if kind else None
    posts = [
        Post(ChatId(-1001), MessageId(number), LATE, "" if number else text, () if number else entities, media)
        for number in range(count)
    ]
    return draft_of(Album(tuple(posts)), byline)


def changed(given: Draft, name: str, **params: Any) -> Draft:
    transform = TRANSFORMS[name]
    made = transform.prepare(transform.read(params), Context(RuleId(1), "Europe/Moscow", Means(FakeClock())))(given)
    if isinstance(made, Draft):
        return made

    async def wait() -> Draft:
        return await made

    return asyncio.run(wait())


def said(name: str, text: str, *entities: Entity, **params: Any) -> str:
    return changed(draft(text, *entities), name, **params).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("слово, Слово и СЛОВО", "дело, Дело и ДЕЛО"),
        ("словом делу не поможешь", "словом делу не поможешь"),
        ("🔥слово🔥", "🔥дело🔥"),
        ("слово" * 2, "слово" * 2),
        ("c++, C++ и 50%", "rust, Rust и половина"),
        ("@old_name и @old_names", "@new_name и @old_names"),
        ("большое слово", "малое дело"),
        ("реклама тут", " тут"),
    ],
)
def test_words_are_replaced_whole_and_in_their_case(text: str, expected: str):
    pairs = {
        "слово": "дело",
        "c++": "rust",
        "50%": "половина",
        "@old_name": "@new_name",
        "большое слово": "малое дело",
        "реклама": "",
    }
    assert said("replace", text, pairs=pairs) == expected


def test_a_mention_is_none_in_an_address_of_mail():
    assert said("replace", "box@site.example @site", pairs={"@site": "@new"}) == "box@site.example @new"


def test_a_name_with_a_capital_of_its_own_keeps_it():
    assert said("replace", "apple, Apple, APPLE, ipod", pairs={"Apple": "Яблоко", "ipod": "iPhone"}) == (
        "яблоко, Яблоко, ЯБЛОКО, iPhone"
    )


def test_parts_of_words_are_replaced_where_that_is_asked_for():
    assert said("replace", "словом", pairs={"слово": "дело"}, part=True) == "делом"


def test_replaced_words_keep_their_formatting_and_later_ones_too():
    given = draft("жирное слово и курсив", Entity("bold", 7, 5), Entity("italic", 15, 6))
    assert changed(given, "replace", pairs={"слово": "предложение"}).entities == (
        Entity("bold", 7, 11),
        Entity("italic", 21, 6),
    )


def test_a_word_in_an_address_is_no_word_of_the_text():
    text = "news: https://site.example/news"
    assert said("replace", text, Entity("url", 6, 25), pairs={"news": "новости"}) == (
        "новости: https://site.example/news"
    )


def test_an_address_is_replaced_in_hidden_links_too():
    given = draft("читать news", Entity("text_link", 0, 11, url="https://t.me/news/1"))
    pairs = {"t.me/news": "t.me/olds", "news": "вести"}
    after = changed(given, "replace", pairs=pairs)
    assert (after.text, after.entities[0].url) == ("читать вести", "https://t.me/olds/1")


def test_of_overlapping_words_the_first_and_longest_is_replaced():
    assert said("replace", "a b c", pairs={"a b": "1", "b c": "2", "a": "3"}) == "1 c"


def test_too_many_pairs_and_empty_ones_are_told():
    for pairs, key in (
        ({str(number): "" for number in range(2000)}, "error-rule-too-many-pairs"),
        ({" ": "x"}, "error-rule-blank-pair"),
    ):
        with pytest.raises(UserError) as refused:
            TRANSFORMS["replace"].read({"pairs": pairs})
        assert refused.value.key == key


def test_patterns_are_replaced_one_after_the_other():
    pairs = {r"(\d+)\s*руб(лей)?\b": r"\1 ₽", "₽": "RUB"}
    assert said("replace_regex", "Цена 100 рублей, 5руб", pairs=pairs) == "Цена 100 RUB, 5 RUB"


def test_what_a_group_takes_along_keeps_its_formatting():
    given = draft("всего 100 руб", Entity("bold", 6, 3))
    after = changed(given, "replace_regex", pairs={r"(\d+) руб": r"\1 ₽"})
    assert (after.text, after.entities) == ("всего 100 ₽", (Entity("bold", 6, 3),))


POST = """Заголовок

Подробности (https://site.example/1) и https://t.me/other, всё от @author.

👉 Подписаться | @channel
#реклама #2026 №1 и цвет #1"""


@pytest.mark.parametrize(
    ("what", "gone", "kept"),
    [
        (["links"], ["site.example", "t.me", "()"], ["@author", "#реклама", "Подробности"]),
        (["mentions"], ["@author", "@channel"], ["https://t.me/other", "Подписаться", "всё от."]),
        (["hashtags"], ["#реклама"], ["#2026", "#1", "№1", "@channel"]),
    ],
)
def test_what_is_stripped_goes_and_the_rest_stays(what: list[str], gone: list[str], kept: list[str]):
    text = said("strip", POST, what=what)
    assert [each for each in gone if each in text] == []
    assert [each for each in kept if each not in text] == []


def test_a_line_of_links_goes_as_a_whole_with_the_gap_that_it_leaves():
    text = "Новость\n\n👉 https://a.example | @channel\n\n#тег #второй\n\nКонец"
    assert said("strip", text, what=["links", "mentions", "hashtags"]) == "Новость\n\nКонец"


def test_hidden_links_leave_their_words_in_a_sentence_and_go_with_a_line_of_their_own():
    text = "Заголовок\nчитайте здесь подробно\nПодписаться"
    links = [
        Entity("text_link", 0, 9, url="https://a.example"),
        Entity("text_link", 18, 5, url="https://a.example"),
        Entity("text_link", 33, 11, url="https://t.me/x"),
        Entity("bold", 10, 7),
    ]
    after = changed(draft(text, *links), "strip", what=["links"])
    assert (after.text, after.entities) == ("Заголовок\nчитайте здесь подробно", (Entity("bold", 10, 7),))


def test_an_address_of_mail_is_no_mention_and_a_fraction_no_hashtag():
    text = "пишите на box@site.example, C# и a&#39;s"
    assert said("strip", text, what=["mentions", "hashtags"]) == text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/?utm_source=tg&id=5&fbclid=x#top", "https://a.example/?id=5#top"),
        ("https://a.example/?UTM_Medium=1", "https://a.example/"),
        ("https://a.example/?ysclid=1&q=utm_source", "https://a.example/?q=utm_source"),
        ("https://a.example/utm_source=1", "https://a.example/utm_source=1"),
        ("https://a.example/?a=1&&b", "https://a.example/?a=1&&b"),
    ],
)
def test_tracking_goes_from_addresses_that_are_seen_and_hidden(address: str, expected: str):
    seen = changed(draft(f"см. {address} тут", Entity("url", 4, len(address))), "strip", what=["tracking"])
    assert seen.text == f"см. {expected} тут"
    assert seen.entities == (Entity("url", 4, len(expected)),)
    hidden = changed(draft("тут", Entity("text_link", 0, 3, url=address)), "strip", what=["tracking"])
    assert hidden.entities[0].url == expected


def test_a_header_and_a_footer_name_the_source_without_reading_its_marks():
    above = changed(draft("Текст", Entity("bold", 0, 5)), "header", text="**{source}**, {date} {time}")
    assert above.text == "*Новости* дня, 03.11.2026 02:30\n\nТекст"
    assert above.entities == (Entity("bold", 0, 13), Entity("bold", 33, 5))
    below = changed(draft("Текст"), "footer", text="[Оригинал]({link}) · [Бот](https://t.me/bot?start={link})")
    assert below.text == "Текст\n\nОригинал · Бот"
    assert [each.url for each in below.entities] == [BYLINE.link, f"https://t.me/bot?start={BYLINE.link}"]


def test_a_line_that_names_what_is_not_known_is_left_out():
    assert changed(draft("Текст"), "footer", text="— {author}\nИз «{source}»").text == "Текст\n\nИз «*Новости* дня»"
    assert changed(draft("Текст", byline=Byline()), "footer", text="[Оригинал]({link})").text == "Текст"


def test_media_without_a_text_gets_a_footer_only_where_that_is_asked_for():
    assert changed(draft(kind="photo"), "footer", text="Мы").text == ""
    assert changed(draft(kind="photo"), "footer", text="Мы", bare=True).text == "Мы"


def test_a_template_that_names_nothing_that_there_is_is_refused_by_name():
    with pytest.raises(UserError) as refused:
        TRANSFORMS["header"].read({"text": "{title}"})
    assert (refused.value.key, refused.value.params["name"]) == ("error-rule-template-name", "{title}")


def test_buttons_open_what_the_owner_and_the_post_say():
    rows = [
        [{"text": "{source}", "url": "{link}"}, {"text": "Ещё", "url": "https://a.example/?from={source}"}],
        [{"text": "{author}", "url": "https://a.example"}],
    ]
    assert changed(draft("Текст"), "buttons", rows=rows).buttons == (
        (
            Button("*Новости* дня", url="https://t.me/news/7"),
            Button(
                "Ещё",
                url="https://a.example/?from=%2A%D0%9D%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8%2A%20%D0%B4%D0%BD%D1%8F",
            ),
        ),
    )
    assert changed(draft("Текст", byline=Byline()), "buttons", rows=[[{"text": "x", "url": "{link}"}]]).buttons == ()


def test_under_an_album_buttons_are_links():
    rows = [[{"text": "Один", "url": "https://a.example"}, {"text": "Два", "url": "{link}?single"}]]
    after = changed(draft("Текст", kind="photo", count=2), "buttons", rows=rows)
    assert (after.text, after.buttons) == ("Текст\n\nОдин · Два", ())
    assert [each.url for each in after.entities] == ["https://a.example", "https://t.me/news/7?single"]


def test_a_caption_that_is_too_long_ends_with_the_way_to_the_whole():
    after = changed(draft("слово " * 300, kind="photo"), "caption", over="cut", more="… дальше")
    assert after.styled.length <= 1024
    assert after.text.endswith("слово… дальше")
    assert after.entities == (Entity("text_link", len(after.text) - 8, 8, url=BYLINE.link),)


def test_the_rest_of_a_long_text_follows_with_its_formatting():
    text = "🔥🔥 слово\n" * 700
    after = changed(draft(text, Entity("bold", 0, 7000), kind="video"), "caption")
    assert [each.length <= 4096 for each in after.rest] == [True, True]
    assert after.styled.length <= 1024
    together = "\n".join((after.text, *(each.text for each in after.rest)))
    assert together == text.strip()
    assert all(each.entities[0].kind == "bold" for each in after.rest)


def test_what_fits_is_not_cut_and_an_owner_may_ask_for_less():
    assert said("caption", "слово " * 100, over="cut") == "слово " * 100
    assert len(said("caption", "слово " * 100, over="cut", limit=100)) <= 100


def test_captions_are_dropped_and_texts_are_not():
    assert changed(draft("Текст", kind="photo"), "caption", keep=False).text == ""
    assert said("caption", "Текст", keep=False) == "Текст"


def test_a_preview_is_hidden_and_shown():
    hidden = changed(draft("https://a.example"), "preview")
    assert not hidden.has_preview
    assert changed(hidden, "preview", show=True).is_original
    assert changed(draft("https://a.example", kind="photo"), "preview").is_original
