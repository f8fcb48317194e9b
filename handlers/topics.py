"""Topics in private chats: each is a conversation of its own, titled by its first question if it has no name."""

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from agents.state import Turn
from agents.titling import Titling
from core.ids import TopicId
from core.tasks import Supervisor
from handlers.index import Kind
from handlers.ui.place import Place, place_of
from storage.titles import Titles

log = structlog.get_logger(__name__)


def build_router() -> Router:
    router = Router(name="topics")
    router.message.register(on_topic_created, Kind("forum_topic_created"))
    router.message.register(on_topic_edited, Kind("forum_topic_edited"))
    return router


async def on_topic_created(message: Message, titles: Titles) -> None:
    """Only a name that nobody chose may be changed."""
    created, place = message.forum_topic_created, place_of(message)
    if created is not None and created.is_name_implicit and place.is_private:
        await titles.expect(place.thread)


async def on_topic_edited(message: Message, titles: Titles) -> None:
    """The person has named it."""
    edited, place = message.forum_topic_edited, place_of(message)
    if edited is not None and edited.name and place.is_private:
        await titles.settle(place.thread, edited.name)


class TopicTitles:
    """Names topics in the background, after their first answers."""

    def __init__(self, bot: Bot, titles: Titles, titling: Titling, supervisor: Supervisor) -> None:
        self._bot = bot
        self._titles = titles
        self._titling = titling
        self._supervisor = supervisor

    def after(self, turn: Turn, place: Place) -> None:
        """Call when the turn is answered; what was asked in secret names nothing."""
        if place.is_private and place.topic is not None and not turn.is_incognito:
            self._supervisor.spawn(self._name(turn, place, place.topic), name=f"title:{place.thread}")

    async def _name(self, turn: Turn, place: Place, topic: TopicId) -> None:
        if not await self._titles.is_awaited(place.thread):
            return
        title = await self._titling.title(turn.text, turn.model)
        # Meanwhile the person may have named it.
        if not title or not await self._titles.claim(place.thread):
            return
        try:
            await self._bot.edit_forum_topic(place.chat, topic, name=title)
        except TelegramAPIError as error:
            log.info("topic_not_titled", reason=error.message)
        else:
            await self._titles.settle(place.thread, title)
