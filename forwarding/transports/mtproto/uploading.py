"""Pictures of ours on their way to Telegram over MTProto."""

from collections.abc import Mapping
from typing import Any

from telethon import functions, types, utils

from forwarding.transports.mtproto.answers import answered

NAME = "photo.jpg"


async def uploaded(client: Any, peer: Any, contents: Mapping[int, bytes], *, is_album: bool) -> dict[int, Any]:
    """What a send takes, by original message. An upload that nothing is sent with shows nowhere and may be repeated."""
    media = {}
    for message, content in contents.items():
        fresh = types.InputMediaUploadedPhoto(await answered(client.upload_file(content, file_name=NAME)))
        media[message] = await _known(client, peer, fresh) if is_album else fresh
    return media


async def _known(client: Any, peer: Any, media: Any) -> Any:
    """Albums are made only of what Telegram has already."""
    return utils.get_input_media(await answered(client(functions.messages.UploadMediaRequest(peer, media))))
