"""Files and blobs that need no Telegram and no database: every post carries one small photo."""

from forwarding.post import Post
from tests.fakes.chat_page import picture


class Photo:
    """Implements Files."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content or picture(120, 120, 120, 300, 200)
        self.read_posts: list[Post] = []

    async def read(self, post: Post, limit: int) -> bytes:
        self.read_posts.append(post)
        return self.content


class Shelf:
    """Implements Blobs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def has(self, name: str) -> bool:
        return name in self.kept

    async def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    async def put(self, name: str, content: bytes) -> None:
        self.kept.setdefault(name, content)
