"""sendMessage, sendPhoto and its kin, sendMediaGroup: new messages."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.bot_api.call import Call, whole
from sandbox.bot_api.markup import formatted, keyboard
from sandbox.bot_api.render.messages import message
from sandbox.bot_api.uploads import media_of
from sandbox.model import GENERAL_TOPIC, Chat, Content, Json, Media, MediaKind
from sandbox.posting import Options
from sandbox.refusals import WorldError


def options(call: Call, chat: Chat) -> Options:
    """What every sending method may bring along."""
    topic = call.integer("message_thread_id")
    if topic == GENERAL_TOPIC:
        raise WorldError("TOPIC_ID_INVALID")
    reply = call.mapping("reply_parameters")
    is_here = str(reply.get("chat_id") or chat.id_for(call.bot.id)) in (
        str(chat.id_for(call.bot.id)),
        f"@{chat.username}",
    )
    return Options(
        topic=topic,
        reply_to=(whole(reply.get("message_id")) or call.integer("reply_to_message_id")) if is_here else 0,
        quote=str(reply.get("quote") or ""),
        reply_is_optional=bool(reply.get("allow_sending_without_reply")) or call.flag("allow_sending_without_reply"),
        markup=keyboard(call),
        is_silent=call.flag("disable_notification"),
        is_protected=call.flag("protect_content"),
        only_for=_receiver(call, chat),
    )


def _receiver(call: Call, chat: Chat) -> int:
    """Of an ephemeral message: the member that sees it; 0: everybody sees it."""
    given = call.mapping("ephemeral_message_parameters")
    receiver = whole(given.get("receiver_user_id")) or call.integer("receiver_user_id")
    if not receiver:
        return 0
    if chat.kind not in ("group", "supergroup"):
        raise WorldError("BAD_REQUEST", reason="ephemeral messages can be sent only in groups and supergroups")
    if not call.world.member(chat, receiver).is_inside:
        raise WorldError("BAD_REQUEST", reason="USER_NOT_PARTICIPANT")
    return receiver


def text_content(call: Call, field: str = "text", entities: str = "entities") -> Content:
    text, found = formatted(call.text(field), call.text("parse_mode"), call.json(entities))
    return Content(text, found, preview=call.mapping("link_preview_options") or None)


def caption_content(call: Call) -> Content:
    text, found = formatted(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    return Content(text, found, caption_above=call.flag("show_caption_above_media"))


def send_message(call: Call) -> Json:
    chat = call.chat()
    return _send(call, chat, text_content(call))


def _send(call: Call, chat: Chat, content: Content) -> Json:
    extra = options(call, chat)
    call.spend(chat)
    return message(call.world, call.bot, call.world.posting.send(call.bot, chat, content, extra))


def send_media(kind: MediaKind) -> Callable[[Call], Json]:
    """The method that sends one file of this kind."""

    def send(call: Call) -> Json:
        chat = call.chat()
        media = media_of(call, kind, call.params.get(kind), call.params)
        return _send(call, chat, replace(caption_content(call), media=media))

    return send


def send_media_group(call: Call) -> list[Json]:
    chat = call.chat()
    contents = [input_media(call, item) for item in call.sequence("media")]
    extra = options(call, chat)
    call.spend(chat, len(contents))
    sent = call.world.posting.send_album(call.bot, chat, contents, extra)
    return [message(call.world, call.bot, each) for each in sent]


def input_media(call: Call, item: Any) -> Content:
    """An InputMedia… object."""
    if not isinstance(item, dict) or item.get("type") not in ("photo", "video", "document", "audio", "animation"):
        raise WorldError("BAD_REQUEST", reason="can't parse InputMedia: type must be known")
    media = media_of(call, item["type"], item.get("media"), item)
    text, found = formatted(
        str(item.get("caption") or ""), str(item.get("parse_mode") or ""), item.get("caption_entities")
    )
    return Content(text, found, media, caption_above=bool(item.get("show_caption_above_media")))


def send_location(call: Call) -> Json:
    try:
        place = {name: float(call.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise WorldError("BAD_REQUEST", reason="wrong latitude or longitude specified") from None
    return _send(call, call.chat(), Content(media=Media("location", data=place)))


def send_contact(call: Call) -> Json:
    fields = ("phone_number", "first_name", "last_name")
    contact = {name: call.text(name) for name in fields if call.text(name)}
    if not {"phone_number", "first_name"} <= contact.keys():
        raise WorldError("BAD_REQUEST", reason="phone_number and first_name must be non-empty")
    return _send(call, call.chat(), Content(media=Media("contact", data=contact)))


def send_poll(call: Call) -> Json:
    texts = [str(each.get("text", "") if isinstance(each, dict) else each) for each in call.sequence("options")]
    if not call.text("question") or not 1 <= len(texts) <= 12:
        raise WorldError("BAD_REQUEST", reason="poll must have a question and 1-12 options")
    is_anonymous = "is_anonymous" not in call.params or call.flag("is_anonymous")
    poll = {
        "id": str(call.world.next("poll", 5_000_000_001)),
        "question": call.text("question"),
        "options": [
            {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(texts)
        ],
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": is_anonymous,
        "type": call.text("type", "regular"),
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting"),
        "members_only": call.flag("members_only"),
    }
    return _send(call, call.chat(), Content(media=Media("poll", data=poll)))


METHODS: dict[str, Callable[[Call], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_media("photo"),
    "sendVideo": send_media("video"),
    "sendAnimation": send_media("animation"),
    "sendAudio": send_media("audio"),
    "sendVoice": send_media("voice"),
    "sendVideoNote": send_media("video_note"),
    "sendDocument": send_media("document"),
    "sendSticker": send_media("sticker"),
    "sendMediaGroup": send_media_group,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendPoll": send_poll,
}
