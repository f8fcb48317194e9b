"""The agents as the composition root builds them, over a fake Ollama, a real database and a still clock."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from prometheus_client import CollectorRegistry

from agents.outside.pages import Pages
from agents.outside.servers import Servers
from agents.runner import AgentRunner
from agents.services import Services
from agents.state import Finished, ReplyChunk, TextDelta, Turn
from core.config import InferenceSettings
from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, RuleId, TurnId, UpdateId, UserId, thread_of
from core.metrics import Metrics
from core.tasks import Supervisor
from forwarding.permissions import ChatTitle
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from forwarding.transports.protocol import ChatInfo
from inference.catalog import ModelCatalog
from inference.chat_model import ChatModel
from inference.embeddings import HashedEmbeddings
from inference.gate import Gate
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from inference.warmup import Warmup
from memory.backends.exact import ExactIndex
from memory.index import IndexPlace
from memory.learning import Learning
from memory.store import MemoryStore, Owner
from storage.approvals import Approvals
from storage.cached_answers import CachedAnswers
from storage.chats import Chats
from storage.database import Database
from storage.digests import Digests
from storage.measures import Measures
from storage.memories import Memories
from storage.posts import Posts
from storage.reminders import Reminders
from storage.summaries import Summaries
from storage.tool_rights import ToolRights
from storage.tool_servers import ToolServers
from storage.turns import PastTurn, Turns
from storage.users import Users
from tests.fakes.clock import FakeClock
from tests.fakes.ollama import FakeOllama

ANNA, BEN = UserId(1001), UserId(1002)
GROUP = ChatId(-1001)
PATIENCE = 20.0


class FakeRules:
    """Knows two channels; remembers what it was asked to create."""

    def __init__(self) -> None:
        self.chats = {
            "@source_news": ChatInfo(ChatId(-100500), "channel", "Source news", "source_news"),
            "@target_news": ChatInfo(ChatId(-100600), "channel", "Digest", "target_news"),
        }
        self.created: list[tuple[RuleSpec, UserId, str]] = []
        self.refusal: UserError | None = None

    async def resolve(self, reference: str) -> ChatInfo:
        if reference not in self.chats:
            raise UserError("error-chat-not-found", chat=reference)
        return self.chats[reference]

    async def create(self, spec: RuleSpec, author: UserId, key: str) -> Rule:
        if self.refusal is not None:
            raise self.refusal
        self.created.append((spec, author, key))
        return (await self.list())[-1]

    async def list(self) -> list[Rule]:
        return [
            Rule(
                RuleId(number),
                spec,
                author,
                is_paused=False,
                chats={
                    ChatId(-100500): ChatTitle("Source news", "source_news"),
                    ChatId(-100600): ChatTitle("Digest", "target_news"),
                },
            )
            for number, (spec, author, _) in enumerate(self.created, 1)
        ]


@dataclass(slots=True)
class Desk:
    """Everything a test of the agents touches."""

    runner: AgentRunner
    services: Services
    ollama: FakeOllama
    rules: FakeRules
    tasks: Supervisor
    clock: FakeClock
    translator: Translator

    async def turn(
        self, text: str, *, user: UserId = ANNA, chat: ChatId | None = None, update: int | None = None
    ) -> Turn:
        """A turn as handlers make it; the chat of the person unless it is said."""
        place = chat or ChatId(user)
        update_id = None if update is None else UpdateId(update)
        id = await self.services.turns.begin(thread_of(place), user, place, update_id, text, f"message:{place}:7")
        return Turn(
            id=id,
            thread=thread_of(place),
            user=user,
            chat=place,
            text=text,
            language="en",
            is_private=place == ChatId(user),
            source=f"message:{place}:7",
        )

    async def ask(self, text: str, **changes: object) -> list[ReplyChunk]:
        """All chunks of the answer to a private message of Anna's."""
        turn = await self.turn(text)
        return await self.collect(replace(turn, **changes))  # type: ignore[arg-type]

    async def collect(self, turn: Turn) -> list[ReplyChunk]:
        async with asyncio.timeout(PATIENCE):
            return [chunk async for chunk in self.runner.stream(turn)]

    async def memory_of(self, owner: Owner) -> list[str]:
        """What is remembered once all learning is over."""
        learning = [task for task in asyncio.all_tasks() if task.get_name().startswith("learn:")]
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*learning)
        return [record.text for record in await self.services.memory.page(owner, 10)]

    async def recorded(self, id: TurnId) -> PastTurn:
        found = await self.services.turns.get(id)
        assert found is not None
        return found


def text_of(chunks: Sequence[ReplyChunk]) -> str:
    return "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta))


def end_of(chunks: Sequence[ReplyChunk]) -> Finished:
    """The last chunk, after a look that it is the only one of its kind."""
    assert [type(chunk) for chunk in chunks].count(Finished) == 1
    last = chunks[-1]
    assert isinstance(last, Finished)
    return last


def system_of(desk: Desk) -> str:
    return str(desk.ollama.chats[-1]["messages"][0]["content"])


def tools_of(desk: Desk, request: int = -1) -> list[str]:
    return [tool["function"]["name"] for tool in desk.ollama.chats[request].get("tools") or ()]


def results_of(desk: Desk) -> list[str]:
    """What tools told the model in its last request."""
    return [message["content"] for message in desk.ollama.chats[-1]["messages"] if message["role"] == "tool"]


@asynccontextmanager
async def open_desk(
    database: Database, clock: FakeClock, translator: Translator, model: FakeOllama | None = None
) -> AsyncIterator[Desk]:
    settings = InferenceSettings(num_ctx=4096)
    embeddings = HashedEmbeddings()
    tasks = Supervisor()
    async with model or FakeOllama() as ollama:
        server = ModelServer(ollama.url)
        catalog = ModelCatalog(server, fresh_seconds=0)
        index = ExactIndex(IndexPlace(Path(), "", database, embeddings.name))
        rules = FakeRules()
        measures = Measures(database, clock)
        gate = Gate(4, usual_seconds=measures.request_seconds)
        services = Services(
            turns=Turns(database, clock),
            summaries=Summaries(database, clock),
            cached_answers=CachedAnswers(database, clock),
            memory=MemoryStore(Memories(database), index, embeddings, clock),
            model=ChatModel(catalog, {"ollama": OllamaChat(server, settings)}, settings),
            catalog=catalog,
            gate=gate,
            warmup=Warmup(server, catalog, gate, settings, tasks, fresh_seconds=0),
            measures=measures,
            approvals=Approvals(database, clock),
            reminders=Reminders(database, clock),
            digests=Digests(database, clock),
            users=Users(database, clock),
            chats=Chats(database, clock),
            posts=Posts(database, clock),
            rules=rules,
            rights=ToolRights(database),
            servers=Servers(ToolServers(database, clock)),
            pages=Pages(),
            search=None,
            metrics=Metrics(CollectorRegistry()),
            translator=translator,
            clock=clock,
            num_ctx=settings.num_ctx,
        )
        try:
            runner = AgentRunner(services, Learning(services.memory), tasks)
            yield Desk(runner, services, ollama, rules, tasks, clock, translator)
        finally:
            await tasks.close(grace=5)
            await server.close()
