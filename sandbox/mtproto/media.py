"""Photos, documents and the rest: the world's media in TL, and what clients send as world media."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from telethon import types

from sandbox.model import Media, MediaKind
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View
from sandbox.mtproto.refusal import Refusal

if TYPE_CHECKING:
    from sandbox.world import World

FILE_REFERENCE = b"sandbox"
PHOTO_SIZE = "x"
DC = 2
_FAR = 10**9


def media_out(view: View, media: Media | None) -> Any:
    if media is None:
        return None
    if media.kind == "photo":
        return types.MessageMediaPhoto(photo=photo_out(view, media), spoiler=media.has_spoiler or None)
    if media.kind in _WITHOUT_FILE:
        return _WITHOUT_FILE[media.kind](view, media)
    return types.MessageMediaDocument(
        document=document_out(view, media),
        spoiler=media.has_spoiler or None,
        video=media.kind == "video" or None,
        round=media.kind == "video_note" or None,
        voice=media.kind == "voice" or None,
    )


def photo_out(view: View, media: Media) -> Any:
    stored = view.world.files_kept.get(media.file)
    width, height = media.width or stored.width, media.height or stored.height
    return types.Photo(
        id=media.file,
        access_hash=view.access_hash("file", media.file),
        file_reference=FILE_REFERENCE,
        date=moment(0),
        sizes=[types.PhotoSize(PHOTO_SIZE, width, height, stored.size)],
        dc_id=DC,
    )


def document_out(view: View, media: Media) -> Any:
    stored = view.world.files_kept.get(media.file)
    return types.Document(
        id=media.file,
        access_hash=view.access_hash("file", media.file),
        file_reference=FILE_REFERENCE,
        date=moment(0),
        mime_type=media.mime_type or stored.mime_type,
        size=stored.size,
        dc_id=DC,
        attributes=_attributes(media, media.file_name or stored.name),
    )


def _attributes(media: Media, name: str) -> list[Any]:
    attributes: list[Any] = []
    if media.kind in {"video", "animation", "video_note"}:
        is_round = media.kind == "video_note" or None
        attributes.append(
            types.DocumentAttributeVideo(media.duration, media.width, media.height, round_message=is_round)
        )
    if media.kind == "animation":
        attributes.append(types.DocumentAttributeAnimated())
    if media.kind in {"audio", "voice"}:
        attributes.append(
            types.DocumentAttributeAudio(
                media.duration,
                voice=media.kind == "voice" or None,
                title=media.title or None,
                performer=media.performer or None,
            )
        )
    if media.kind == "sticker":
        attributes.append(types.DocumentAttributeImageSize(media.width or 512, media.height or 512))
        attributes.append(types.DocumentAttributeSticker(media.emoji, types.InputStickerSetEmpty()))
    if name:
        attributes.append(types.DocumentAttributeFilename(name))
    return attributes


def _geo_out(view: View, media: Media) -> Any:
    data = media.data
    return types.MessageMediaGeo(types.GeoPoint(data["longitude"], data["latitude"], view.access_hash("geo", 0)))


def _contact_out(view: View, media: Media) -> Any:
    data = media.data
    return types.MessageMediaContact(
        data["phone_number"],
        data["first_name"],
        data.get("last_name", ""),
        data.get("vcard", ""),
        data.get("user_id", 0),
    )


def _poll_out(view: View, media: Media) -> Any:
    data = media.data
    answers = [
        types.PollAnswer(_plain(option["text"]), bytes([number])) for number, option in enumerate(data["options"])
    ]
    poll = types.Poll(
        id=int(data["id"]) % 2**62,
        question=_plain(data["question"]),
        answers=answers,
        hash=0,
        closed=data.get("is_closed") or None,
        public_voters=None if data.get("is_anonymous", True) else True,
        multiple_choice=data.get("allows_multiple_answers") or None,
        quiz=data.get("type") == "quiz" or None,
    )
    return types.MessageMediaPoll(poll, types.PollResults(total_voters=data.get("total_voter_count", 0)))


def _plain(text: str) -> Any:
    return types.TextWithEntities(text, [])


_WITHOUT_FILE = {"location": _geo_out, "contact": _contact_out, "poll": _poll_out}


def media_of_file(world: "World", file_id: int, kind: MediaKind) -> Media:
    """Media around a file that is already in the world: as some message or upload has it."""
    stored = world.files_kept.get(file_id)
    for message in world.messages.values():
        if message.content.media is not None and message.content.media.file == file_id:
            return message.content.media
    return Media(kind, file_id, stored.name, stored.mime_type, stored.width, stored.height)


def document_in(file_id: int, uploaded: Any, name: str, size: tuple[int, int]) -> Media:
    """A freshly uploaded document; its attributes say what it is."""
    media = Media("document", file_id, name, uploaded.mime_type, *size, has_spoiler=bool(uploaded.spoiler))
    for attribute in uploaded.attributes:
        media = _with_attribute(media, attribute)
    return replace(media, kind="document") if uploaded.force_file else media


def _with_attribute(media: Media, attribute: Any) -> Media:
    if isinstance(attribute, types.DocumentAttributeFilename):
        return replace(media, file_name=attribute.file_name)
    if isinstance(attribute, types.DocumentAttributeAudio):
        return replace(
            media,
            kind="voice" if attribute.voice else "audio",
            duration=attribute.duration,
            title=attribute.title or "",
            performer=attribute.performer or "",
        )
    if isinstance(attribute, types.DocumentAttributeVideo):
        kind: MediaKind = "video_note" if attribute.round_message else "video"
        kind = "animation" if media.kind == "animation" else kind
        return replace(media, kind=kind, duration=int(attribute.duration), width=attribute.w, height=attribute.h)
    if isinstance(attribute, types.DocumentAttributeAnimated):
        return replace(media, kind="animation")
    if isinstance(attribute, types.DocumentAttributeSticker):
        return replace(media, kind="sticker", emoji=attribute.alt)
    return media


def media_without_file(world: "World", given: Any) -> Media:
    """Location, contact or poll.

    Raises:
        Refusal: MEDIA_INVALID for whatever the sandbox does not know.
    """
    if isinstance(given, types.InputMediaGeoPoint):
        point = given.geo_point
        return Media("location", data={"latitude": point.lat, "longitude": point.long})
    if isinstance(given, types.InputMediaContact):
        data = {"phone_number": given.phone_number, "first_name": given.first_name, "last_name": given.last_name}
        return Media("contact", data=data)
    if isinstance(given, types.InputMediaPoll):
        return Media("poll", data=_poll_in(world, given.poll))
    raise Refusal("MEDIA_INVALID")


def _poll_in(world: "World", poll: Any) -> dict[str, Any]:
    return {
        "id": str(_FAR + world.next("poll")),
        "question": poll.question.text,
        "options": [{"text": answer.text.text, "voter_count": 0} for answer in poll.answers],
        "total_voter_count": 0,
        "is_closed": bool(poll.closed),
        "is_anonymous": not poll.public_voters,
        "type": "quiz" if poll.quiz else "regular",
        "allows_multiple_answers": bool(poll.multiple_choice),
    }
