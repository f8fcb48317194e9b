"""Endpoints on both databases: one address is one endpoint, known by an id that no chat has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import ChatId, EndpointId, chat_of_endpoint, endpoint_of
from storage.database import Database
from storage.endpoints import Endpoints
from tests.fakes.clock import FakeClock

FEED = "https://example.org/feed.xml"


@pytest.fixture
def endpoints(database: Database, clock: FakeClock) -> Endpoints:
    return Endpoints(database, clock)


async def test_the_same_address_is_the_same_endpoint_with_the_same_secret(endpoints: Endpoints):
    first = await endpoints.open("feed", FEED, "News")
    again = await endpoints.open("feed", FEED, "Renamed since")

    assert again == first
    assert len(first.secret) == 32
    assert await endpoints.get(first.id) == first


async def test_a_webhook_at_the_address_of_a_feed_is_another_endpoint(endpoints: Endpoints):
    feed, hook = await endpoints.open("feed", FEED, "News"), await endpoints.open("webhook", FEED, "example.org")

    assert feed.id != hook.id
    assert feed.secret != hook.secret


async def test_what_a_transport_remembers_comes_back(endpoints: Endpoints):
    feed = await endpoints.open("feed", FEED, "News")

    await endpoints.remember(feed.id, {"etag": '"a"', "failures": 2})

    known = await endpoints.get(feed.id)
    assert known is not None
    assert known.state == {"etag": '"a"', "failures": 2}
    assert await endpoints.get(EndpointId(999)) is None


@given(st.integers(min_value=1, max_value=10**12))
def test_an_endpoint_as_a_chat_is_told_apart_from_every_chat_of_telegram(number: int):
    chat = chat_of_endpoint(EndpointId(number))

    assert endpoint_of(chat) == number
    assert float(chat) == chat
    assert chat < -4_000_000_000_000


@pytest.mark.parametrize("chat", [1001, -1001, -1001234567890, -3999999999999, 2**52])
def test_a_chat_of_telegram_is_no_endpoint(chat: int):
    assert endpoint_of(ChatId(chat)) is None
