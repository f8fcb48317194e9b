"""The same question about the same pictures: answered as before, without asking the model once more."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from agents.asking import Progress, Say
from agents.state import ReplyChunk, TextDelta, Turn


def key_of(turn: Turn, now: datetime, parts: Iterable[str]) -> str:
    """Of all that the answer depends on; `parts` are the model, the agent's prompt, what is recalled, the question.

    Empty for what must not be repeated: text questions, whose answers hang on what was said before, and questions that
    nothing is kept of. The day counts, the minute does not.
    """
    if not turn.stands_alone or turn.owner is None:
        return ""
    words = (turn.owner, turn.language, turn.persona, turn.user_name, f"{now:%Y-%m-%d}", *parts)
    hashed = sha256()
    for part in (*(word.encode("utf-8", "replace") for word in words), *turn.images):
        hashed.update(sha256(part).digest())
    return hashed.hexdigest()


class Echo:
    """Passes on what is said, and knows it whole."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._texts: list[str] = []
        self._is_cut = False

    def __call__(self, chunk: ReplyChunk | Progress) -> None:
        if isinstance(chunk, TextDelta):
            self._texts.append(chunk.text)
        elif isinstance(chunk, Progress):
            self._is_cut = chunk.is_cut
        self._say(chunk)

    @property
    def whole(self) -> str:
        """Empty when the model was cut off."""
        return "" if self._is_cut else "".join(self._texts).strip()
