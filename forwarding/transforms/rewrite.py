"""Has a local model write posts anew, as a sentence of the owner's asks: calmer, shorter, without emoji."""

from typing import Annotated

from pydantic import StringConstraints

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.model_texts import LONGEST_SECONDS, asker_of, has_words, whole_text, with_text, written_anew
from forwarding.placeholders import Marked
from forwarding.spec import Strict
from forwarding.styled import Styled
from forwarding.transform import Change, Transform

LONGEST = 300
ORDER = (
    "Rewrite the text as its publisher wishes: {wish}\n"
    "Keep the language of the text, its facts, names and numbers, and add none.{marks}"
)
MARKS = (
    " Marks in it such as {example} stand for formatting, links and names: keep each with the words that it belongs "
    "to, unchanged and no more than once."
)


class Params(Strict):
    """`order`: one sentence, in any language."""

    order: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST)]
    keep_original: bool = True
    """Folded below."""


def prepare(params: Params, context: Context) -> Change:
    def order(marked: Marked) -> str:
        marks = MARKS.format(example=marked.example) if marked.example else ""
        return ORDER.format(wish=params.order, marks=marks)

    async def change(draft: Draft) -> Draft:
        whole = whole_text(draft)
        if not has_words(whole.text):
            return draft
        made = await written_anew(asker_of(context), whole, order, _accepts, is_strict=False)
        return with_text(draft, made, keep_original=params.keep_original)

    return change


def _accepts(marked: Marked, made: Styled) -> bool:
    return has_words(made.text)


TRANSFORM = Transform("rewrite", Params, prepare, seconds=LONGEST_SECONDS)
