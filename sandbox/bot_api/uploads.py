"""Files that callers bring: uploads, `attach://name`, or a file_id they were given before."""

from collections.abc import Mapping
from typing import Any

from sandbox.bot_api.call import Call, Upload
from sandbox.bot_api.file_ids import opened
from sandbox.model import Media, MediaKind, StoredFile
from sandbox.references import as_id
from sandbox.refusals import WorldError

UPLOAD_LIMIT = 50 * 2**20
PHOTO_LIMIT = 10 * 2**20
DOWNLOAD_LIMIT = 20 * 2**20


def media_of(call: Call, kind: MediaKind, given: Any, details: Mapping[str, Any]) -> Media:
    """The media that `given` (upload name, attach://, file_id) and its fields describe."""
    stored = _stored(call, kind, given)
    return Media(
        kind,
        stored.id,
        stored.name,
        stored.mime_type,
        _number(details, "width") or _number(details, "length") or stored.width,
        _number(details, "height") or stored.height,
        _number(details, "duration"),
        str(details.get("title") or ""),
        str(details.get("performer") or ""),
        str(details.get("emoji") or ""),
        str(details.get("has_spoiler")).lower() == "true",
    )


def _stored(call: Call, kind: MediaKind, given: Any) -> StoredFile:
    upload = attached(call, kind, given)
    if upload is not None:
        if len(upload.data) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise WorldError("UPLOAD_TOO_BIG")
        stored = call.world.files_kept.add(upload.data, upload.name, upload.mime_type)
        if kind == "photo" and not stored.mime_type.startswith("image/"):
            raise WorldError("BAD_REQUEST", reason="IMAGE_PROCESS_FAILED")
        return stored
    if not given:
        raise WorldError("BAD_REQUEST", reason=f"there is no {kind} in the request")
    number, sent_as = opened(call.world.secret, call.bot.id, str(given))
    if sent_as != kind and not {sent_as, kind} <= {"document", "animation", "video"}:
        raise WorldError("BAD_REQUEST", reason=f"can't use file of type {sent_as.title()} as {kind.title()}")
    return call.world.files_kept.get(number)


def attached(call: Call, field: str, given: Any) -> Upload | None:
    """The multipart part meant by `attach://name` or by the field's own name."""
    if isinstance(given, str) and given.startswith("attach://"):
        found = call.uploads.get(given.removeprefix("attach://"))
        if found is None:
            raise WorldError("BAD_REQUEST", reason="wrong attach:// name specified")
        return found
    return call.uploads.get(field) if not given else None


def _number(details: Mapping[str, Any], name: str) -> int:
    return max(as_id(str(details.get(name) or "0")) or 0, 0)
