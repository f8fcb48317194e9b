"""Reading what questions come with: pictures for a model that sees, documents for the memory and the question."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.types import Message

from core.clock import Clock
from core.config import InferenceSettings
from core.ids import ChatId, MessageId, UserId
from core.tasks import Supervisor
from handlers.attachments import Attachment, attachment_of, from_rows
from handlers.downloads import download
from inference.pictures import prepared
from memory.excerpts import excerpt
from memory.loaders import Document, load, source_of
from memory.store import MemoryStore, Owner
from storage.answers import AnswerMessages
from storage.turns import PastTurn, Turns

AT_ONCE = 2
"""Documents and albums that are read beside each other; each may take a hundred megabytes."""
INDEX_SECONDS = 5.0
"""An answer waits no longer for a document's vectors; its words find it too."""
RECALLED = 20
LENDING_TIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What the model is given beside the question."""

    document: str = ""
    images: tuple[bytes, ...] = ()


class Enclosures:
    """Loads files from Telegram and makes them ready."""

    def __init__(
        self,
        bot: Bot,
        memory: MemoryStore,
        turns: Turns,
        answers: AnswerMessages,
        supervisor: Supervisor,
        *,
        clock: Clock,
        settings: InferenceSettings,
    ) -> None:
        self._bot = bot
        self._memory = memory
        self._turns = turns
        self._answers = answers
        self._supervisor = supervisor
        self._clock = clock
        self._budget = settings.num_ctx
        """Bytes of a document that go with a question: at three bytes a token a third of the context."""
        self._places = asyncio.Semaphore(AT_ONCE)
        self.edge = settings.picture_edge

    async def read(self, attachments: Sequence[Attachment], question: str, owner: Owner | None) -> Enclosed:
        """The pictures, and of the documents what the question needs, loaded from Telegram once more.

        Raises:
            UserError: a file can no longer be loaded or read.
        """
        documents = [each for each in attachments if each.kind == "document"]
        texts = [await self.about(await self.document(each), question, owner) for each in documents]
        return Enclosed("\n".join(texts), await self.pictures(attachments))

    async def pictures(self, attachments: Sequence[Attachment]) -> tuple[bytes, ...]:
        """
        Raises:
            UserError: one is no picture, or too large.
        """
        files = [each.file for each in attachments if each.kind == "photo"]
        if not files:
            return ()
        async with self._places:
            return await prepared([await download(self._bot, file, None) for file in files], self.edge)

    async def document(self, file: Attachment, size: int | None = None) -> Document:
        """
        Raises:
            UserError: it cannot be read; each reason has its own sentence.
        """
        async with self._places:
            return await load(file.name, await download(self._bot, file.file, size))

    async def keep(self, document: Document, owner: Owner) -> str:
        """Remember it; under which name it is known already, empty when it was new. A second time changes nothing."""
        prefix = source_of(document.digest)
        known = (await self._memory.source(owner, prefix)).removeprefix(prefix)
        named = replace(document, name=known or document.name)
        await self._memory.write(owner, named.pieces, "document", named.source)
        indexing = self._supervisor.spawn(self._memory.catch_up(), name=f"index:{document.digest}")
        await asyncio.wait({indexing}, timeout=INDEX_SECONDS)
        return known

    async def about(self, document: Document, question: str, owner: Owner | None) -> str:
        """The pieces of the document that the question needs, each with its page."""
        recalled = set()
        if owner is not None:
            prefix = source_of(document.digest)
            found = [each.record for each in await self._memory.recall(owner, question, RECALLED)]
            recalled = {record.text for record in found if record.source.startswith(prefix)}
        return await asyncio.to_thread(excerpt, document, question, self._budget, recalled)

    async def lent_to(self, message: Message) -> tuple[Attachment, ...]:
        """Files of before: a reply to a picture, to a document, or to the answer about them asks more about them."""
        original = replied_to(message)
        if original is None:
            return ()
        if (own := attachment_of(original, self.edge)) is not None:
            return (own,)
        id = await self._answers.turn_of(ChatId(original.chat.id), MessageId(original.message_id))
        past = await self._turns.get(id) if id is not None else None
        return _files_of(past)

    def lent_after(self, last: PastTurn | None, user: UserId) -> tuple[Attachment, ...]:
        """The pictures of the person's question right before this one."""
        if last is None or last.user != user or not self._is_recent(last.created_at):
            return ()
        return tuple(each for each in _files_of(last) if each.kind == "photo")

    def _is_recent(self, moment: datetime) -> bool:
        return self._clock.now() - moment < LENDING_TIME


def may_borrow(message: Message, question: str) -> bool:
    """Right after a question with pictures, a question, told by its mark, asks more about these.

    An order such as `remind me` keeps its tools.
    """
    return "?" in question and replied_to(message) is None


def replied_to(message: Message) -> Message | None:
    """A topic's first message is replied to by all others of the topic: that is no reply of a person."""
    original = message.reply_to_message
    return None if original is None or original.forum_topic_created is not None else original


def _files_of(past: PastTurn | None) -> tuple[Attachment, ...]:
    return tuple(each for each in from_rows(past.attachments) if each.is_file) if past is not None else ()
