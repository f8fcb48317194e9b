"""Says what becomes of long texts and of captions."""

from pydantic import Field

from core.text import MESSAGE_LIMIT
from forwarding.draft import Draft
from forwarding.fitting import Over, fitted
from forwarding.means import Context
from forwarding.spec import Strict
from forwarding.styled import NOTHING
from forwarding.transform import Change, Transform


class Params(Strict):
    """Too long is what Telegram does not take (1,024 UTF-16 units under media, else 4,096), or more than `limit`."""

    over: Over = "rest"
    """`rest` goes on in further messages; `cut` ends with `more`, which leads to the original."""
    limit: int = Field(MESSAGE_LIMIT, ge=100, le=MESSAGE_LIMIT)
    more: str = Field("…", min_length=1, max_length=40)
    keep: bool = True
    """False takes the texts under media away."""


def prepare(params: Params, context: Context) -> Change:
    def change(draft: Draft) -> Draft:
        if draft.has_media and not params.keep:
            return draft.showing(NOTHING)
        return fitted(draft, params.over, limit=params.limit, more=params.more)

    return change


TRANSFORM = Transform("caption", Params, prepare)
