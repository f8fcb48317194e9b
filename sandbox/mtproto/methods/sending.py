"""messages.send*: text, media, albums, forwards."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from telethon import functions, types

from sandbox.carrying import knows_answer
from sandbox.model import Chat, Content, Media, MediaKind, Message
from sandbox.mtproto.formatting import entities_in
from sandbox.mtproto.keyboards import markup_in
from sandbox.mtproto.media import document_in, media_of_file, media_out, media_without_file
from sandbox.mtproto.peers import derived
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call
from sandbox.posting import Options


async def send_message(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    content = Content(request.message, entities_in(request.entities, call.find))
    return _send(call, chat, content, request)


async def send_media(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    content = Content(
        request.message,
        entities_in(request.entities, call.find),
        media_in(call, request.media),
        caption_above=bool(request.invert_media),
    )
    return _send(call, chat, content, request)


def _send(call: Call, chat: Chat, content: Content, request: Any) -> Any:
    call.world.limits.check(call.account_id, chat)
    options = replace(
        options_of(call, chat, request), random_id=request.random_id, markup=markup_in(request.reply_markup)
    )
    message = call.world.posting.send(call.me, chat, content, options)
    return call.happened(types.UpdateMessageID(message.id_for(call.account_id), request.random_id))


async def send_album(call: Call, request: Any) -> Any:
    chat = call.find.chat(request.peer)
    call.world.limits.check(call.account_id, chat, len(request.multi_media))
    contents = [
        Content(each.message, entities_in(each.entities, call.find), media_in(call, each.media))
        for each in request.multi_media
    ]
    random_ids = [each.random_id for each in request.multi_media]
    messages = call.world.posting.send_album(call.me, chat, contents, options_of(call, chat, request), random_ids)
    return call.happened(*_numbered(call, zip(random_ids, messages, strict=True)))


async def forward(call: Call, request: Any) -> Any:
    source, target = call.find.chat(request.from_peer), call.find.chat(request.to_peer)
    if len(request.id) != len(request.random_id) or not 1 <= len(request.id) <= 100:
        raise Refusal("RANDOM_ID_INVALID")
    if source.is_protected:
        raise Refusal("CHAT_FORWARDS_RESTRICTED")
    if request.drop_author and not all(_knows_answer(call, source, number) for number in request.id):
        raise Refusal("QUIZ_ANSWER_MISSING")
    call.world.limits.check(call.account_id, target, len(request.id))
    carried = call.world.carrying.forward(
        call.me,
        source,
        request.id,
        target,
        options_of(call, target, request),
        without_author=bool(request.drop_author),
        without_captions=bool(request.drop_media_captions),
        random_ids=request.random_id,
    )
    if not carried:
        raise Refusal("MESSAGE_ID_INVALID")
    known = [(key, call.world.random_ids.get((call.account_id, key))) for key in request.random_id]
    return call.happened(*_numbered(call, [(key, message) for key, message in known if message is not None]))


def _knows_answer(call: Call, source: Chat, number: int) -> bool:
    original = call.world.box(source, call.account_id).messages.get(number)
    return original is None or knows_answer(call.account_id, original)


def _numbered(call: Call, pairs: Iterable[tuple[int, Message]]) -> list[Any]:
    return [types.UpdateMessageID(message.id_for(call.account_id), random_id) for random_id, message in pairs]


def options_of(call: Call, chat: Chat, request: Any) -> Options:
    """Topic, reply and the flags that all ways of sending share."""
    reply, topic, answered, quote = request.reply_to, getattr(request, "top_msg_id", None) or 0, 0, ""
    if isinstance(reply, types.InputReplyToMessage):
        topic, answered, quote = reply.top_msg_id or topic, reply.reply_to_msg_id, reply.quote_text or ""
        if answered in chat.topics:  # the message that opened a topic stands for the topic
            topic, answered = answered, 0
    speaker = getattr(request, "send_as", None)
    return Options(
        topic=topic,
        reply_to=answered,
        quote=quote,
        is_silent=bool(request.silent),
        is_protected=bool(request.noforwards),
        is_anonymous=isinstance(speaker, types.InputPeerChannel) and call.find.channel(speaker) is chat,
    )


async def upload_media(call: Call, request: Any) -> Any:
    return media_out(call.view(), media_in(call, request.media))


def media_in(call: Call, given: Any) -> Media:
    """The world's media for an InputMedia; uploads become files."""
    if isinstance(given, types.InputMediaUploadedPhoto):
        stored = call.world.files_kept.add(*call.server.uploads.take(call.account_id, given.file))
        return Media("photo", stored.id, width=stored.width, height=stored.height, has_spoiler=bool(given.spoiler))
    if isinstance(given, types.InputMediaUploadedDocument):
        data, name = call.server.uploads.take(call.account_id, given.file)
        stored = call.world.files_kept.add(data, name, given.mime_type)
        return document_in(stored.id, given, name, (stored.width, stored.height))
    if isinstance(given, types.InputMediaPhoto | types.InputMediaDocument):
        named = given.id
        if getattr(named, "access_hash", 0) != derived(call.world.secret, "file", getattr(named, "id", 0)):
            raise Refusal("FILE_REFERENCE_INVALID")
        kind: MediaKind = "photo" if isinstance(given, types.InputMediaPhoto) else "document"
        return replace(media_of_file(call.world, named.id, kind), has_spoiler=bool(given.spoiler))
    return media_without_file(call.world, given)


METHODS = {
    functions.messages.SendMessageRequest: send_message,
    functions.messages.SendMediaRequest: send_media,
    functions.messages.SendMultiMediaRequest: send_album,
    functions.messages.ForwardMessagesRequest: forward,
    functions.messages.UploadMediaRequest: upload_media,
}
