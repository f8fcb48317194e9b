"""The pictures that were made for a delivery, put into it when it is about to leave."""

from dataclasses import replace

from core.errors import DeliveryRejected
from forwarding.means import Blobs
from forwarding.outgoing import CopyPosts, EditCopy, Outgoing


class Pictures:
    """From where they are kept until then."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def attached(self, outgoing: Outgoing) -> Outgoing:
        """
        Raises:
            DeliveryRejected: a picture is not kept any longer.
        """
        if isinstance(outgoing, CopyPosts) and outgoing.rewrite is not None and outgoing.rewrite.pictures:
            contents = {message: await self._content(name) for message, name in outgoing.rewrite.pictures.items()}
            return replace(outgoing, rewrite=replace(outgoing.rewrite, contents=contents))
        if isinstance(outgoing, EditCopy) and outgoing.picture:
            return replace(outgoing, content=await self._content(outgoing.picture))
        return outgoing

    async def _content(self, name: str) -> bytes:
        content = await self._blobs.get(name)
        if content is None:
            raise DeliveryRejected("the picture that was made for it is gone")
        return content
