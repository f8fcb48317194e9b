"""Wiring: every parameter of every handler is provided by somebody, and every command is complete."""

import inspect
from collections.abc import Iterator

import pytest
from aiogram.dispatcher.event.handler import HandlerObject

from bot.dispatcher import all_routers
from bot.edge import SERVICES
from core.i18n import Translator
from handlers.command import SlashCommand
from handlers.command_router import load_commands

OF_THE_UPDATE = {"user", "chat", "texts", "is_for_me", "correlation", "update_id", "is_resumed"}
"""From our middlewares and the intake."""

OF_AIOGRAM = {"bot", "state", "raw_state", "event_update", "event_from_user", "event_chat", "dispatcher"}

OF_FILTERS = {"command", "arguments"}
"""aiogram's Command and our Press."""

COMMANDS = load_commands()


def handlers() -> Iterator[HandlerObject]:
    for router in all_routers(COMMANDS):
        for observer in router.observers.values():
            yield from observer.handlers


def missing(handler: HandlerObject) -> list[str]:
    _event, *others = inspect.signature(inspect.unwrap(handler.callback)).parameters.values()
    known = SERVICES | OF_THE_UPDATE | OF_AIOGRAM | OF_FILTERS
    return [each.name for each in others if each.default is inspect.Parameter.empty and each.name not in known]


@pytest.mark.parametrize("handler", list(handlers()), ids=lambda handler: handler.callback.__qualname__)
def test_somebody_provides_every_parameter_of(handler: HandlerObject):
    assert missing(handler) == []


def test_a_parameter_that_nobody_provides_is_found():
    async def on_nothing(message: object, nobody_has_this: object) -> None: ...

    assert missing(HandlerObject(on_nothing)) == ["nobody_has_this"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_telegram_takes_every_line_of_the_menu(command: SlashCommand, language: str, translator: Translator):
    line = translator.text(language, f"command-{command.name}")

    assert 1 <= len(line) <= 256
    assert command.name.islower()
    assert len(command.name) <= 32


def test_the_commands_are_those_of_the_readme():
    names = {command.name for command in COMMANDS}

    assert names == {
        "start", "help", "language", "settings", "whoami", "new", "stop", "context", "model", "experiment", "agent",
        "remind", "memory", "forward", "digest", "stats", "admin", "export", "forget", "incognito", "usage", "persona",
        "voice", "tools", "why", "dead",
    }  # fmt: skip
