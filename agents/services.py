"""What the agents stand on, given once by the composition root."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.clock import Clock
from core.i18n import Translator
from core.ids import UserId
from forwarding.rules import Rule, RuleSpec
from forwarding.transports.protocol import ChatInfo
from inference.catalog import ModelCatalog
from inference.chat_model import ChatModel
from inference.gate import Gate
from memory.store import MemoryStore
from storage.approvals import Approvals
from storage.posts import Posts
from storage.reminders import Reminders
from storage.turns import Turns


class Rules(Protocol):
    """The part of forwarding.rules.RuleBook that tools use."""

    async def resolve(self, reference: str) -> ChatInfo: ...

    async def list(self) -> Sequence[Rule]: ...

    async def create(self, spec: RuleSpec, author: UserId, key: str) -> Rule: ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a node or a tool may use."""

    turns: Turns
    memory: MemoryStore
    model: ChatModel
    catalog: ModelCatalog
    gate: Gate
    approvals: Approvals
    reminders: Reminders
    posts: Posts
    rules: Rules
    translator: Translator
    clock: Clock
    num_ctx: int
    """Context length that the model is asked with, in tokens."""
    recall_limit: int = 5
    slow_seconds: float = 4.0
    """After this long without a first token the person is told that the model may be loading."""
