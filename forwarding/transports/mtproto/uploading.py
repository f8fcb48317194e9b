"""Pictures of ours on their way to Telegram over MTProto."""

from collections.abc import Mapping
from typing import Any

from telethon import errors, functions, types, utils

from core.errors import DeliveryRejected, Unavailable
from forwarding.transports.mtproto.answers import answered

NAME = "photo.jpg"


async def uploaded(client: Any, peer: Any, contents: Mapping[int, bytes]) -> dict[int, Any]:
    """What a send takes, by original message: photos that Telegram has, as a file of parts can be sent only once.

    A photo that nothing is sent with shows nowhere, so all of it may be repeated.
    """
    return {message: await _photo(client, peer, content) for message, content in contents.items()}


async def _photo(client: Any, peer: Any, content: bytes) -> Any:
    media = types.InputMediaUploadedPhoto(await answered(client.upload_file(content, file_name=NAME)))
    try:
        return utils.get_input_media(await answered(client(functions.messages.UploadMediaRequest(peer, media))))
    except DeliveryRejected as error:
        if isinstance(error.__cause__, errors.FilePart0MissingError | errors.FilePartMissingError):
            raise Unavailable(
                "error-account-unreachable"
            ) from error  # Telethon asked twice, and the first time counted
        raise
