"""Which model and persona a turn gets: the chat's own choice, an experiment's arm, or what holds for everybody."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from agents.manners import Personas
from core.errors import UserError
from core.ids import ChatId, UserId
from handlers.choices import Choice, Choices, arm_of
from handlers.commands.experiment import read_plan
from inference.catalog import ModelCatalog
from inference.model_server import ModelServer
from storage.chats import Chat, Chats
from storage.database import Database
from storage.experiments import Experiment, Experiments, ExperimentState
from storage.personas import OwnPersonas
from tests.fakes.clock import FakeClock
from tests.fakes.ollama import TINY, FakeModel, FakeOllama


@dataclass
class Desk:
    choices: Choices
    experiments: Experiments
    chats: Chats
    ollama: FakeOllama

    async def chat(self, id: int = 7, **settings: str) -> Chat:
        await self.chats.touch(ChatId(id), "private", "", "")
        await self.chats.update_settings(ChatId(id), **settings)
        found = await self.chats.get(ChatId(id))
        assert found is not None
        return found

    async def start(self, kind: str, a: str, b: str, share: float = 1.0) -> Experiment:
        return await self.experiments.start(kind, a, b, share=share, error_rate=0.05, author=UserId(1))  # type: ignore[arg-type]


@pytest.fixture
async def desk(database: Database, clock: FakeClock) -> AsyncIterator[Desk]:
    async with FakeOllama([TINY, FakeModel("big:8b")]) as ollama:
        server = ModelServer(ollama.url)
        own = OwnPersonas(database, clock)
        await own.save("pirate", "Speak like a pirate.", UserId(1))
        experiments, chats = Experiments(database, clock), Chats(database, clock)
        catalog = ModelCatalog(server, fresh_seconds=0)
        yield Desk(Choices(experiments, chats, catalog, Personas(own)), experiments, chats, ollama)
        await server.close()


async def test_where_nothing_is_chosen_the_platforms_default_answers(desk: Desk):
    assert await desk.choices.of(await desk.chat()) == Choice()
    assert await desk.choices.default_model() == "big:8b"


async def test_a_chats_own_choice_stands_above_an_experiment(desk: Desk):
    await desk.start("model", "big:8b", "tiny:latest")
    chat = await desk.chat(model="tiny:latest", persona="pirate")
    assert await desk.choices.of(chat) == Choice("tiny:latest", "Speak like a pirate.")
    assert not await desk.choices.is_blind(chat)


async def test_a_chat_in_two_experiments_has_an_arm_of_each(desk: Desk):
    first = await desk.start("model", "big:8b", "tiny:latest")
    second = await desk.start("prompt", "pirate", "default")
    chat = await desk.chat()
    arms = {each.id: arm_of(each, chat.id) for each in (first, second)}
    choice = await desk.choices.of(chat)
    assert choice.model == first.name_of(arms[first.id] or "a")
    assert choice.persona == ("Speak like a pirate." if arms[second.id] == "a" else "")
    assert choice.variant == f"{first.id}:{arms[first.id]} {second.id}:{arms[second.id]}"
    assert await desk.choices.is_blind(chat)


async def test_what_was_adopted_answers_everybody_until_it_is_rolled_back(desk: Desk):
    one = await desk.start("model", "big:8b", "tiny:latest")
    await desk.experiments.end(one.id, ExperimentState.ADOPTED, "b")
    assert await desk.choices.of(await desk.chat()) == Choice("tiny:latest")
    assert await desk.choices.default_model() == "tiny:latest"
    await desk.experiments.end(one.id, ExperimentState.ROLLED_BACK)
    assert await desk.choices.of(await desk.chat()) == Choice()


async def test_a_model_that_is_gone_is_no_longer_the_chats_choice_and_that_is_told_once(desk: Desk):
    assert await desk.choices.of(await desk.chat(model="removed:1b")) == Choice(gone="removed:1b")
    again = await desk.chats.get(ChatId(7))
    assert again is not None
    assert await desk.choices.of(again) == Choice()


async def test_a_model_whose_server_is_down_stays_chosen(desk: Desk):
    chat = await desk.chat(model="tiny:latest")
    await desk.ollama.stop()
    assert await desk.choices.of(chat) == Choice("tiny:latest")


async def test_an_arm_that_is_gone_takes_nobody_along(desk: Desk):
    await desk.start("model", "removed:1b", "removed:2b")
    assert await desk.choices.of(await desk.chat()) == Choice()


def test_the_share_is_kept_both_arms_are_alike_and_a_chat_stays_where_it_is():
    one = Experiment(3, "model", "a", "b", 0.3, 0.05, ExperimentState.RUNNING, "")
    arms = [arm_of(one, ChatId(id)) for id in range(10_000)]
    assert arms == [arm_of(one, ChatId(id)) for id in range(10_000)]
    assert 2800 < sum(arm is not None for arm in arms) < 3200
    assert 0.46 < arms.count("a") / (arms.count("a") + arms.count("b")) < 0.54


@pytest.mark.parametrize(
    ("words", "plan"),
    [
        ("model qwen3:4b vs llama3.2:3b 30%", ("model", "qwen3:4b", "llama3.2:3b", 30)),
        ("Model A против B", ("model", "A", "B", 100)),
        ("prompt default vs. pirate 5 %", ("prompt", "default", "pirate", 5)),
    ],
)
def test_an_experiment_is_asked_for_in_words(words: str, plan: tuple[str, str, str, int]):
    read = read_plan(words)
    assert (read.kind, read.a, read.b, read.percent) == plan


@pytest.mark.parametrize("words", ["model a b", "model a vs b 0%", "model a vs b 101%", "agent a vs b", "stop"])
def test_other_words_show_how_to_ask(words: str):
    with pytest.raises(UserError) as caught:
        read_plan(words)
    assert caught.value.key == "usage-experiment"
