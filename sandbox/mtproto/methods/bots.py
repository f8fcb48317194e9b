"""Bots over MTProto: command lists, presses of inline buttons and the answers to them."""

import asyncio
from typing import Any

from telethon import functions, types

from sandbox.events import CallbackAnswered, Event
from sandbox.model import Content
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call
from sandbox.pending import Callback
from sandbox.posting import Options

_PATIENCE = 10.0
_SCOPES: dict[Any, str] = {
    types.BotCommandScopeDefault: "default",
    types.BotCommandScopeUsers: "all_private_chats",
    types.BotCommandScopeChats: "all_group_chats",
    types.BotCommandScopeChatAdmins: "all_chat_administrators",
}


async def press(call: Call, request: Any) -> Any:
    """Waits a while for the bot, as Telegram does.

    Raises:
        Refusal: BOT_RESPONSE_TIMEOUT when the bot says nothing.
    """
    chat = call.find.chat(request.peer)
    message = call.world.message(chat, call.account_id, request.msg_id)
    answered = asyncio.Event()
    pressed: list[Callback] = []

    def listen(event: Event) -> None:
        if isinstance(event, CallbackAnswered) and event.callback in pressed:
            answered.set()

    unsubscribe = call.world.subscribe(listen)
    try:
        pressed.append(call.world.dialogue.press(call.me, message, (request.data or b"").decode("utf-8", "replace")))
        await asyncio.wait_for(answered.wait(), _PATIENCE)
    except TimeoutError as error:
        raise Refusal("BOT_RESPONSE_TIMEOUT") from error
    finally:
        unsubscribe()
    callback = pressed[0]
    return types.messages.BotCallbackAnswer(
        cache_time=0, alert=callback.is_alert or None, message=callback.text or None, url=callback.url or None
    )


async def answer_press(call: Call, request: Any) -> bool:
    call.world.dialogue.answer_press(
        call.me, str(request.query_id), request.message or "", is_alert=bool(request.alert), url=request.url or ""
    )
    return True


async def start(call: Call, request: Any) -> Any:
    """The Start button: `/start`, with what a deep link brought."""
    chat = call.world.private(call.account_id, call.find.user(request.bot).id)
    options = Options(random_id=request.random_id)
    message = call.world.posting.send(call.me, chat, Content(f"/start {request.start_param}"), options)
    return call.happened(types.UpdateMessageID(message.id_for(call.account_id), request.random_id))


def _scope(call: Call, request: Any) -> str:
    scope = request.scope
    if type(scope) in _SCOPES:
        return f"{_SCOPES[type(scope)]}|{request.lang_code}"
    chat_id = call.find.chat(scope.peer).id_for(call.account_id)
    if isinstance(scope, types.BotCommandScopePeerAdmins):
        return f"chat_administrators:{chat_id}|{request.lang_code}"
    if isinstance(scope, types.BotCommandScopePeerUser):
        return f"chat_member:{chat_id}:{call.find.user(scope.user_id).id}|{request.lang_code}"
    return f"chat:{chat_id}|{request.lang_code}"


async def set_commands(call: Call, request: Any) -> bool:
    commands = [{"command": each.command, "description": each.description} for each in request.commands]
    call.world.dialogue.set_commands(call.me, _scope(call, request), commands)
    return True


async def reset_commands(call: Call, request: Any) -> bool:
    call.world.dialogue.set_commands(call.me, _scope(call, request), None)
    return True


async def get_commands(call: Call, request: Any) -> list[Any]:
    if call.me.bot is None:
        raise Refusal("USER_BOT_REQUIRED")
    commands = call.me.bot.commands.get(_scope(call, request), [])
    return [types.BotCommand(each["command"], each["description"]) for each in commands]


METHODS = {
    functions.messages.StartBotRequest: start,
    functions.messages.GetBotCallbackAnswerRequest: press,
    functions.messages.SetBotCallbackAnswerRequest: answer_press,
    functions.bots.SetBotCommandsRequest: set_commands,
    functions.bots.ResetBotCommandsRequest: reset_commands,
    functions.bots.GetBotCommandsRequest: get_commands,
}
