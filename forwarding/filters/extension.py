"""Passes posts with a file of one of the extensions."""

import re
from mimetypes import MimeTypes

from pydantic import field_validator

from core.errors import UserError
from forwarding.choices import Several
from forwarding.means import Context
from forwarding.normalising import INVISIBLE
from forwarding.post import Media
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

_EXTENSION = re.compile(r"[^\W_][\w+-]*(?:\.[^\W_][\w+-]*)*")
_LONGEST = 30
_BY_KIND = {"photo": [".jpg", ".jpeg"], "voice": [".ogg"], "video_note": [".mp4"]}
"""What Telegram itself makes of them; they come without a name."""
_BY_TYPE = {"audio/ogg": ".ogg", "application/x-tgsticker": ".tgs"}
"""What the library does not know."""


class Params(Strict):
    """With or without the dot; `tar.gz` is one too."""

    extensions: Several

    @field_validator("extensions")
    @classmethod
    def _check(cls, extensions: tuple[str, ...]) -> tuple[str, ...]:
        """
        Raises:
            UserError: `error-rule-bad-extension`.
        """
        plain = tuple(each.removeprefix("*").removeprefix(".").casefold() for each in extensions)
        for given, each in zip(extensions, plain, strict=True):
            if len(each) > _LONGEST or not _EXTENSION.fullmatch(each):
                raise UserError("error-rule-bad-extension", extension=given[:50])
        return plain


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    wanted = tuple(f".{each}" for each in params.extensions)
    # Only the table of the library: the machine's own differs from one to the next.
    types = MimeTypes(filenames=())
    for mime_type, extension in _BY_TYPE.items():
        types.add_type(mime_type, extension, strict=False)

    def judge(candidate: Candidate) -> Verdict:
        for post in candidate.posts:
            for name in _names(post.media, types):
                if name.endswith(wanted):
                    return Verdict("pass", name[-100:])
        return DROP

    return judge


def _names(media: Media | None, types: MimeTypes) -> list[str]:
    """The file's name; where it has none, what it would end in."""
    if media is None:
        return []
    if media.file_name:
        return [INVISIBLE.sub("", media.file_name).casefold().rstrip(" .")]
    if media.kind in _BY_KIND:
        return _BY_KIND[media.kind]
    return types.guess_all_extensions(media.mime_type, strict=False) if media.mime_type else []


FILTER = PostFilter("extension", Params, prepare)
