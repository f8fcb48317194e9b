"""Questions about pictures that were asked before."""

from collections.abc import AsyncIterator

import pytest

from core.i18n import Translator
from storage.database import Database
from tests.fakes.agents import BEN, Desk, end_of, open_desk, text_of
from tests.fakes.clock import FakeClock
from tests.fakes.ollama import FakeModel

CAT = b"a picture of a cat"


@pytest.fixture
async def desk(database: Database, clock: FakeClock, translator: Translator) -> AsyncIterator[Desk]:
    async with open_desk(database, clock, translator) as desk:
        desk.ollama.models["seeing:latest"] = FakeModel("seeing:latest", capabilities=("completion", "vision"))
        yield desk


async def test_the_same_question_is_asked_once_a_day(desk: Desk):
    desk.ollama.reply("A cat.")
    assert text_of(await desk.ask("Who?", images=(CAT,))) == "A cat."
    assert text_of(await desk.ask("Who?", images=(CAT,))) == "A cat."
    assert len(desk.ollama.chats) == 1
    desk.clock.advance(24 * 3600)
    await desk.ask("Who?", images=(CAT,))
    assert len(desk.ollama.chats) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"images": (CAT, CAT)},
        {"images": (b"a dog",)},
        {"persona": "A pirate."},
        {"language": "ru"},
        {"user": BEN, "chat": BEN},
        {"is_incognito": True},
        {"is_guest": True},
        {"is_again": True},
        {"are_images_lent": True},
    ],
)
async def test_whatever_differs_the_model_is_asked(desk: Desk, change: dict[str, object]):
    await desk.ask("Who?", images=(CAT,))
    await desk.ask("Who?", **{"images": (CAT,), **change})
    assert len(desk.ollama.chats) == 2


async def test_an_answer_that_was_wanted_anew_takes_the_place_of_the_older(desk: Desk):
    for said, is_again in (("A cat.", False), ("A lynx.", True)):
        desk.ollama.reply(said)
        await desk.ask("Who?", images=(CAT,), is_again=is_again)
    assert text_of(await desk.ask("Who?", images=(CAT,))) == "A lynx."


async def test_an_answer_that_broke_off_or_was_cut_is_not_given_again(desk: Desk):
    desk.ollama.cut("A c")
    assert end_of(await desk.ask("Who?", images=(CAT,))).state == "failed"
    desk.ollama.reply("A cat wi", done_reason="length")
    assert end_of(await desk.ask("Who?", images=(CAT,))).state == "cut"
    desk.ollama.reply("A cat.")
    assert text_of(await desk.ask("Who?", images=(CAT,))) == "A cat."


async def test_without_a_model_that_sees_nothing_is_made_up(desk: Desk):
    del desk.ollama.models["seeing:latest"]
    end = end_of(await desk.ask("Who?", images=(CAT,)))
    assert (end.state, end.error_key) == ("failed", "error-no-model-sees")
    assert desk.ollama.chats == []
