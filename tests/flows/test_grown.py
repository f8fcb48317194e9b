"""The house grown up: PostgreSQL, Redis and the exact index, in one process and split into three."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest

from tests.fakes.postgres import postgres_database
from tests.fakes.process import BotProcess
from tests.fakes.stage import Stage


@pytest.fixture
def grown(postgres_url: str, redis_url: str) -> Iterator[dict[str, str]]:
    """The settings of a bot with a database of its own."""
    with postgres_database(postgres_url) as url:
        plain = url.replace("postgresql+asyncpg", "postgresql")
        yield {"DATABASE_URL": plain, "REDIS_URL": redis_url, "MEMORY__INDEX": "exact"}


async def test_one_process_remembers_forwards_reminds_and_goes_on_after_a_kill(folder, grown):
    async with Stage(folder, **grown) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        await stage.ask(stage.anna, "Remember that my train leaves at 18:40", "I am a small model")
        stage.post("Новость до остановки")
        await stage.until_in(stage.target, "до остановки")
        await stage.ask(stage.anna, "/memory", "18:40")
        saved = await stage.ask(stage.anna, "/remind через 3 секунды позвонить маме", "позвонить маме")
        await stage.bot.kill()
        stage.post("Новость без бота")
        await stage.bot.start()
        await stage.until_in(stage.target, "без бота")
        await stage.until_answer(stage.anna, "⏰ позвонить маме", after=saved.uid)
        await recalls(stage, "When does my train leave?", "18:40")
        assert [each.text for each in stage.messages(stage.target) if each.text] == [
            "Новость до остановки",
            "Новость без бота",
        ]
        assert len([each for each in stage.answers(stage.anna) if each.text.startswith("⏰")]) == 1


@pytest.fixture
async def split(folder, grown) -> AsyncIterator[Stage]:
    """Edge, worker and scheduler as processes of their own; the stage's bot is the edge."""
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(Stage(folder, **grown))
        stage.bot.role = "edge"
        for role in ("worker", "scheduler"):
            other = BotProcess(folder / role, **stage.environment, **grown)
            other.role = role
            await stack.enter_async_context(other)
        await stage.open()
        yield stage


async def test_edge_worker_and_scheduler_share_the_work(split):
    await split.ask(split.anna, "/forward @source_news @target_news", "Source news")
    saved = await split.ask(split.anna, "/remind через 1 секунду проверить чайник", "проверить чайник")
    await split.ask(split.anna, "Remember that my train leaves at 18:40", "I am a small model")
    post = split.post("Одна новость на троих")
    await split.until_in(split.target, "на троих")
    await split.ask(split.anna, "/memory", "18:40")
    await recalls(split, "When does my train leave?", "18:40")
    await split.until_answer(split.anna, "⏰ проверить чайник", after=saved.uid)
    assert [each.text for each in split.messages(split.target) if each.text] == [post.text]


async def recalls(stage: Stage, question: str, what: str) -> None:
    """In a fresh conversation the model is told of it: by memory, then, not by history."""
    await stage.ask(stage.anna, "/new", stage.words(stage.anna, "new-conversation"))
    seen = len(stage.ollama.chats)
    await stage.ask(stage.anna, question, "I am a small model")
    assert any(what in message["content"] for message in stage.ollama.chats[seen]["messages"])
