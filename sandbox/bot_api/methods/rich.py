"""sendRichMessage."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.methods.sending import options
from sandbox.bot_api.render.messages import message
from sandbox.bot_api.rich import rich_content
from sandbox.model import Json


def send_rich_message(call: Call) -> Json:
    chat = call.chat()
    content = rich_content(call)
    extra = options(call, chat)
    call.spend(chat)
    return message(call.world, call.bot, call.world.posting.send(call.bot, chat, content, extra))


METHODS: dict[str, Callable[[Call], Any]] = {"sendRichMessage": send_rich_message}
