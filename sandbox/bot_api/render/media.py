"""What a message carries, as JSON: photos in sizes, documents, voice notes and the rest."""

from sandbox.bot_api.file_ids import file_id, unique_id
from sandbox.model import Account, Json, Media
from sandbox.world import World

SIZES = (90, 320, 800, 1280)
"""Longest sides that a photo is offered in; the last one that is not larger than the original, and the original."""
_PLAIN = ("location", "contact", "poll")


def photo_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Sizes from the smallest to the original; a photo of unknown size counts as 800x600."""
    width, height = width or 800, height or 600
    longest = max(width, height)
    sizes = [(max(1, width * side // longest), max(1, height * side // longest)) for side in SIZES if side < longest]
    return [*sizes, (width, height)] if longest <= SIZES[-1] or not sizes else sizes


def media(world: World, bot: Account, carried: Media) -> Json:
    """The fields that this media adds to a message."""
    if carried.kind in _PLAIN:
        return {carried.kind: carried.data}
    if carried.kind == "photo":
        return {"photo": _photo(world, bot, carried)}
    stored = world.files_kept.get(carried.file)
    shown: Json = {
        "file_id": file_id(world.secret, bot.id, stored.id, carried.kind),
        "file_unique_id": unique_id(world.secret, stored.id),
        "file_size": stored.size,
    }
    shown |= _details(carried)
    fields: Json = {carried.kind: shown}
    if carried.kind == "animation":
        fields["document"] = {key: shown[key] for key in ("file_id", "file_unique_id", "file_size")}
    if carried.has_spoiler:
        fields["has_media_spoiler"] = True
    return fields


def _photo(world: World, bot: Account, carried: Media) -> list[Json]:
    stored = world.files_kept.get(carried.file)
    sizes = photo_sizes(carried.width or stored.width, carried.height or stored.height)
    return [
        {
            "file_id": file_id(world.secret, bot.id, stored.id, "photo", number),
            "file_unique_id": unique_id(world.secret, stored.id, number),
            "file_size": stored.size,
            "width": width,
            "height": height,
        }
        for number, (width, height) in enumerate(sizes)
    ]


def _details(carried: Media) -> Json:
    shown: Json = {}
    if carried.kind in ("video", "animation", "sticker"):
        shown |= {"width": carried.width or 512, "height": carried.height or 512}
    if carried.kind == "video_note":
        shown["length"] = carried.width or 240
    if carried.kind in ("video", "animation", "video_note", "audio", "voice"):
        shown["duration"] = carried.duration
    if carried.kind == "sticker":
        shown |= {"type": "regular", "is_animated": False, "is_video": False, "emoji": carried.emoji or "🙂"}
    else:
        if carried.mime_type:
            shown["mime_type"] = carried.mime_type
        if carried.file_name and carried.kind not in ("voice", "video_note"):
            shown["file_name"] = carried.file_name
    if carried.kind == "audio":
        shown |= {key: value for key, value in (("title", carried.title), ("performer", carried.performer)) if value}
    return shown
