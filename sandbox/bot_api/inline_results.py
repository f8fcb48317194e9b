"""What an InlineQueryResult says when it is sent: its message content, or a file that the bot was given before."""

from typing import Any

from sandbox.bot_api.file_ids import opened
from sandbox.bot_api.markup import checked_keyboard, formatted
from sandbox.bot_api.rich import rich_of
from sandbox.model import Account, Content, Json, Media, MediaKind
from sandbox.refusals import WorldError
from sandbox.world import World

_FILES: dict[str, MediaKind] = {
    "photo_file_id": "photo",
    "gif_file_id": "animation",
    "mpeg4_file_id": "animation",
    "video_file_id": "video",
    "audio_file_id": "audio",
    "voice_file_id": "voice",
    "document_file_id": "document",
    "sticker_file_id": "sticker",
}


def result_content(world: World, bot: Account, result: Json) -> Content:
    """The message that this result becomes.

    Raises:
        WorldError: it has no id, or nothing to send that the sandbox has.
    """
    if not 1 <= len(str(result.get("id") or "").encode()) <= 64:
        raise WorldError("BAD_REQUEST", reason="RESULT_ID_INVALID")
    said = result.get("input_message_content")
    if isinstance(said, dict):
        return _said(said)
    field = next((each for each in _FILES if result.get(each)), "")
    if not field:
        raise WorldError("BAD_REQUEST", reason="can't parse inline query result: message content is not specified")
    stored = world.files_kept.get(opened(world.secret, bot.id, str(result[field]))[0])
    text, entities = _words(result, "caption", "caption_entities")
    media = Media(_FILES[field], stored.id, stored.name, stored.mime_type, stored.width, stored.height)
    return Content(text, entities, media)


def result_keyboard(result: Json) -> Json | None:
    return checked_keyboard(result.get("reply_markup"), is_inline_only=True)


def _said(said: Json) -> Content:
    if isinstance(said.get("rich_message"), dict):
        return rich_of(said["rich_message"])
    text, entities = _words(said, "message_text", "entities")
    if not text.strip():
        raise WorldError("BAD_REQUEST", reason="message text is empty")
    return Content(text, entities)


def _words(given: Json, field: str, entities: str) -> tuple[str, Any]:
    return formatted(str(given.get(field) or ""), str(given.get("parse_mode") or ""), given.get(entities))
