"""A model's thinking told apart from its answer where the server leaves both in one text."""

OPENING = "<think>"
CLOSING = "</think>"


class Thoughts:
    """Splits what is streamed: `<think>…</think>` counts only at the very beginning of an answer."""

    def __init__(self) -> None:
        self._held = ""
        self._is_begun = False
        self._is_thinking = False
        self._is_answering = False

    def split(self, piece: str) -> tuple[str, str]:
        """The answer and the thinking in what is decided by now; an undecided end is held back."""
        if self._is_answering:
            return piece, ""
        self._held += piece
        if not self._is_begun:
            self._begin()
        if self._is_thinking:
            return self._think()
        return self._answer()

    def rest(self) -> tuple[str, str]:
        """What was held back when the answer ended."""
        held, self._held = self._held, ""
        return ("", held) if self._is_thinking else (held, "")

    def _begin(self) -> None:
        start = self._held.lstrip()
        if OPENING.startswith(start[: len(OPENING)]) and len(start) < len(OPENING):
            return
        self._is_begun = True
        if start.startswith(OPENING):
            self._held, self._is_thinking = start.removeprefix(OPENING), True

    def _think(self) -> tuple[str, str]:
        thinking, closing, after = self._held.partition(CLOSING)
        if closing:
            self._held, self._is_thinking = after, False
            return self._answer()[0], thinking
        kept = next((size for size in range(len(CLOSING) - 1, 0, -1) if self._held.endswith(CLOSING[:size])), 0)
        thinking, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
        return "", thinking

    def _answer(self) -> tuple[str, str]:
        """The blank lines between thinking and answer belong to neither."""
        if not self._is_begun or not self._held.strip():
            return "", ""
        text, self._held, self._is_answering = self._held, "", True
        return text.lstrip("\n"), ""
