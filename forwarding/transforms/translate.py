"""Translates posts by a local model; links, names, hashtags, code and formatting stay where they belong."""

import asyncio

from pydantic import field_validator

from core.errors import UserError
from forwarding.draft import Draft
from forwarding.languages import SHORT, known_codes, shares
from forwarding.means import Context
from forwarding.model_texts import LONGEST_SECONDS, asker_of, has_words, whole_text, with_text, written_anew
from forwarding.placeholders import Marked
from forwarding.spec import Strict
from forwarding.styled import Styled
from forwarding.transform import Change, Transform

ORDER = (
    "Translate the text into {language}, as a native speaker would write it. Keep its tone, its line breaks, numbers "
    "and emoji. Add nothing and leave nothing out.{marks}"
)
MARKS = (
    " Marks in it such as {example} stand for formatting, links and names: each comes back exactly once, unchanged, "
    "around or at the place of the same words."
)
_SURE = 0.5
_HARDLY = 0.05
_FEWEST_TIMES = 5
"""An answer this much shorter than a text of some length is no translation of it."""


class Params(Strict):
    """`to`: a code of two letters. A post that is in this language already stays as it is."""

    to: str
    keep_original: bool = True
    """Folded below the translation."""

    @field_validator("to")
    @classmethod
    def _check(cls, code: str) -> str:
        """
        Raises:
            UserError: `error-rule-unknown-language`.
        """
        if code.casefold() not in known_codes():
            raise UserError("error-rule-unknown-language", language=code[:50])
        return code.casefold()


def prepare(params: Params, context: Context) -> Change:
    asked = frozenset((params.to,))
    language = known_codes()[params.to].name.capitalize()

    def order(marked: Marked) -> str:
        marks = MARKS.format(example=marked.example) if marked.example else ""
        return ORDER.format(language=language, marks=marks)

    def accepts(marked: Marked, made: Styled) -> bool:
        if len(marked.text) < 2 * SHORT:
            return True
        found = shares(made.text, asked)
        is_other = found.get(params.to, 0.0) < _HARDLY and max(found.values(), default=0.0) >= _SURE
        return not is_other and len(made.text) * _FEWEST_TIMES >= len(marked.text)

    async def change(draft: Draft) -> Draft:
        whole = whole_text(draft)
        if not has_words(whole.text) or await asyncio.to_thread(_is_there, whole.text, params.to):
            return draft
        made = await written_anew(asker_of(context), whole, order, accepts, is_strict=True)
        return with_text(draft, made, keep_original=params.keep_original)

    return change


def _is_there(text: str, code: str) -> bool:
    return shares(text, frozenset((code,))).get(code, 0.0) >= _SURE


TRANSFORM = Transform("translate", Params, prepare, seconds=LONGEST_SECONDS)
