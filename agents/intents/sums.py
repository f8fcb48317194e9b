"""Sums in words or signs: `what is 12*7`, `сколько будет 15% от 2340`; exact, by no model."""

import re
from decimal import Decimal

from agents.intent import Intent, Outcome, Wish
from agents.spec import signs
from engines.arithmetic import calculate

DIGITS = 12

_ASKING = re.compile(
    r"^\W*?(?:(?:please|пожалуйста)[,\s]+)?"
    r"(?:what(?:['’]s|\s+is)|how much is|calculate|compute|сколько будет|посчитай\w*|вычисли\w*|чему равно|чему равен)"
    r"\s*:?\s*(?=[\d(√-]|sqrt)",
    re.IGNORECASE,
)
_WORDS = (
    (r"\s*\b(?:divided by|(?:раз)?делить на|разделить на|поделить на)\b\s*", " / "),
    (r"\s*\b(?:times|multiplied by|умнож\w+ на)\b\s*", " * "),
    (r"\s*\b(?:plus|плюс)\b\s*", " + "),
    (r"\s*\b(?:minus|минус)\b\s*", " - "),
    (r"\s*\b(?:percent|процент\w*)(?!\w)", "%"),
    (r"[×·]|(?<=\d)\s*[xх]\s*(?=\d)", " * "),
    (r"[÷:]", " / "),
    (r"[−–—]", "-"),
)
_PERCENT_OF = re.compile(r"([\d.]+)\s*%\s*(?:of|от)\s*([\d.]+)")
_MORE_BY_PERCENT = re.compile(r"^([\d.]+)\s*([+-])\s*([\d.]+)\s*%$")
_SUM = re.compile(r"[\d\s.+*/^%()-]+")
_BARE = re.compile(r"^\W*\d[\d\s.,]*(?:\s*(?:[*×÷+^]|\s[/-]\s|%\s*(?:of|от)\s)\s*\(?-?\d[\d\s.,]*\)?)+\s*=?\s*\??\s*$")


async def carry_out(wish: Wish) -> Outcome | None:
    asked = _ASKING.sub("", wish.text, count=1).strip(" ?!=\n")
    sum_ = expression(asked, wish.turn.language)
    if not _SUM.fullmatch(sum_) or not re.search(r"\d\W*[+*/^%-]\W*\d", sum_):
        return None
    return Outcome(f"{asked.replace('*', '×')} = {_written(calculate(sum_), wish.turn.language)}")


def expression(asked: str, language: str) -> str:
    """What the calculator takes; a comma parts thousands in English, decimals elsewhere."""
    text = asked.lower()
    for words, sign in _WORDS:
        text = re.sub(words, sign, text)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text)
    if language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text).strip()
    text = _PERCENT_OF.sub(r"(\2 * \1 / 100)", text)
    return _MORE_BY_PERCENT.sub(r"\1 * (100 \2 \3) / 100", text)


def _written(value: Decimal, language: str) -> str:
    if value == value.to_integral_value():
        return f"{value:f}"
    short = f"{value:.{DIGITS}g}" if abs(value) < 1 else f"{round(value, 6):f}".rstrip("0")
    return short.replace(".", ",") if language == "ru" else short


INTENT = Intent(name="sums", signs=(*signs(_BARE.pattern), _ASKING), carry_out=carry_out)
