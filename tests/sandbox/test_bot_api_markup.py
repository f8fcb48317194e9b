import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bot_api.markup import formatted
from sandbox.entities import utf16_slice, with_detected
from sandbox.refusals import WorldError


def _shown(source: str, mode: str) -> tuple[str, list[tuple[str, str]]]:
    text, entities = formatted(source, mode, None)
    return text, [(each.kind, utf16_slice(text, each.offset, each.length)) for each in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a<i>б</i></b> c", "aб c", [("bold", "aб"), ("italic", "б")]),
        ('<a href="https://x.io/">😀 link</a>', "😀 link", [("text_link", "😀 link")]),
        ('<a href="tg://user?id=7">Ben</a>', "Ben", [("text_mention", "Ben")]),
        ('<pre><code class="language-python">1 &lt; 2</code></pre>', "1 < 2", [("pre", "1 < 2")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ("a &amp; b &unknown; <tg-spoiler>s</tg-spoiler>", "a & b &unknown; s", [("spoiler", "s")]),
    ],
)
def test_html_becomes_entities(source: str, text: str, entities: list[tuple[str, str]]):
    assert _shown(source, "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*b _и_* `c`", "b и c", [("bold", "b и"), ("italic", "и"), ("code", "c")]),
        ("__u__ ~s~ ||h||", "u s h", [("underline", "u"), ("strikethrough", "s"), ("spoiler", "h")]),
        ("```py\nx = 1\n```", "x = 1\n", [("pre", "x = 1\n")]),
        (r"1\.5 \- [t](http://a.io/\))", "1.5 - t", [("text_link", "t")]),
        (">one\n>two\nrest", "one\ntwo\nrest", [("blockquote", "one\ntwo")]),
    ],
)
def test_markdown_v2_becomes_entities(source: str, text: str, entities: list[tuple[str, str]]):
    assert _shown(source, "MarkdownV2") == (text, entities)


def test_legacy_markdown_becomes_entities():
    assert _shown(r"*b* _i_ \_ `c` [t](http://a.io/)", "Markdown") == (
        "b i _ c t",
        [("bold", "b"), ("italic", "i"), ("code", "c"), ("text_link", "t")],
    )


@pytest.mark.parametrize(
    ("source", "mode", "reason"),
    [
        ("я<foo>x</foo>", "HTML", 'Unsupported start tag "foo" at byte offset 2'),
        ("<b>x", "HTML", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", "HTML", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "HTML", "Unexpected end tag at byte offset 1"),
        ("1.5", "MarkdownV2", r"Character '.' is reserved and must be escaped with the preceding '\'"),
        ("я *bold", "MarkdownV2", "Can't find end of Bold entity at byte offset 3"),
        ("я _x", "Markdown", "Can't find end of the entity starting at byte offset 3"),
    ],
)
def test_what_cannot_be_parsed_is_refused_with_the_byte_offset(source: str, mode: str, reason: str):
    with pytest.raises(WorldError) as refusal:
        formatted(source, mode, None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_telegram_finds_commands_mentions_links_and_tags_outside_code():
    text = "/start@my_bot см. @anna #тег https://ya.ru/x?y=1, a@b.io $TON"
    found = [(each.kind, utf16_slice(text, each.offset, each.length)) for each in with_detected(text, ())]
    assert found == [
        ("bot_command", "/start@my_bot"),
        ("mention", "@anna"),
        ("hashtag", "#тег"),
        ("url", "https://ya.ru/x?y=1"),
        ("email", "a@b.io"),
        ("cashtag", "$TON"),
    ]
    inside, entities = formatted("<code>/start</code>", "HTML", None)
    assert [each.kind for each in with_detected(inside, entities)] == ["code"]


@given(st.text(), st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_no_text_breaks_the_parsers_and_entities_stay_inside(source: str, mode: str):
    try:
        text, entities = formatted(source, mode, None)
    except WorldError:
        return
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert all(each.offset >= 0 and each.offset + each.length <= size for each in entities)
