"""The self-test: its judges are simple and honest, and it never takes longer than its time."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from core.config import InferenceSettings
from core.errors import Unavailable
from core.ids import UserId
from inference.catalog import ModelCatalog
from inference.chat_model import ChatModel
from inference.gate import Gate
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from inference.selftest import SelfTest, Verdict
from tests.fakes.ollama import FakeModel, FakeOllama

RUSSIAN = "Радуга – это цветная дуга на небе. Она видна после дождя."
ENGLISH = "A rainbow is an arc of colours in the sky. It shows after rain."
TOKYO = '{"city": "Tokyo", "country": "Japan", "population": 13960000}'


@pytest.fixture
async def ollama() -> AsyncIterator[FakeOllama]:
    async with FakeOllama([FakeModel("able:8b"), FakeModel("plain:1b", capabilities=("completion",))]) as server:
        yield server


@pytest.fixture
async def server(ollama: FakeOllama) -> AsyncIterator[ModelServer]:
    connection = ModelServer(ollama.url)
    yield connection
    await connection.close()


def selftest(server: ModelServer, gate: Gate | None = None, **options: float) -> SelfTest:
    settings = InferenceSettings()
    catalog = ModelCatalog(server)
    chat = ChatModel(catalog, {"ollama": OllamaChat(server, settings)}, settings)
    return SelfTest(chat, catalog, gate or Gate(1), **options)


async def verdicts(test: SelfTest, model: str = "able:8b") -> list[Verdict]:
    async with aclosing(test.run(model)) as told:
        return [verdict async for verdict in told]


def states(told: list[Verdict]) -> list[tuple[str, str, str]]:
    return [(verdict.check, verdict.state, verdict.reason) for verdict in told]


async def test_a_good_model_passes_everything_and_its_speed_is_the_servers_own(ollama: FakeOllama, server: ModelServer):
    ollama.reply(RUSSIAN)
    ollama.reply(ENGLISH)
    ollama.call_tool("get_weather", city="Paris")
    ollama.reply(TOKYO)
    told = await verdicts(selftest(server))
    assert states(told[:4]) == [(check, "good", "fine") for check in ("russian", "english", "tools", "json")]
    assert (told[4].check, told[4].state, told[4].params) == ("speed", "bad", {"rate": 1.5})
    assert ollama.chats[3]["format"]["required"] == ["city", "country", "population"]


@pytest.mark.parametrize(
    ("number", "answer", "reason"),
    [
        (0, "Rainbows are bright arcs.", "not-russian"),
        (0, "Да.", "too-short"),
        (1, "Радуга – это дуга.", "not-english"),
        (2, "It is sunny in Paris today.", "no-call"),
        (3, "Tokyo is a city.", "no-json"),
        (3, '{"city": "Tokyo", "country": "Japan", "population": "many"}', "wrong-json"),
        (3, "[1, 2]", "wrong-json"),
    ],
)
async def test_what_is_wrong_is_named(ollama: FakeOllama, server: ModelServer, number: int, answer: str, reason: str):
    answers = [RUSSIAN, ENGLISH, "", TOKYO]
    answers[number] = answer
    for place, text in enumerate(answers):
        if place == 2 and not text:
            ollama.call_tool("get_weather", city="Paris")
        else:
            ollama.reply(text)
    told = await verdicts(selftest(server))
    assert [(verdict.state, verdict.reason) for verdict in told[:4] if verdict.state != "good"] == [("bad", reason)]


@pytest.mark.parametrize(
    ("name", "city", "reason"), [("get_time", "Paris", "wrong-tool"), ("get_weather", "London", "wrong-arguments")]
)
async def test_a_wrong_call_is_named(ollama: FakeOllama, server: ModelServer, name: str, city: str, reason: str):
    ollama.reply(RUSSIAN)
    ollama.reply(ENGLISH)
    ollama.call_tool(name, city=city)
    assert states(await verdicts(selftest(server)))[2] == ("tools", "bad", reason)


async def test_a_model_without_tools_is_not_asked_for_them(ollama: FakeOllama, server: ModelServer):
    told = await verdicts(selftest(server), "plain:1b")
    assert states(told)[2] == ("tools", "skipped", "no-tools")
    assert len(ollama.chats) == 3


async def test_an_empty_answer_is_a_verdict_and_a_dead_server_is_none(ollama: FakeOllama, server: ModelServer):
    ollama.empty()
    assert states(await verdicts(selftest(server)))[0] == ("russian", "bad", "empty")
    await ollama.stop()
    with pytest.raises(Unavailable):
        await verdicts(selftest(server))


async def test_it_ends_in_its_time_and_says_what_it_did_not_get_to(ollama: FakeOllama, server: ModelServer):
    ollama.reply(RUSSIAN)
    ollama.hold("A rainbow")
    told = await verdicts(selftest(server, total_seconds=0.5))
    assert states(told)[1:4] == [(check, "skipped", "no-time") for check in ("english", "tools", "json")]
    await ollama.wait_closed()


async def test_it_waits_behind_people(ollama: FakeOllama, server: ModelServer):
    gate = Gate(1)
    async with gate.turn("able:8b", UserId(7)):
        told = await verdicts(selftest(server, gate, total_seconds=0.1))
    assert {verdict.state for verdict in told} == {"skipped"}
    assert ollama.chats == []
