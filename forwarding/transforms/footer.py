"""Puts the owner's words below the text."""

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.spec import Strict
from forwarding.templates import Template, TemplateText, framed, values_of
from forwarding.transform import Change, Transform


class Params(Strict):
    """`text` is Markdown and may name {source}, {link}, {date}, {time} and {author}."""

    text: TemplateText
    bare: bool = False
    """Also under media without a text."""


def prepare(params: Params, context: Context) -> Change:
    template = Template(params.text)

    def change(draft: Draft) -> Draft:
        return framed(draft, below=template.filled(values_of(draft, context.time_zone)), bare=params.bare)

    return change


TRANSFORM = Transform("footer", Params, prepare)
