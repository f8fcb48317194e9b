"""The index before the handlers: who cannot be meant is not asked, and the order stays."""

from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, Update

from handlers.command import SlashCommand
from handlers.command_router import build_router
from handlers.index import AnyCommand, InGroup, Key, Kind, Sign, Step, collect
from handlers.ui.presses import Press
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.updates import ANNA, private


class Wizard(StatesGroup):
    name = State()


class Asked(Sign):
    """Counts how often it is asked; lets everything through that its kind allows."""

    def __init__(self) -> None:
        self.times = 0

    def may_pass(self, key: Key) -> bool:
        return key.kind == "photo"

    async def __call__(self, _: Message) -> bool:
        self.times += 1
        return True


class House:
    """A dispatcher whose handlers note who was reached."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.photos = Asked()
        self.bot = Bot("42:TOKEN", session=FakeSession())
        self.dispatcher = Dispatcher()
        first, last = Router(), Router()
        first.message.register(self.note("photo"), self.photos)
        first.message.register(self.note("group"), InGroup())
        first.message.register(self.note("step"), Step(Wizard.name))
        last.message.register(self.note("unknown"), AnyCommand())
        last.message.register(self.note("text"), Kind("text"))
        last.callback_query.register(self.note("press"), Press("memory"))
        last.callback_query.register(self.note("old"))
        commands = build_router([SlashCommand("help", self.note("help"))])
        collect(self.dispatcher, (first, commands, last))

    def note(self, name: str) -> Any:
        async def handle(_: Message | CallbackQuery) -> None:
            self.reached.append(name)

        return handle

    async def take(self, raw: dict[str, Any]) -> str:
        update = Update.model_validate(raw, context={"bot": self.bot})
        await self.dispatcher.feed_update(self.bot, update, is_for_me=True)
        return self.reached[-1]


def press(data: str) -> dict[str, Any]:
    return {"update_id": 1, "callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": data}}


@pytest.mark.parametrize(
    ("text", "handler"),
    [
        ("hello", "text"),
        ("/help", "help"),
        ("/HELP me", "help"),
        ("/help@sandbox_bot", "help"),
        ("/nonsense", "unknown"),
        ("/", "unknown"),
        ("/ help", "unknown"),
        ("say /help", "text"),
    ],
)
async def test_each_text_reaches_the_first_handler_that_is_for_it(text: str, handler: str):
    assert await House().take(private(1, text, ANNA)) == handler


@pytest.mark.parametrize(("data", "handler"), [("memory:page:8", "press"), ("memory", "press"), ("other:1", "old")])
async def test_a_press_reaches_its_command_and_an_unknown_one_the_last_handler(data: str, handler: str):
    assert await House().take(press(data)) == handler


async def test_a_handler_of_another_kind_is_not_even_asked():
    house = House()
    await house.take(private(1, "hello", ANNA))
    assert house.photos.times == 0


async def test_a_step_of_a_dialogue_is_reached_only_in_that_dialogue():
    house = House()
    context = house.dispatcher.fsm.get_context(house.bot, ANNA["id"], ANNA["id"])
    await context.set_state(Wizard.name)
    assert await house.take(private(1, "a name", ANNA)) == "step"
    await context.clear()
    assert await house.take(private(2, "a name", ANNA)) == "text"
