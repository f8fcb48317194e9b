"""The memory of the settings: its records are in the database, its index beside them."""

from contextlib import AsyncExitStack

from bot.models import Models
from bot.stores import Stores
from core.config import Settings
from memory.index import IndexPlace, open_index
from memory.store import MemoryStore


def open_memory(settings: Settings, stores: Stores, models: Models, stack: AsyncExitStack) -> MemoryStore:
    """The index of the settings over the records of the database."""
    place = IndexPlace(settings.data_dir / "chroma", settings.chroma_url, stores.database, models.embeddings.name)
    memory = MemoryStore(stores.memories, open_index(settings.memory.index, place), models.embeddings, stores.clock)
    stack.push_async_callback(memory.close)
    return memory
