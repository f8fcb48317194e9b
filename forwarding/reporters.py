"""The line under a copy that names who else told its story."""

from collections.abc import Sequence

from forwarding.draft import Draft
from forwarding.notices import Notices
from forwarding.post import Entity
from forwarding.rules import Rule
from forwarding.styled import Styled, joined
from storage.stories import Retelling, Stories

MOST_NAMES = 20


class Reporters:
    """Of rules that gather stories."""

    def __init__(self, stories: Stories, notices: Notices) -> None:
        self._stories = stories
        self._notices = notices

    async def named(self, rule: Rule, draft: Draft) -> Draft:
        """With as many names as fit; none where the words of an album stand under another part than its first."""
        if rule.spec.stories is None or not draft.is_textual or not _speaks_first(draft):
            return draft
        messages = [post.message for post in draft.album.posts]
        own = rule.title(draft.album.first.source)
        told = await self._stories.of(rule.id, draft.album.first.source, messages)
        names = list({each.title: each for each in told if each.title != own}.values())
        opening = await self._notices.also_reported(rule) if names else ""
        for count in range(min(len(names), MOST_NAMES), 0, -1):
            said = joined((draft.styled, _line(opening, names[:count], len(names) - count)), "\n\n")
            if said.length <= draft.limit:
                return draft.showing(said)
        return draft


def _speaks_first(draft: Draft) -> bool:
    first, *others = draft.album.posts
    return bool(first.text) or not any(post.text for post in others)


def _line(opening: str, others: Sequence[Retelling], more: int) -> Styled:
    return Styled(f"{opening} ") + joined(map(_name, others), ", ") + Styled(f" +{more}" if more else "")


def _name(told: Retelling) -> Styled:
    name = Styled(told.title)
    return Styled(told.title, (Entity("text_link", 0, name.length, told.link),)) if told.link else name
