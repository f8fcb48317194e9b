"""Puts words onto the photos of a post."""

import asyncio
import json
from dataclasses import replace
from hashlib import sha256
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from core.errors import Unavailable, UserError
from forwarding.draft import Draft
from forwarding.means import Blobs, Context, Files
from forwarding.painting import Inscription, Position, inscribed, unwritable
from forwarding.post import Post
from forwarding.spec import Strict
from forwarding.transform import Change, Transform

MOST_BYTES = 20_000_000
"""What Telegram lets a bot load."""
LONGEST_SECONDS = 600.0
"""For an album of ten."""
LONGEST = 60
_MADE = 1
"""To be raised when pictures come to look different."""


def _writable(text: str) -> str:
    """
    Raises:
        UserError: `error-rule-watermark-sign`.
    """
    if sign := unwritable(text):
        raise UserError("error-rule-watermark-sign", sign=sign)
    return text


Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=r"^[^\n\r]*$"),
    AfterValidator(_writable),
]


class Params(Strict):
    """`opacity` and `size` in per cent; `size` is the width of the words, of that of the picture."""

    text: Words
    position: Position = "bottom_right"
    opacity: int = Field(60, ge=10, le=100)
    size: int = Field(30, ge=5, le=100)


def prepare(params: Params, context: Context) -> Change:
    words = Inscription(params.text, params.position, params.opacity / 100, params.size / 100)

    async def change(draft: Draft) -> Draft:
        photos = [post for post in draft.album.posts if post.media is not None and post.media.kind == "photo"]
        if not photos:
            return draft
        files, blobs = context.means.files, context.means.blobs
        if files is None or blobs is None:
            raise Unavailable
        made = dict(draft.pictures)
        for post in photos:
            made[post.message] = await _marked(post, made.get(post.message, ""), words, files=files, blobs=blobs)
        return replace(draft, pictures=made)

    return change


async def _marked(post: Post, before: str, words: Inscription, *, files: Files, blobs: Blobs) -> str:
    """The name of the picture, which is made if it is not there; `before` is what an earlier step made of it."""
    name = _name(before or _file_of(post), words)
    if not await blobs.has(name):
        content = (await blobs.get(before) if before else None) or await files.read(post, MOST_BYTES)
        await blobs.put(name, await asyncio.to_thread(inscribed, content, words))
    return name


def _file_of(post: Post) -> str:
    file = post.media.unique_id if post.media is not None else ""
    return file or f"{post.source}/{post.message}/{post.edited}"


def _name(of: str, words: Inscription) -> str:
    return sha256(json.dumps([_MADE, of, words.text, words.position, words.opacity, words.width]).encode()).hexdigest()


TRANSFORM = Transform("watermark", Params, prepare, seconds=LONGEST_SECONDS)
