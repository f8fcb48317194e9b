"""What posts carry, loaded by whoever read them; what cannot be had says why."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetFile

from core.errors import RetryLater, Unavailable, UserError
from forwarding.files import PostFiles
from forwarding.post import Media
from forwarding.transports.bot_api.files import BotFiles
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.forwarding import post

LIMIT = 1000


def photo(size: int = 0, file_id: str = "file") -> Media:
    return Media("photo", file_id, "unique", size=size)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
async def files(session: FakeSession) -> AsyncIterator[BotFiles]:
    bot = Bot("42:TOKEN", session=session)
    yield BotFiles(bot)
    await bot.session.close()


async def refused(files: BotFiles, media: Media | None = None) -> str:
    with pytest.raises(UserError) as raised:
        await files.read(post(1, media=media or photo()), LIMIT)
    return raised.value.key


async def test_a_file_that_is_too_large_is_not_even_asked_for(files: BotFiles, session: FakeSession):
    assert await refused(files, photo(LIMIT + 1)) == "error-forwarding-file-large"
    assert session.asked(GetFile) == []


async def test_a_file_whose_size_shows_late_is_not_loaded(files: BotFiles, session: FakeSession):
    session.answer(GetFile, {"file_id": "file", "file_unique_id": "unique", "file_size": LIMIT + 1, "file_path": "p"})
    assert await refused(files) == "error-forwarding-file-large"


@pytest.mark.parametrize(
    ("description", "key"),
    [
        ("Bad Request: file is too big", "error-forwarding-file-large"),
        ("Bad Request: wrong file_id or the file is temporarily unavailable", "error-forwarding-file-gone"),
    ],
)
async def test_what_telegram_refuses_is_told(files: BotFiles, session: FakeSession, description: str, key: str):
    session.refuse(GetFile, 400, description)
    assert await refused(files) == key


async def test_a_post_without_a_file_has_none_to_load(files: BotFiles):
    assert await refused(files, Media("photo")) == "error-forwarding-file-gone"


async def test_a_wait_and_a_broken_line_are_for_later(files: BotFiles, session: FakeSession):
    session.refuse(GetFile, 429, "Too Many Requests: retry after 5", retry_after=5)
    with pytest.raises(RetryLater):
        await files.read(post(1, media=photo()), LIMIT)
    session.fail(GetFile, TelegramNetworkError(GetFile(file_id="file"), "reset"))
    with pytest.raises(Unavailable):
        await files.read(post(1, media=photo()), LIMIT)


class One:
    """Implements Files with one content."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def read(self, post: object, limit: int) -> bytes:
        return self._content


async def test_each_post_is_loaded_by_whoever_read_it():
    files = PostFiles(One(b"bot"), One(b"account"))
    assert await files.read(post(1, media=photo()), LIMIT) == b"bot"
    assert await files.read(post(1, media=photo(file_id="")), LIMIT) == b"account"
    with pytest.raises(Unavailable):
        await PostFiles(One(b"bot")).read(post(1, media=photo(file_id="")), LIMIT)
