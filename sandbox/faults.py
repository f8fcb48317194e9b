"""Faults on order: the next calls of a method are refused, delayed, or lose their connection or their answer."""

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["flood", "error", "cut_before", "cut_after", "delay", "delay_after"]


@dataclass(slots=True)
class Fault:
    """`cut_after`: the effect happened but the answer was lost; `cut_before`: neither.

    `delay` waits `seconds` before the effect, `delay_after` between the effect and the answer.
    """

    kind: FaultKind
    method: str = "*"
    """The Bot API's or MTProto's name in any case; `*` is any but getUpdates, which a bot calls all the time."""
    times: int = 1
    retry_after: int = 5
    code: int = 500
    description: str = "Internal Server Error"
    seconds: float = 1.0
    account: int = 0
    """Only calls of this account; 0: of any."""


def _meets(fault: Fault, method: str) -> bool:
    return fault.method.lower() == method or (fault.method == "*" and method != "getupdates")


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, account: int, method: str) -> Fault | None:
        """The fault that this call meets, if any; it is used up once."""
        for fault in self.waiting:
            if fault.account in (0, account) and _meets(fault, method.lower()):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
