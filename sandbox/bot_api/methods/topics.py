"""Forum topics."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.model import GENERAL_TOPIC, Json


def create(call: Call) -> Json:
    color = call.integer("icon_color", 0x6FB9F0)
    topic = call.world.topics.create(call.bot, call.chat(), call.text("name"), color, call.text("icon_custom_emoji_id"))
    return {"message_thread_id": topic.id, "name": topic.title, "icon_color": topic.icon_color}


def edit(call: Call) -> bool:
    title = call.text("name") or None
    icon = call.text("icon_custom_emoji_id") if "icon_custom_emoji_id" in call.params else None
    call.world.topics.edit(call.bot, call.chat(), call.integer("message_thread_id"), title, icon)
    return True


def edit_general(call: Call) -> bool:
    call.world.topics.edit(call.bot, call.chat(), GENERAL_TOPIC, call.text("name"))
    return True


def close(*, is_closed: bool, topic: int = 0) -> Callable[[Call], bool]:
    def change(call: Call) -> bool:
        number = topic or call.integer("message_thread_id")
        call.world.topics.close(call.bot, call.chat(), number, is_closed=is_closed)
        return True

    return change


def hide(*, is_hidden: bool) -> Callable[[Call], bool]:
    def change(call: Call) -> bool:
        call.world.topics.hide_general(call.bot, call.chat(), is_hidden=is_hidden)
        return True

    return change


def delete(call: Call) -> bool:
    call.world.topics.delete(call.bot, call.chat(), call.integer("message_thread_id"))
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "editGeneralForumTopic": edit_general,
    "closeForumTopic": close(is_closed=True),
    "reopenForumTopic": close(is_closed=False),
    "closeGeneralForumTopic": close(is_closed=True, topic=GENERAL_TOPIC),
    "reopenGeneralForumTopic": close(is_closed=False, topic=GENERAL_TOPIC),
    "hideGeneralForumTopic": hide(is_hidden=True),
    "unhideGeneralForumTopic": hide(is_hidden=False),
    "deleteForumTopic": delete,
}
