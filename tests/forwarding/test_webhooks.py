"""Webhooks over real sockets: what the receiver gets, how it can believe it, and every answer that it may give."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.rules import Rule
from forwarding.transports.webhooks import BUSY_SECONDS, LONGEST_WAIT, seconds_of
from storage.database import Database
from storage.endpoints import Endpoint, Endpoints
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, SOURCE, TARGET, Room, make_room, post
from tests.fakes.web import Web


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        web.write("/in", "")
        yield web


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def to_hook(room: Room, web: Web, path: str = "/in", **fields: Any) -> Rule:
    hook = await room.rulebook.resolve(f"hook:{web.url}{path}")
    rule = await room.rule(SOURCE, hook.id, **fields)
    await room.deliver()  # the secret
    return rule


def told(web: Web) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in web.received]


async def test_a_post_arrives_as_json_with_what_a_program_needs(room: Room, web: Web):
    rule = await to_hook(room, web, name="to the archive")

    await room.forwarder.accept(post(7, "Python 3.15 вышел", author="Anna"))
    await room.deliver()

    (call,) = told(web)
    assert call["event"] == "new"
    assert call["rule"] == {"id": rule.id, "name": "to the archive"}
    assert call["source"] == {"id": SOURCE, "title": "Source news"}
    assert call["messages"] == [7]
    assert call["text"] == "Python 3.15 вышел"
    assert call["author"] == "Anna"
    assert call["link"] == "https://t.me/source_news/7"
    assert call["date"] == "2026-11-02T12:00:07+00:00"


async def test_the_receiver_can_check_the_signature_with_the_secret_that_the_author_was_told(
    room: Room, web: Web, database: Database, clock: FakeClock
):
    rule = await to_hook(room, web)
    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()

    (secret,) = [
        word for text in room.transport.said(ChatId(AUTHOR)) for word in text.split() if word.startswith("whsec_")
    ]
    (request,) = web.received
    id, timestamp = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.new(key, f"{id}.{timestamp}.".encode() + request.body, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert int(timestamp) == int(clock.now().timestamp())
    await room.rulebook.change(rule, rule.spec.model_copy(update={"name": "renamed"}), AUTHOR)
    await room.deliver()
    assert len(room.transport.said(ChatId(AUTHOR))) == 1


async def test_an_edit_and_a_deletion_follow_and_name_the_same_message(room: Room, web: Web):
    await to_hook(room, web, deletions="follow")
    await room.forwarder.accept(post(7, "Before"))
    await room.deliver()
    edited = post(7, "After", edited=room.clock.now())

    await room.forwarder.accept_edit(edited)
    await room.deliver()
    await room.forwarder.accept_deletion(SOURCE, [MessageId(7)])
    await room.deliver()

    assert [(call["event"], call["messages"], call["text"]) for call in told(web)] == [
        ("new", [7], "Before"),
        ("edit", [7], "After"),
        ("delete", [7], None),
    ]
    assert len({each.headers["webhook-id"] for each in web.received}) == 3


async def test_what_transforms_made_of_a_post_is_what_the_receiver_gets(room: Room, web: Web):
    await to_hook(room, web, transforms=[{"footer": {"text": "— from us"}}])

    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()

    assert told(web)[0]["text"].startswith("Hello")
    assert told(web)[0]["text"].endswith("— from us")


async def test_the_words_of_a_protected_post_do_not_leave(room: Room, web: Web):
    await to_hook(room, web)

    await room.forwarder.accept(post(7, "Secret words", is_protected=True))
    await room.deliver()

    assert "Secret words" not in web.received[0].body.decode()
    assert "https://t.me/source_news/7" in told(web)[0]["text"]


async def test_an_album_is_one_call_with_all_its_parts(room: Room, web: Web):
    await to_hook(room, web)
    for number in (7, 8, 9):
        await room.forwarder.accept(post(number, "Colours" if number == 7 else "", album="a"))

    await room.deliver(10)

    (call,) = told(web)
    assert call["messages"] == [7, 8, 9]
    assert call["text"] == "Colours"


@pytest.mark.parametrize("status", [500, 502, 504, 408])
async def test_a_server_in_trouble_gets_the_same_call_again_with_the_same_id(room: Room, web: Web, status: int):
    await to_hook(room, web)
    web.write("/in", "", status=status)
    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()
    web.write("/in", "")

    await room.deliver(300)

    assert len(web.received) == 2
    assert web.received[0].headers["webhook-id"] == web.received[1].headers["webhook-id"]
    assert web.received[0].body == web.received[1].body


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_says_when_is_left_alone_until_then(room: Room, web: Web, status: int):
    await to_hook(room, web)
    web.write("/in", "", status=status, Retry_After="120")
    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()
    web.write("/in", "")

    await room.deliver(119)
    assert len(web.received) == 1
    await room.deliver(2)
    assert len(web.received) == 2


async def test_a_call_that_nobody_answered_is_repeated_for_its_id_makes_that_harmless(room: Room, web: Web):
    await to_hook(room, web)
    port = int(web.url.rpartition(":")[2])
    await web.stop()
    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()
    await web.start(port)

    await room.deliver(300)

    assert [call["text"] for call in told(web)] == ["Hello"]


@pytest.mark.parametrize("status", [400, 401, 404, 302])
async def test_what_the_receiver_refuses_is_not_sent_again_and_its_author_is_told(room: Room, web: Web, status: int):
    await to_hook(room, web)
    web.write("/in", "", status=status, Location=f"{web.url}/elsewhere")
    await room.forwarder.accept(post(7, "Hello"))

    await room.deliver()
    await room.deliver(1000)

    assert [each.path for each in web.received] == ["/in"]
    assert any(f"HTTP {status}" in text for text in room.transport.said(ChatId(AUTHOR)))


async def test_a_webhook_that_is_gone_pauses_its_rule(room: Room, web: Web):
    rule = await to_hook(room, web)
    web.write("/in", "", status=410)
    await room.forwarder.accept(post(7, "Hello"))

    await room.deliver()

    found = await room.rulebook.get(rule.id)
    assert found is not None
    assert found.is_paused


@pytest.mark.parametrize("reference", ["hook:ftp://127.0.0.1/", "hook:nonsense", "hook:", "hook:http://[here/"])
async def test_what_is_no_address_is_refused_by_one_sentence(room: Room, reference: str):
    with pytest.raises(UserError) as refused:
        await room.rulebook.resolve(reference)
    assert refused.value.key == "error-link-unreadable"


async def test_an_address_inside_of_a_private_network_is_refused_unless_it_is_allowed(room: Room):
    with pytest.raises(UserError) as refused:
        await room.rulebook.resolve("hook:http://127.0.0.2/in")
    assert refused.value.key == "error-link-private"


async def test_an_allowance_that_ended_keeps_what_waits_from_being_sent(
    room: Room, database: Database, clock: FakeClock
):
    hook: Endpoint = await Endpoints(database, clock).open("webhook", "http://127.0.0.2:9/in", "127.0.0.2")
    await room.rule(SOURCE, hook.chat)

    await room.forwarder.accept(post(7, "Hello"))
    await room.deliver()

    assert any("private network" in text for text in room.transport.said(ChatId(AUTHOR)))


async def test_a_webhook_is_no_source(room: Room, web: Web):
    hook = await room.rulebook.resolve(f"hook:{web.url}/in")
    with pytest.raises(UserError) as refused:
        await room.rule(hook.id, TARGET)
    assert refused.value.key == "error-rule-hook-as-source"


async def test_a_webhook_that_nobody_opened_is_not_found(room: Room, web: Web):
    hook = await room.rulebook.resolve(f"hook:{web.url}/in")
    with pytest.raises(UserError) as refused:
        await room.rulebook.resolve(str(hook.id - 1))
    assert refused.value.key == "error-chat-not-found"


def test_a_pause_is_read_as_seconds_or_as_a_date_and_is_bounded(clock: FakeClock):
    now = clock.now()
    assert seconds_of("120", now) == 120
    assert seconds_of(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert seconds_of(format_datetime(now - timedelta(days=1), usegmt=True), now) == 1
    assert seconds_of("999999", now) == LONGEST_WAIT
    assert seconds_of("soon", now) == BUSY_SECONDS
    assert seconds_of("", now) == BUSY_SECONDS


async def test_nobody_checks_posts_at_a_webhook(room: Room, web: Web):
    hook = await room.rulebook.resolve(f"hook:{web.url}/in")
    with pytest.raises(UserError, match="error-rule-check-chat-on-web"):
        await room.rule(trouble="check", check_chat={"chat": hook.id})


async def test_the_new_words_of_a_protected_post_are_not_called_out(room: Room, web: Web):
    await to_hook(room, web)
    await room.forwarder.accept(post(7, "secret", is_protected=True))
    changed = post(7, "secret anew", is_protected=True, edited=room.clock.now())
    await room.forwarder.accept_edit(changed)
    await room.deliver()
    assert [(call["event"], call["text"]) for call in told(web)] == [("new", "Source news\nhttps://t.me/source_news/7")]
