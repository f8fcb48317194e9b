"""upload.*: parts of files in, pieces of files out."""

from typing import Any

from telethon import functions, types

from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import derived
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call

_SMALLEST, _LARGEST = 1024, 1024 * 1024
_KINDS = {
    "image/jpeg": types.storage.FileJpeg,
    "image/png": types.storage.FilePng,
    "image/gif": types.storage.FileGif,
    "application/pdf": types.storage.FilePdf,
    "audio/mpeg": types.storage.FileMp3,
    "video/mp4": types.storage.FileMp4,
}


async def save_part(call: Call, request: Any) -> bool:
    call.server.uploads.add(call.account_id, request.file_id, request.file_part, request.bytes)
    return True


async def get_file(call: Call, request: Any) -> Any:
    place = request.location
    if not isinstance(place, types.InputPhotoFileLocation | types.InputDocumentFileLocation):
        raise Refusal("LOCATION_INVALID")
    if place.access_hash != derived(call.world.secret, "file", place.id) or place.id not in call.world.files:
        raise Refusal("FILE_REFERENCE_INVALID")
    if request.offset < 0 or request.offset % _SMALLEST:
        raise Refusal("OFFSET_INVALID")
    if not 0 < request.limit <= _LARGEST or request.limit % _SMALLEST:
        raise Refusal("LIMIT_INVALID")
    stored = call.world.files_kept.get(place.id)
    piece = call.world.files_kept.read(place.id)[request.offset : request.offset + request.limit]
    kind = _KINDS.get(stored.mime_type, types.storage.FileUnknown)
    return types.upload.File(kind(), int(moment(0).timestamp()), piece)


METHODS = {
    functions.upload.SaveFilePartRequest: save_part,
    functions.upload.SaveBigFilePartRequest: save_part,
    functions.upload.GetFileRequest: get_file,
}
