"""The filter of domains: where links lead, however they are written or hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.hosts import host_of, suffixes
from forwarding.post import Entity, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

SHOP = {"names": ["example.com", "пример.рф"]}


def hidden(url: str) -> Post:
    return post(1, "click me", entities=(Entity("text_link", 0, 5, url=url),))


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Example.COM/path?x=1#y", "example.com"),
        ("example.com:8080/x", "example.com"),
        ("http:example.com", "example.com"),
        ("//example.com/x", "example.com"),
        ("https://user:secret@example.com:443", "example.com"),
        ("https://good.example\\@example.com", "good.example"),
        ("https://example.com@evil.example/", "evil.example"),
        ("https://example.com.", "example.com"),
        ("https://exam\u200bple.com", "example.com"),
        ("https://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
        ("https://ПРИМЕР.рф", "пример.рф"),
        ("https://example。com", "example.com"),
        ("https://ｅｘａｍｐｌｅ.com", "example.com"),
        ("https://telegram.me/name", "t.me"),
        ("https://name.t.me", "name.t.me"),
        ("tg://resolve?domain=name", "t.me"),
        ("tg://user?id=5", ""),
        ("mailto:a@example.com", ""),
        ("https://" + "a." * 200 + "com", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_a_host(address: str, host: str):
    assert host_of(address) == host


@given(st.text(st.characters(), max_size=80))
def test_any_address_leads_somewhere_or_nowhere(address: str):
    host = host_of(address)
    assert next(suffixes(host)) == host


@given(st.from_regex(r"xn--[a-z0-9-]{0,40}", fullmatch=True))
def test_any_punycode_reads(label: str):
    assert isinstance(host_of(f"https://{label}.example"), str)


@given(st.text(st.characters(codec="utf-8", categories=["Ll", "Lo"]), min_size=1, max_size=20))
def test_a_name_is_the_same_in_punycode(label: str):
    plain = host_of(f"{label}.example").removesuffix(".example")
    coded = "xn--" + plain.encode("punycode").decode()
    assert host_of(f"{coded}.example") == f"{plain}.example"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (hidden("https://example.com/x"), "pass"),
        (hidden("https://shop.example.com"), "pass"),
        (hidden("https://www.xn--e1afmkfd.xn--p1ai"), "pass"),
        (hidden("https://notexample.com"), "drop"),
        (hidden("https://example.com.evil.example"), "drop"),
        (post(1, "🔥🔥 example.com", entities=(Entity("url", 5, 11),)), "pass"),
        (post(1, "example.com is only said"), "drop"),
        (post(1, "buy", buttons=("", "https://example.com/buy")), "pass"),
        (post(1, "no links"), "drop"),
    ],
)
async def test_a_post_passes_by_where_its_links_lead(said: Post, expected: str):
    assert await outcome("domains", SHOP, said) == expected


async def test_a_link_that_leads_outside_is_found_beside_one_that_does_not():
    both = post(
        1, "a b", entities=(Entity("text_link", 0, 1, "https://example.com"), Entity("text_link", 2, 1, "https://x.y"))
    )
    verdict = await asked("domains", {**SHOP, "outside": True}, both)
    assert (verdict.outcome, verdict.value) == ("pass", "x.y")
    assert await outcome("domains", {**SHOP, "outside": True}, hidden("https://a.example.com")) == "drop"
    assert await outcome("domains", {**SHOP, "outside": True}, post(1, "no links")) == "drop"


async def test_a_whole_zone_is_a_domain():
    assert await outcome("domains", {"names": ".рф"}, hidden("https://пример.рф")) == "pass"
