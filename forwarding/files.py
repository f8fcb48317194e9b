"""What posts carry, from whoever read them."""

from core.errors import Unavailable
from forwarding.means import Files
from forwarding.post import Post


class PostFiles:
    """Implements Files. What the bot read has a file id; the account names files by their messages."""

    def __init__(self, bot: Files, account: Files | None = None) -> None:
        self._bot = bot
        self._account = account

    async def read(self, post: Post, limit: int) -> bytes:
        if post.media is None or post.media.file_id:
            return await self._bot.read(post, limit)
        if self._account is None:
            raise Unavailable("error-account-unreachable")
        return await self._account.read(post, limit)
