"""users.*: who somebody is."""

from typing import Any

from telethon import functions, types

from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call


async def get_users(call: Call, request: Any) -> list[Any]:
    view, found = call.view(), []
    for each in request.id:
        try:
            found.append(view.user(call.find.user(each)))
        except Refusal:
            found.append(types.UserEmpty(getattr(each, "user_id", 0)))
    return found


async def get_full_user(call: Call, request: Any) -> Any:
    account, view = call.find.user(request.id), call.view()
    view.peer(account.id)
    full = types.UserFull(
        id=account.id,
        settings=types.PeerSettings(),
        notify_settings=types.PeerNotifySettings(),
        common_chats_count=0,
        blocked=(call.account_id, account.id) in call.world.blocked or None,
        bot_info=bot_info(call, account.id) if account.bot else None,
    )
    return types.users.UserFull(full, view.chats(), view.users())


def bot_info(call: Call, bot_id: int) -> Any:
    bot = call.world.account(bot_id)
    chat = call.world.private(call.account_id, bot_id)
    commands = call.world.dialogue.commands_for(bot, chat, call.account_id, call.me.language_code)
    return types.BotInfo(
        user_id=bot_id,
        description=bot.bot.description if bot.bot else "",
        commands=[types.BotCommand(each["command"], each["description"]) for each in commands] or None,
    )


METHODS = {
    functions.users.GetUsersRequest: get_users,
    functions.users.GetFullUserRequest: get_full_user,
}
