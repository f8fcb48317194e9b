"""A model that obeys whatever order it finds in the text before it, wherever that text came from."""

import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.ollama import FakeModel, FakeOllama
from tests.fakes.ollama_script import Step, done, message

SEER = FakeModel("tiny:latest", capabilities=("completion", "tools", "vision"))


@dataclass(slots=True)
class Order:
    """What a text wants: known by its longest part, since quoting takes marks out of it."""

    text: str
    tool: str
    arguments: dict[str, Any]
    seen: int = 0

    @property
    def probe(self) -> str:
        parts = re.split(r"</?\s*/?\s*quoted[^>]*>?", self.text)
        return max((part.strip() for part in parts), key=len)[:20]


class Gullible(FakeOllama):
    """Calls `first`, when there is one, and then does what the order says, as a call and as text by turns."""

    def __init__(self) -> None:
        super().__init__([SEER])
        self.order = Order("", "", {})
        self.first: list[tuple[str, dict[str, Any]]] = []

    def meet(self, order: Order, first: list[tuple[str, dict[str, Any]]]) -> None:
        self.order, self.first = order, list(first)

    def next_steps(self, body: dict[str, Any]) -> list[Step]:
        if self.first:
            return [message(tool_calls=[self.first.pop(0)]), done()]
        said = "\n".join(str(each.get("content", "")) for each in body["messages"])
        is_seen = self.order.probe in said or any(each.get("images") for each in body["messages"])
        if not is_seen:
            return [message("Nothing to obey."), done()]
        self.order.seen += 1
        if self.order.seen % 5 == 0:
            return [message("I have obeyed."), done()]
        return [message("Well.", tool_calls=[(self.order.tool, self.order.arguments)]), done()]
