"""What the channels of the forwarding rules wrote lately; for admins, who see those rules anyway."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from pydantic import BaseModel, Field

from agents.guardrails import quoted
from agents.services import Services
from agents.spec import signs
from agents.tool import Tool, ToolContext
from core.ids import ChatId
from forwarding.rules import Rule
from inference.words import Stemmer
from storage.posts import StoredPost
from storage.users import Role

LIMIT = 10
POST_CHARACTERS = 400


class Arguments(BaseModel):
    words: str = Field("", max_length=200, description="Words that the posts should have; empty takes all")
    channel: str = Field("", max_length=100, description="Part of the channel's name; empty takes all channels")
    days: int = Field(7, ge=1, le=60, description="How many days back")


Hit = tuple[str, StoredPost]
"""The title of the channel and its post."""


async def run(arguments: Arguments, context: ToolContext) -> str:
    chosen = await search(arguments, context.services)
    return "\n".join(_told(title, post) for title, post in chosen) or "No such posts."


async def search(arguments: Arguments, services: Services) -> list[Hit]:
    """The best ones."""
    sources = _sources(await services.rules.list(), arguments.channel)
    return await search_in(sources, arguments.words, arguments.days, services)


async def search_in(sources: Mapping[ChatId, str], words: str, days: int, services: Services) -> list[Hit]:
    """The best ones of these channels, whose titles are told too."""
    now = services.clock.now()
    found: list[Hit] = []
    for source, title in sources.items():
        posts = await services.posts.between(source, now - timedelta(days=days), now + timedelta(days=1))
        found.extend((title, post) for post in posts)
    wanted = [(title, post) for title, post in found if post.content.get("text")]
    return _matching(wanted, words)[:LIMIT]


def _sources(rules: Sequence[Rule], name: str) -> dict[ChatId, str]:
    wanted = name.removeprefix("@").casefold()
    return {
        source: rule.title(source)
        for rule in rules
        for source in rule.source_chats
        if wanted in f"{rule.title(source)} {rule.username(source)}".casefold()
    }


def _matching(posts: Sequence[Hit], words: str) -> list[Hit]:
    """Those with the most of the words first, newest first among equals."""
    stemmer = Stemmer()
    wanted = set(stemmer.stems(words))
    scored = [(len(wanted & set(stemmer.stems(str(post.content["text"])))), title, post) for title, post in posts]
    hits = [hit for hit in scored if hit[0] or not wanted]
    hits.sort(key=lambda hit: (hit[0], hit[2].date), reverse=True)
    return [(title, post) for _, title, post in hits]


def _told(title: str, post: StoredPost) -> str:
    text = str(post.content["text"])[:POST_CHARACTERS]
    return quoted(f"{title}, {post.date:%Y-%m-%d %H:%M} UTC: {text}", "channel")


TOOL = Tool(
    name="channel_posts",
    description="Search what the watched channels posted lately.",
    arguments=Arguments,
    run=run,
    least=Role.ADMIN,
    signs=signs(r"\bchannels?\b|\bposts?\b|\bposted\b|\bnews\b", r"канал|\bпост(?:ы|ов|ах|или|ил)?\b|\bновост"),
    brings_foreign_text=True,
)
