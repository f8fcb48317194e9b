"""Thumbs of readers under the copies of posts: by a button, or under an album by a reaction."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated

from core.buttons import Button, Rows
from core.i18n import Texts
from core.ids import ChatId, MessageId, UpdateId, UserId
from forwarding.thumbs import DIRECTIONS, VOTE, without_thumbs
from forwarding.voting import Copy, Voting
from handlers.ratings import rating_of
from handlers.ui.presses import Press


def build_router() -> Router:
    """Before the ratings of answers, which take every reaction."""
    router = Router(name="votes")
    router.callback_query.register(on_vote, Press(VOTE), flags={"answers_press": True})
    router.message_reaction.register(on_reaction)
    return router


async def on_vote(
    query: CallbackQuery, arguments: tuple[str, ...], texts: Texts, update_id: UpdateId, voting: Voting
) -> str:
    """Anybody who reads the copy may vote."""
    thumb = DIRECTIONS.get(arguments[0] if arguments else "")
    if thumb is None or query.message is None:
        return texts("vote-over")
    others = _others(query.message) if isinstance(query.message, Message) else None
    copy = Copy(ChatId(query.message.chat.id), MessageId(query.message.message_id), others)
    return texts(f"vote-{await voting.press(copy, UserId(query.from_user.id), thumb, update_id)}")


async def on_reaction(event: MessageReactionUpdated, update_id: UpdateId, voting: Voting) -> None:
    """Of an answer to somebody it says something else."""
    person = event.user or event.actor_chat
    rating, before = rating_of(event.new_reaction), rating_of(event.old_reaction)
    if person is None or rating == before:
        raise SkipHandler
    copy = Copy(ChatId(event.chat.id), MessageId(event.message_id))
    if not await voting.react(copy, UserId(person.id), rating, update_id):
        raise SkipHandler


def _others(message: Message) -> Rows:
    """The buttons beside the thumbs."""
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else []
    rows = tuple(tuple(Button(each.text, each.callback_data or "", each.url or "") for each in row) for row in keyboard)
    return without_thumbs(rows)
