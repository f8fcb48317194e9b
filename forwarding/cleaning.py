"""What a model wrote, without what models put around it: thoughts, fences, quotation marks, the marks of its orders."""

import re

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_UNOPENED = re.compile(r"^.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```\w*\n(.*?)\n?```", re.DOTALL)
_QUOTES = (("“", "”"), ("«", "»"), ('"', '"'), ("„", "“"))
_OPENING, _CLOSING = "<post>", "</post>"


def cleaned(answer: str, text: str) -> str:
    """What was asked for about the text; what the text itself is wrapped in stays."""
    answer = answer.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "replace").decode()
    answer = _UNOPENED.sub("", _THOUGHTS.sub("", answer)).strip()
    fenced = _FENCED.fullmatch(answer)
    if fenced and "```" not in fenced[1] and "```" not in text:
        answer = fenced[1].strip()
    answer = answer.removeprefix(_OPENING).removesuffix(_CLOSING).strip()
    answer = answer.replace("<_post", "<post").replace("<_/post", "</post")
    return _unquoted(answer, text.strip())


def _unquoted(answer: str, text: str) -> str:
    for opening, closing in _QUOTES:
        inner = answer[len(opening) : -len(closing)]
        is_wrapped = len(answer) > 2 and answer.startswith(opening) and answer.endswith(closing)
        if is_wrapped and not text.startswith(opening) and opening not in inner and closing not in inner:
            return inner.strip()
    return answer
