"""Signing in over MTProto with an unmodified Telethon client."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telethon import errors, functions

from sandbox.mtproto.login import CODES
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN, BOT, BOT_TOKEN
from tests.fakes.telethon_client import client_of, new_client, serving, sign_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


async def test_a_person_signs_in_with_the_code_that_the_world_shows(server: MtprotoServer) -> None:
    anna = server.world.accounts[ANNA]
    async with client_of(server, anna) as client:
        me = await client.get_me()
        assert (me.id, me.first_name, me.bot) == (ANNA, "Анна", False)
        assert await client.is_user_authorized()


async def test_the_code_also_arrives_as_a_message_from_telegram(server: MtprotoServer) -> None:
    anna = server.world.accounts[ANNA]
    async with client_of(server, anna) as client:
        await client.get_dialogs()
        message = (await client.get_messages(777000))[0]
        assert server.world.kept[CODES][anna.phone] in message.text


async def test_a_wrong_code_is_refused_and_the_right_one_still_works(server: MtprotoServer) -> None:
    anna = server.world.accounts[ANNA]
    client = new_client(server)
    await client.connect()
    await client.send_code_request(anna.phone)
    right = server.world.kept[CODES][anna.phone]
    wrong = "00000" if right != "00000" else "11111"
    with pytest.raises(errors.PhoneCodeInvalidError):
        await client.sign_in(anna.phone, wrong)
    assert not await client.is_user_authorized()
    assert (await client.sign_in(anna.phone, right)).id == ANNA
    await client.disconnect()


async def test_a_code_is_good_for_five_minutes(server: MtprotoServer) -> None:
    anna = server.world.accounts[ANNA]
    client = new_client(server)
    await client.connect()
    await client.send_code_request(anna.phone)
    server.world.clock.move(301)
    with pytest.raises(errors.PhoneCodeExpiredError):
        await client.sign_in(anna.phone, server.world.kept[CODES][anna.phone])
    await client.disconnect()


async def test_a_password_is_asked_for_and_proved(server: MtprotoServer) -> None:
    ben = server.world.accounts[BEN]
    ben.password = "correct horse"
    client = new_client(server)
    await client.connect()
    with pytest.raises(errors.SessionPasswordNeededError):
        await sign_in(client, server, ben)
    with pytest.raises(errors.PasswordHashInvalidError):
        await client.sign_in(password="wrong horse")
    assert not await client.is_user_authorized()
    assert (await client.sign_in(password="correct horse")).id == BEN
    await client.disconnect()


async def test_a_bot_signs_in_by_its_token(server: MtprotoServer) -> None:
    async with client_of(server, server.world.accounts[BOT]) as client:
        me = await client.get_me()
        assert (me.id, me.bot, me.username) == (BOT, True, "platform_bot")


async def test_a_wrong_token_is_refused(server: MtprotoServer) -> None:
    client = new_client(server)
    await client.connect()
    with pytest.raises(errors.AccessTokenInvalidError):
        await client.sign_in(bot_token=BOT_TOKEN[:-1] + "x")
    await client.disconnect()


async def test_a_number_that_nobody_has_signs_up(server: MtprotoServer) -> None:
    client = new_client(server)
    await client.connect()
    sent = await client.send_code_request("+7 999 000-11-22")
    code = server.world.kept[CODES]["79990001122"]
    with pytest.raises(errors.PhoneNumberUnoccupiedError):
        await client.sign_in("79990001122", code)
    request = functions.auth.SignUpRequest("79990001122", sent.phone_code_hash, "Vera", "")
    assert (await client(request)).user.first_name == "Vera"
    assert (await client.get_me()).phone == "79990001122"
    await client.disconnect()


async def test_after_logging_out_the_key_opens_nothing(server: MtprotoServer) -> None:
    anna = server.world.accounts[ANNA]
    async with client_of(server, anna) as client:
        session = client.session.save()
        await client.log_out()
    again = new_client(server, session)
    await again.connect()
    assert not await again.is_user_authorized()
    with pytest.raises(errors.AuthKeyUnregisteredError):
        await again(functions.messages.GetPinnedDialogsRequest(0))
    await again.disconnect()


async def test_a_session_survives_a_restart_of_the_server(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        world = server.world
        async with client_of(server, world.accounts[ANNA]) as client:
            session = client.session.save()
    async with serving(tmp_path, world) as server:
        again = new_client(server, session)
        again.session.set_dc(2, "127.0.0.1", server.port)
        await again.connect()
        assert (await again.get_me()).id == ANNA
        await again.disconnect()
