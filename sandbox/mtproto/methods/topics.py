"""Topics of forums, and the discussion under a channel's post."""

from typing import Any

from telethon import functions, types

from sandbox.model import GENERAL_TOPIC, Chat, Topic
from sandbox.mtproto.messages_out import message_out
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call


async def create(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    call.world.topics.create(call.me, chat, request.title, request.icon_color or 0x6FB9F0)
    return call.happened()


async def edit(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    if request.title is not None:
        call.world.topics.edit(call.me, chat, request.topic_id, request.title)
    if request.closed is not None:
        call.world.topics.close(call.me, chat, request.topic_id, is_closed=request.closed)
    if request.hidden is not None:
        call.world.topics.hide_general(call.me, chat, is_hidden=request.hidden)
    return call.happened()


async def get_all(call: Call, request: Any) -> Any:
    chat = _forum(call, request.peer)
    wanted = (request.q or "").lower()
    return _topics_out(
        call, chat, [each for each in chat.topics.values() if wanted in each.title.lower()], request.limit
    )


async def get_some(call: Call, request: Any) -> Any:
    chat = _forum(call, request.peer)
    return _topics_out(call, chat, [chat.topics[each] for each in request.topics if each in chat.topics], 100)


def _forum(call: Call, peer: Any) -> Chat:
    chat = call.find.chat(peer)
    if not chat.is_forum:
        raise Refusal("CHANNEL_FORUM_MISSING")
    return chat


def _topics_out(call: Call, chat: Chat, topics: list[Topic], limit: int) -> Any:
    view, page = call.view(), topics[:limit]
    lines, messages = [], []
    for topic in page:
        newest = [each for each in call.world.messages_of(chat, call.account_id) if each.topic == topic.id][-1:]
        messages += [message_out(view, each) for each in newest]
        lines.append(_topic_out(view, chat, topic, newest[0].shared_id if newest else 0))
    pts = call.world.boxes[chat.id].pts
    return types.messages.ForumTopics(len(topics), lines, messages, view.chats(), view.users(), pts)


def _topic_out(view: View, chat: Chat, topic: Topic, newest: int) -> Any:
    return types.ForumTopic(
        id=topic.id,
        date=moment(topic.date),
        peer=view.peer(chat.id),
        title=topic.title,
        icon_color=topic.icon_color,
        top_message=newest,
        read_inbox_max_id=chat.read.get(view.viewer, 0),
        read_outbox_max_id=0,
        unread_count=0,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        from_id=view.peer(topic.creator),
        notify_settings=types.PeerNotifySettings(),
        my=topic.creator == view.viewer or None,
        closed=topic.is_closed or None,
        hidden=topic.is_hidden or None,
        pinned=topic.id == GENERAL_TOPIC or None,
    )


async def delete(call: Call, request: Any) -> Any:
    chat = _forum(call, request.peer)
    before = call.world.boxes[chat.id].pts
    call.world.topics.delete(call.me, chat, request.top_msg_id)
    call.silence()
    pts = call.world.boxes[chat.id].pts
    return types.messages.AffectedHistory(pts, pts - before, 0)


async def get_discussion(call: Call, request: Any) -> Any:
    """The copy of a channel's post in its discussion group."""
    channel, view = call.find.chat(request.peer), call.view()
    post = call.world.message(channel, call.account_id, request.msg_id)
    group = call.world.chats.get(str(channel.linked))
    copies = [
        each
        for each in (call.world.messages_of(group, call.account_id) if group is not None else [])
        if each.is_automatic_forward and each.origin is not None and each.origin.message_id == post.shared_id
    ]
    if not copies:
        raise Refusal("MSG_ID_INVALID")
    messages = [message_out(view, each) for each in copies]
    return types.messages.DiscussionMessage(messages, 0, view.chats(), view.users(), max_id=copies[-1].shared_id)


METHODS = {
    functions.messages.CreateForumTopicRequest: create,
    functions.messages.EditForumTopicRequest: edit,
    functions.messages.GetForumTopicsRequest: get_all,
    functions.messages.GetForumTopicsByIDRequest: get_some,
    functions.messages.DeleteTopicHistoryRequest: delete,
    functions.messages.GetDiscussionMessageRequest: get_discussion,
}
