"""What people have to say of posts: reviewers before they are published, readers with their thumbs."""

from dataclasses import dataclass

from bot.stores import Stores
from core.config import Settings
from forwarding.drafting import Drafting
from forwarding.explaining import Explainer
from forwarding.following import Following
from forwarding.previews import Previews
from forwarding.releasing import Releasing
from forwarding.reviewing import Reviewing
from forwarding.rules import RuleBook
from forwarding.voting import Voting


@dataclass(frozen=True, slots=True)
class ReaderParts:
    """What handlers and jobs use."""

    reviewing: Reviewing
    voting: Voting


def build_explainer(stores: Stores, rulebook: RuleBook) -> Explainer:
    """Who tells why a post was passed on."""
    return Explainer(
        rulebook,
        stores.posts,
        stores.histories,
        stores.links,
        gatherings=stores.gatherings,
        reviews=stores.reviews,
    )


def build_reader_parts(
    settings: Settings,
    stores: Stores,
    rulebook: RuleBook,
    drafting: Drafting,
    *,
    releasing: Releasing,
    previews: Previews,
    following: Following,
) -> ReaderParts:
    reviewing = Reviewing(
        stores.reviews,
        stores.posts,
        rulebook,
        drafting,
        stores.outbox,
        releasing=releasing,
        previews=previews,
        following=following,
        days=settings.forwarding.post_days,
        clock=stores.clock,
    )
    return ReaderParts(reviewing, Voting(stores.votes, stores.posts, stores.links, rulebook))
