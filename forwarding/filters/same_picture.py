"""Passes posts whose picture was there before within some hours, also smaller, cut or saved anew."""

import asyncio
from datetime import timedelta

from pydantic import Field

from core.errors import Unavailable
from forwarding.means import Context, Files
from forwarding.pictures import look
from forwarding.post import Post
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict, passed_if
from forwarding.scopes import LONGEST_HOURS, Among, keys_of, scope_of, shown
from forwarding.spec import Strict
from storage.sightings import Sighting

READABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
MOST_BYTES = 20_000_000
"""What Telegram lets a bot load."""
LOADING_SECONDS = 60.0


class Params(Strict):
    """`among`: as of duplicates."""

    hours: int = Field(24, ge=1, le=LONGEST_HOURS)
    among: Among = "rule"


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    span, means = timedelta(hours=params.hours), context.means

    async def judge(candidate: Candidate) -> Verdict:
        pictured = next(filter(_is_picture, candidate.posts), None)
        if pictured is None:
            return DROP
        if means.seen is None or means.files is None:
            raise Unavailable
        scope, parts = scope_of("picture", params.among, context, pictured.source), keys_of(candidate.album)
        fresh = await means.seen.known(scope, parts, span) or Sighting(
            scope,
            pictured.source,
            pictured.message,
            candidate.now,
            picture=await _look_of(pictured, means.files),
            file=f"{pictured.media.kind}:{pictured.media.unique_id}" if pictured.media else "",
        )
        found = await means.seen.before(fresh, parts, span)
        return passed_if(found is not None, shown(found) if found else "")

    return judge


async def _look_of(post: Post, files: Files) -> str:
    content = await files.read(post, MOST_BYTES)
    return f"{await asyncio.to_thread(look, content):016x}"


def _is_picture(post: Post) -> bool:
    if post.media is None:
        return False
    return post.media.kind == "photo" or (post.media.kind == "document" and post.media.mime_type in READABLE)


FILTER = PostFilter("same_picture", Params, prepare, seconds=LOADING_SECONDS)
