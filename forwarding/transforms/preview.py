"""Shows or hides the preview of the first link; there is none beside media."""

from dataclasses import replace

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.spec import Strict
from forwarding.transform import Change, Transform


class Params(Strict):
    """Without a word it is hidden."""

    show: bool = False


def prepare(params: Params, context: Context) -> Change:
    def change(draft: Draft) -> Draft:
        return draft if draft.has_media else replace(draft, has_preview=params.show)

    return change


TRANSFORM = Transform("preview", Params, prepare)
