"""/context: what fills the model's context with the next question of this conversation."""

from dataclasses import replace

from aiogram.types import Message

from agents.filling import Filling
from agents.runner import AgentRunner
from agents.state import Turn
from core.i18n import Texts
from core.ids import TurnId
from handlers.choices import Choices
from handlers.command import SlashCommand
from handlers.ui.place import Place, place_of
from storage.chats import Chat
from storage.conversations import Conversations
from storage.turns import PastTurn, Turns
from storage.users import User

BAR = 10
"""Signs of a whole bar."""


async def on_context(
    message: Message,
    user: User,
    chat: Chat,
    texts: Texts,
    turns: Turns,
    conversations: Conversations,
    choices: Choices,
    runner: AgentRunner,
) -> None:
    place = place_of(message)
    history = await turns.history(place.thread, 1)
    last = history[0] if history else None
    choice = await choices.of(chat)
    is_incognito = await conversations.is_incognito(place.thread)
    turn = replace(
        _next(last, place, user, chat, texts), model=choice.model, persona=choice.persona, is_incognito=is_incognito
    )
    filling = await runner.filling(turn)
    await message.answer(texts("model-none") if filling is None else meter(filling, last, texts))


def _next(last: PastTurn | None, place: Place, user: User, chat: Chat, texts: Texts) -> Turn:
    """A question like the last one."""
    return Turn(
        id=TurnId(last.id + 1 if last else 1),
        thread=place.thread,
        user=user.id,
        chat=chat.id,
        text=last.text if last else "",
        language=texts.language,
        is_private=place.is_private,
        is_admin=user.role.is_admin,
        role=user.role,
        time_zone=user.time_zone,
        user_name=user.name,
        agent=chat.settings.agent or (last.agent if last else ""),
    )


def meter(filling: Filling, last: PastTurn | None, texts: Texts) -> str:
    """A line with a bar for each part, then what it means."""
    parts = [*filling.parts.items(), ("free", filling.free)]
    lines = [_line(texts(f"context-{name}", turns=filling.turns), cost, filling.window, texts) for name, cost in parts]
    after = [texts("context-outro")]
    if last is not None and last.context_tokens:
        after.insert(0, texts("context-true", tokens=last.context_tokens))
    if filling.left_out:
        after.insert(0, texts("context-left-out", turns=filling.left_out))
    return "\n".join((texts("context-window", window=filling.window), "", *lines, "", *after))


def _line(part: str, cost: int, window: int, texts: Texts) -> str:
    full = min(BAR, round(BAR * cost / window))
    bar = "▓" * full + "░" * (BAR - full)
    return texts("context-line", bar=bar, share=round(100 * cost / window), part=part, tokens=cost)


COMMAND = SlashCommand("context", on_context)
