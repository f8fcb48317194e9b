"""A local model that needs no socket: it writes the same text in capitals, and keeps what it is told to keep."""

from collections.abc import Sequence

from core.errors import Unavailable
from forwarding.means import Fits


class Capitals:
    """Implements Asker."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def ask(self, order: str, text: str, *, choices: Sequence[str] = (), fits: Fits | None = None) -> str:
        self.asked.append((order, text))
        answer = text.upper()
        if fits is not None and not fits(answer):
            raise Unavailable("error-forwarding-garbled")
        return answer
