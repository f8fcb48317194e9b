"""What tools reach outside: public pages only, bounded in every way; servers of tools that may be slow or down."""

import asyncio
import gzip
import socket
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from agents.outside.addresses import links_in, same_link
from agents.outside.offers import Offer, arguments_of
from agents.outside.pages import Pages
from agents.outside.search import Search
from agents.outside.servers import Servers
from agents.tool import flat_schema
from core.errors import PlatformError, Unavailable, UserError
from core.ids import UserId
from core.web import resolve
from storage.database import Database
from storage.tool_rights import OFF, ToolRights
from storage.tool_servers import ToolServers
from tests.fakes.searxng import FakeSearxng
from tests.fakes.web import Web

NOBODY: frozenset[str] = frozenset()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        yield web


async def refusal(pages: Pages, url: str) -> str:
    with pytest.raises(PlatformError) as refused:
        await pages.read(url)
    return refused.value.key


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:11434/api/tags",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
    ],
)
async def test_addresses_inside_are_refused_however_they_are_written(url: str):
    with pytest.raises(UserError) as refused:
        await resolve(url, NOBODY)
    assert refused.value.key == "error-link-private"


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://me:secret@example.org/"]
)
async def test_what_is_no_plain_web_address_is_refused(url: str):
    with pytest.raises(UserError) as refused:
        await resolve(url, NOBODY)
    assert refused.value.key == "error-link-unreadable"


async def test_a_public_address_is_taken_as_it_was_looked_up():
    assert (await resolve("https://1.1.1.1/dns", NOBODY)).ip == "1.1.1.1"


async def test_a_page_is_read_without_what_stands_around_it(web: Web):
    url = web.write(
        "/a", "<title>T</title><nav>menu</nav><article><h1>Head</h1><p>Text</p></article><footer>f</footer>"
    )

    page = await Pages(frozenset((web.host,))).read(url)

    assert (page.title, page.text) == ("T", "# Head\nText")


async def test_every_step_of_a_redirect_is_checked(web: Web):
    pages = Pages(frozenset((web.host,)))
    web.write("/end", "<p>End</p>")

    assert (await pages.read(web.send_on("/start", "/end"))).text == "End"
    assert await refusal(pages, web.send_on("/inside", "http://127.0.0.1:9/")) == "error-link-private"
    assert await refusal(pages, web.send_on("/round", "/round")) == "error-link-redirects"
    assert web.asked.count("/round") == 6


async def test_pages_are_bounded_in_kind_and_size(web: Web):
    pages = Pages(frozenset((web.host,)))

    assert await refusal(pages, web.write("/x", "\0", "application/zip")) == "error-link-kind"
    assert await refusal(pages, web.write("/y", "x" * 3_000_000, "text/plain")) == "error-link-too-large"
    assert await refusal(pages, web.write("/z", "<p></p>")) == "error-link-empty"
    assert await refusal(pages, f"{web.url}/missing") == "error-link-refused"
    assert (await pages.read(web.write("/t", "plain", "text/plain"))).text == "plain"


async def test_a_packed_page_is_read_and_one_that_bursts_is_not(web: Web):
    pages = Pages(frozenset((web.host,)))
    bomb = gzip.compress(bytes(200_000_000))

    assert (await pages.read(web.pack("/packed", gzip.compress(b"<p>Hello</p>"), "gzip"))).text == "Hello"
    assert await refusal(pages, web.pack("/broken", b"no gzip", "gzip")) == "error-link-unreadable"
    assert await refusal(pages, web.pack("/zstd", b"(\xb5/\xfd", "zstd")) == "error-link-kind"
    tracemalloc.start()
    try:
        assert await refusal(pages, web.pack("/bomb", bomb, "gzip")) == "error-link-too-large"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_links_are_found_as_people_write_them():
    text = "See https://example.org/a?b=1, (www.example.org) and пример.рф/страница!"

    assert links_in(text) == ("https://example.org/a?b=1", "www.example.org", "пример.рф/страница")
    assert same_link("https://www.Example.org/a/", "example.org/a")
    assert not same_link("https://example.org/a?d=secret", "https://example.org/a")


async def test_a_search_tells_what_is_wrong_with_the_searxng():
    async with FakeSearxng() as searxng:
        searxng.has_json = False
        with pytest.raises(Unavailable) as refused:
            await Search(searxng.url).find("cats", "en")
    assert refused.value.key == "error-search-json-off"
    with pytest.raises(Unavailable) as refused:
        await Search(searxng.url).find("cats", "en")
    assert refused.value.key == "error-search-unreachable"


def test_a_nested_schema_of_a_server_becomes_flat():
    schema = {
        "type": "object",
        "required": ["who"],
        "$defs": {"Person": {"type": "string", "enum": ["anna", "ben"]}},
        "properties": {
            "who": {"$ref": "#/$defs/Person", "description": "Whose"},
            "model": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    }
    arguments = arguments_of(Offer("s", "t", "d", schema))

    told = flat_schema(arguments)

    assert told["properties"]["who"] == {"description": "Whose", "enum": ["anna", "ben"], "type": "string"}
    assert told["properties"]["model"]["type"] == "integer"
    assert told["required"] == ["who"]
    given = arguments.model_validate({"who": "anna", "model": "3"})
    assert given.model_dump(by_alias=True, exclude_unset=True) == {"who": "anna", "model": 3}


async def test_a_server_that_never_answers_costs_a_turn_two_seconds_once(database: Database):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stored = ToolServers(database)
        await stored.add("slow", f"http://127.0.0.1:{silent.getsockname()[1]}/mcp", UserId(1))
        servers, loop = Servers(stored), asyncio.get_running_loop()
        await servers.offers()  # imports the protocol's library

        started = loop.time()
        assert await servers.offers() == []
        assert loop.time() - started < 1

    await stored.switch("slow", is_on=False)
    assert [(server.name, listed) for server, listed in await servers.look()] == [("slow", None)]
    assert await stored.remove("slow")
    assert not await stored.remove("slow")


async def test_rights_of_tools_are_kept(database: Database):
    rights = ToolRights(database)
    await rights.set("calculate", 3)
    await rights.set("calculate", OFF)

    assert await rights.all() == {"calculate": OFF}


@pytest.mark.parametrize(
    "schema",
    [{"properties": ["who"], "required": None}, {"properties": {"who": {"anyOf": None}}, "required": "who"}, {}],
)
def test_a_server_with_a_broken_schema_breaks_no_turn(schema: dict[str, object]):
    assert flat_schema(arguments_of(Offer("s", "t", "d", schema)))["required"] == []


async def test_a_link_that_is_none_is_refused():
    with pytest.raises(UserError, match="error-link-unreadable"):
        await Pages().read("https://[here")
    assert not same_link("https://[here", "https://here")
