"""Posts that rules passed on, for a look at what became of them in their source."""

from collections.abc import Sequence

from sqlalchemy import select

from core.ids import ChatId, RuleId
from storage.database import Database
from storage.posts import StoredPost, stored_post
from storage.tables.forwarding import DecisionRow, PostRow


class CopiedPosts:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, rules: Sequence[RuleId], source: ChatId, limit: int) -> list[StoredPost]:
        """Those that one of the rules let pass and that are not known to be deleted, newest first."""
        passed = select(DecisionRow.message).where(
            DecisionRow.rule.in_(rules),
            DecisionRow.source == PostRow.source,
            DecisionRow.message == PostRow.message,
            DecisionRow.verdict == "pass",
        )
        here = (PostRow.source == source, PostRow.is_deleted.is_(False), passed.exists())
        query = select(PostRow).where(*here).order_by(PostRow.message.desc()).limit(limit)
        async with self._database.reading() as session:
            return [stored_post(row) for row in await session.scalars(query)]
