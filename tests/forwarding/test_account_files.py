"""The account loads what a post carries from the sandbox's MTProto server."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.config import Settings
from core.errors import Unavailable, UserError
from core.ids import ChatId, MessageId
from forwarding.post import Media, Post
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.files import AccountFiles
from sandbox import model
from sandbox.mtproto.login import CODES
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA
from tests.fakes.chat_page import picture
from tests.fakes.telethon_client import serving

LIMIT = 10_000_000


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def account(server: MtprotoServer, tmp_path: Path) -> AsyncIterator[Account]:
    key = tmp_path / "key.pem"
    key.write_text(server.public_key_pem)
    settings = Settings(
        _env_file=None,
        api_id=1,
        api_hash=SecretStr("sandbox"),
        mtproto_server=f"127.0.0.1:{server.port}",
        mtproto_key_file=key,
        data_dir=tmp_path / "data",
    )
    account = Account(settings)
    await account.connect()
    phone = server.world.accounts[ANNA].phone
    await account.send_code(phone)
    assert await account.sign_in(phone, server.world.kept[CODES][phone])
    await account.learn_chats()
    yield account
    await account.close()


async def posted(server: MtprotoServer, account: Account, text: str, data: bytes = b"") -> Post:
    """A post of the source channel as the account reads it."""
    world = server.world
    media = None
    if data:
        file = world.files_kept.add(data, "p.png", "image/png")
        media = model.Media("photo", file.id, "p.png", "image/png", width=file.width, height=file.height)
    channel = world.chat_named("@source_news", ANNA)
    message = world.posting.send(world.accounts[ANNA], channel, model.Content(text, media=media))
    source = ChatId(await account.client.get_peer_id("source_news"))
    return Post(source, MessageId(message.shared_id), datetime.now(UTC), text, media=Media("photo") if data else None)


async def test_the_picture_of_a_post_comes_as_it_was_sent(server: MtprotoServer, account: Account):
    data = picture(200, 30, 30)
    post = await posted(server, account, "look", data)
    assert await AccountFiles(account).read(post, LIMIT) == data


async def test_a_file_over_the_limit_is_not_loaded(server: MtprotoServer, account: Account):
    post = await posted(server, account, "look", picture(200, 30, 30))
    with pytest.raises(UserError, match="error-forwarding-file-large"):
        await AccountFiles(account).read(post, 10)


async def test_a_post_without_a_file_or_that_is_gone_has_none(server: MtprotoServer, account: Account):
    post = await posted(server, account, "only words")
    for message in (post.message, MessageId(999_999)):
        with pytest.raises(UserError, match="error-forwarding-file-gone"):
            await AccountFiles(account).read(Post(post.source, message, post.date), LIMIT)


async def test_without_a_connection_it_is_for_later(server: MtprotoServer, account: Account):
    post = await posted(server, account, "look", picture(200, 30, 30))
    await account.close()
    with pytest.raises(Unavailable):
        await AccountFiles(account).read(post, LIMIT)
