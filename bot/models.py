"""The models that are served locally, and the queues before them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.stores import Stores
from core.config import Settings
from core.tasks import Supervisor
from inference.catalog import ModelCatalog, Server
from inference.chat_model import Backend, ChatModel
from inference.embeddings import Embeddings, HashedEmbeddings, OllamaEmbeddings
from inference.gate import Gate
from inference.installing import Installer
from inference.model_server import ModelServer
from inference.ollama_chat import OllamaChat
from inference.openai_chat import OpenAIChat
from inference.openai_server import OpenAIServer
from inference.selftest import SelfTest
from inference.speech_in import SpeechIn
from inference.speech_out import SpeechOut
from inference.warmup import Warmup
from inference.whisper_engines import ENGINES


@dataclass(frozen=True, slots=True)
class Models:
    """What is served locally."""

    catalog: ModelCatalog
    chat: ChatModel
    gate: Gate
    warmup: Warmup
    installer: Installer
    selftest: SelfTest
    embeddings: Embeddings
    speech: SpeechIn
    voice: SpeechOut


def open_models(settings: Settings, stores: Stores, supervisor: Supervisor, stack: AsyncExitStack) -> Models:
    """Connects to nothing; a model that is not there is told when it is needed."""
    server = ModelServer(settings.ollama_host)
    stack.push_async_callback(server.close)
    backends: dict[Server, Backend] = {"ollama": OllamaChat(server, settings.inference)}
    other = open_openai(settings, stack)
    if other is not None:
        backends["openai"] = OpenAIChat(other)
    catalog = ModelCatalog(server, settings.ollama_model, openai=other)
    inference = settings.inference
    gate = Gate(inference.max_parallel, inference.queue_limit, usual_seconds=stores.measures.request_seconds)
    chat = ChatModel(catalog, backends, inference)
    return Models(
        catalog=catalog,
        chat=chat,
        gate=gate,
        warmup=Warmup(server, catalog, gate, inference, supervisor),
        installer=Installer(server, catalog),
        selftest=SelfTest(chat, catalog, gate),
        embeddings=open_embeddings(settings, server),
        speech=open_ears(settings),
        voice=SpeechOut(settings.speech.voices),
    )


def open_embeddings(settings: Settings, server: ModelServer) -> Embeddings:
    model, inference = settings.ollama_embed_model, settings.inference
    if not model:
        return HashedEmbeddings()
    return OllamaEmbeddings(server, model, keep_alive=inference.keep_alive_of(model), num_ctx=inference.num_ctx)


def open_openai(settings: Settings, stack: AsyncExitStack) -> OpenAIServer | None:
    if not settings.openai_url:
        return None
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    server = OpenAIServer(settings.openai_url, key, settings.openai_capabilities)
    stack.push_async_callback(server.close)
    return server


def open_ears(settings: Settings) -> SpeechIn:
    """The engine and the model of the settings; neither is loaded before somebody speaks."""
    speech = settings.speech
    engine = None
    if settings.whisper_model:
        engine = ENGINES[speech.engine](settings.whisper_model, settings.data_dir / "whisper")
    return SpeechIn(engine, language=speech.language, longest=speech.longest_minutes * 60.0)
