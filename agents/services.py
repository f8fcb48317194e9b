"""What the agents stand on, given once by the composition root."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agents.outside.pages import Pages
from agents.outside.search import Search
from agents.outside.servers import Servers
from core.clock import Clock
from core.i18n import Translator
from core.ids import UserId
from core.metrics import Metrics
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from forwarding.transports.protocol import ChatInfo
from inference.catalog import ModelCatalog
from inference.chat_model import ChatModel
from inference.gate import Gate
from inference.warmup import Warmup
from memory.store import MemoryStore
from storage.approvals import Approvals
from storage.cached_answers import CachedAnswers
from storage.chats import Chats
from storage.digests import Digests
from storage.measures import Measures
from storage.posts import Posts
from storage.reminders import Reminders
from storage.summaries import Summaries
from storage.tool_rights import ToolRights
from storage.turns import Turns
from storage.users import Users


class Rules(Protocol):
    """The part of forwarding.rules.RuleBook that tools use."""

    async def resolve(self, reference: str) -> ChatInfo: ...

    async def list(self) -> Sequence[Rule]: ...

    async def create(self, spec: RuleSpec, author: UserId, key: str) -> Rule: ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a node or a tool may use."""

    turns: Turns
    summaries: Summaries
    cached_answers: CachedAnswers
    memory: MemoryStore
    model: ChatModel
    catalog: ModelCatalog
    gate: Gate
    warmup: Warmup
    measures: Measures
    approvals: Approvals
    reminders: Reminders
    digests: Digests
    users: Users
    chats: Chats
    posts: Posts
    rules: Rules
    rights: ToolRights
    servers: Servers
    pages: Pages
    search: Search | None
    """None where the operator has no SearXNG."""
    metrics: Metrics
    translator: Translator
    clock: Clock
    num_ctx: int
    """Context length that the model is asked with, in tokens."""
    recall_limit: int = 5
    slow_seconds: float = 4.0
    """After this long without a first token the person is told that the model may be loading."""
