"""Models, memory and agents: what an answer is made of."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from agents.runner import AgentRunner
from agents.services import Services
from bot.stores import Stores
from core.config import Settings
from core.i18n import Translator
from core.tasks import Supervisor
from forwarding.rules import RuleBook
from inference.catalog import ModelCatalog
from inference.chat_model import ChatModel
from inference.embeddings import Embeddings, HashedEmbeddings, OllamaEmbeddings
from inference.gate import Gate
from inference.model_server import ModelServer
from inference.speech_in import SpeechIn
from memory.index import IndexPlace, open_index
from memory.learning import Learning
from memory.store import MemoryStore


@dataclass(frozen=True, slots=True)
class Models:
    """What is served locally."""

    catalog: ModelCatalog
    chat: ChatModel
    gate: Gate
    embeddings: Embeddings
    speech: SpeechIn


def open_models(settings: Settings, stack: AsyncExitStack) -> Models:
    """Connects to nothing; a model that is not there is told when it is needed."""
    server = ModelServer(settings.ollama_host)
    stack.push_async_callback(server.close)
    catalog = ModelCatalog(server, settings.ollama_model)
    embeddings: Embeddings = HashedEmbeddings()
    if settings.ollama_embed_model:
        embeddings = OllamaEmbeddings(server, settings.ollama_embed_model, keep_alive=settings.inference.keep_alive)
    return Models(
        catalog=catalog,
        chat=ChatModel(server, catalog, settings.inference),
        gate=Gate(settings.inference.max_parallel),
        embeddings=embeddings,
        speech=SpeechIn(settings.whisper_model),
    )


def open_memory(settings: Settings, stores: Stores, models: Models, stack: AsyncExitStack) -> MemoryStore:
    """The index of the settings over the records of the database."""
    place = IndexPlace(settings.data_dir / "chroma", settings.chroma_url, stores.database, models.embeddings.name)
    memory = MemoryStore(stores.memories, open_index(settings.memory.index, place), models.embeddings, stores.clock)
    stack.push_async_callback(memory.close)
    return memory


def build_runner(
    settings: Settings,
    stores: Stores,
    models: Models,
    *,
    memory: MemoryStore,
    rulebook: RuleBook,
    translator: Translator,
    supervisor: Supervisor,
) -> AgentRunner:
    services = Services(
        turns=stores.turns,
        memory=memory,
        model=models.chat,
        catalog=models.catalog,
        gate=models.gate,
        approvals=stores.approvals,
        reminders=stores.reminders,
        posts=stores.posts,
        rules=rulebook,
        translator=translator,
        clock=stores.clock,
        num_ctx=settings.inference.num_ctx,
        recall_limit=settings.memory.recall_limit,
    )
    return AgentRunner(services, Learning(memory), supervisor)
