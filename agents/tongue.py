"""In which language a question is to be answered, where its letters leave no doubt."""

import re

from agents.state import Turn

LEAST_WORDS = 3
"""Of Latin letters: fewer may be a name or a term."""

_NO_PROSE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`|\S+://\S+|www\.\S+|[@#/]\w+", re.DOTALL)
_CYRILLIC_WORD = re.compile(r"[Ѐ-ӿ]+")
_RUSSIAN_ALONE = re.compile(r"[ыэё]", re.IGNORECASE)
_NOT_RUSSIAN = re.compile(r"[^а-яёА-ЯЁ\W\d_A-Za-z]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def language_line(turn: Turn) -> str:
    """An order for the end of the system prompt; empty where only the model can tell."""
    words = "" if turn.is_untrusted else _NO_PROSE.sub(" ", turn.text)
    cyrillic, latin = (len(each.findall(words)) for each in (_CYRILLIC_WORD, _LATIN_WORD))
    if cyrillic and cyrillic >= latin and _is_russian(words, turn.language):
        return "Answer in Russian, unless the person asks for another language."
    if turn.language == "ru" and not cyrillic and latin >= LEAST_WORDS:
        return "The question is not in Russian: answer in the language it is written in."
    return ""


def _is_russian(words: str, language: str) -> bool:
    """Other languages write with the same letters, and most of them with some of their own."""
    return not _NOT_RUSSIAN.search(words) and (language == "ru" or bool(_RUSSIAN_ALONE.search(words)))
