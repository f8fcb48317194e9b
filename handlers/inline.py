"""Inline mode: a question typed after the bot's name in any chat, and an answer that grows in the sent message."""

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from agents.runner import AgentRunner
from core.buttons import Button, encode
from core.i18n import Texts
from core.ids import ChatId, ThreadId, TurnId, UpdateId
from handlers.answering import Answerer, Asker, Question
from handlers.doorkeeper import Doorkeeper
from handlers.ui.answer_buttons import QUOTED
from handlers.ui.keyboards import markup
from handlers.ui.place import Place
from handlers.ui.presses import Press, acknowledge
from storage.chats import Access, Chat, Chats
from storage.turns import Turns
from storage.users import Role, User

ASK = "ask"
"""The result that is a question; the others are only text."""
SHOWN = 200
"""Characters of the question in the result and above the answer."""


class UnderInline(BaseFilter):
    """Presses under a message that was sent through the bot."""

    async def __call__(self, query: CallbackQuery) -> bool:
        return query.inline_message_id is not None


def build_router() -> Router:
    router = Router(name="inline")
    router.inline_query.register(on_inline_query)
    router.chosen_inline_result.register(on_chosen)
    router.callback_query.register(on_stop, Press("stop"), UnderInline())
    router.callback_query.register(on_again, Press("again"), UnderInline())
    return router


async def on_inline_query(query: InlineQuery, bot: Bot, user: User, texts: Texts, doorkeeper: Doorkeeper) -> None:
    """At once, on every letter; nobody else gets these results, and the blocked get none."""
    if user.role is Role.BLOCKED:
        await query.answer([], is_personal=True)
        return
    is_known = await doorkeeper.admit(user) is not None
    question = query.query.strip() if is_known else ""
    hint = texts("inline-hint", name=(await bot.me()).username or "")
    hints = [article("hint", texts("inline-ask-title"), hint)] if is_known else []
    label = texts("inline-private" if is_known else "inline-stranger")
    button = None if question else InlineQueryResultsButton(text=label, start_parameter="inline")
    results = [question_article(texts, question)] if question else hints
    await query.answer([*results], cache_time=0, is_personal=True, button=button)


async def on_chosen(
    chosen: ChosenInlineResult,
    user: User,
    texts: Texts,
    chats: Chats,
    doorkeeper: Doorkeeper,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """The message is there; without its id (inline feedback or the button is missing) it cannot be edited."""
    if chosen.result_id != ASK or not chosen.inline_message_id or await doorkeeper.admit(user) is None:
        return
    question = chosen.query.strip()
    place = inline_place(user, chosen.inline_message_id, question_above(question))
    await answerer.answer(Question(question, update_id), Asker(user, await own_chat(user, chats), place, texts))


async def on_stop(query: CallbackQuery, user: User, texts: Texts, runner: AgentRunner) -> None:
    """Our Stop, under an answer in a chat where the bot is not; for the person who asked."""
    thread = ThreadId(f"inline:{query.inline_message_id}")
    turns = runner.stoppable(thread)
    if any(turn.user != user.id for turn in turns):
        return await acknowledge(query, texts("error-not-yours"))
    for turn in turns:
        await runner.stop(thread, turn.id)
    return await acknowledge(query, texts("stop-done" if turns else "stop-nothing"))


async def on_again(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    chats: Chats,
    turns: Turns,
    runner: AgentRunner,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """Retry under a failed answer, for the person who asked; `quoted` stands for the question above the answer."""
    past = await turns.get(TurnId(int(arguments[0])))
    if past is None or past.thread != f"inline:{query.inline_message_id}" or past.user != user.id:
        return await acknowledge(query, texts("error-old-button" if past is None else "error-not-yours"))
    if any(turn.id == past.id for turn in runner.unanswered(past.thread)):
        return await acknowledge(query, texts("again-running"))
    heading = question_above(past.text) if QUOTED in arguments else ""
    place = inline_place(user, query.inline_message_id or "", heading)
    asker = Asker(user, await own_chat(user, chats), place, texts)
    asked = await answerer.begin_again(past, update_id, asker)
    await acknowledge(query)
    if asked is not None:
        await answerer.show(asked, asker)
    return None


def question_article(texts: Texts, question: str) -> InlineQueryResultArticle:
    """What stands in the chat until the answer comes; without a button Telegram would not tell where it stands."""
    shown = shortened(question)
    found = article(ASK, texts("inline-ask-title"), f"{shown}\n\n{texts('chat-thinking')}".strip(), shown)
    stop = markup(((Button(texts("button-stop"), encode("stop")),),))
    return found.model_copy(update={"reply_markup": stop})


def article(id: str, title: str, text: str, description: str = "") -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text)
    return InlineQueryResultArticle(
        id=id, title=title, description=description or text[:SHOWN], input_message_content=content
    )


def inline_place(user: User, inline: str, heading: str = "") -> Place:
    """The message in a chat that is not ours; what else there is to say is said to the person in private."""
    return Place(ChatId(user.id), topic=None, is_private=False, inline=inline, heading=heading)


def question_above(question: str) -> str:
    """Markdown: in a chat that the bot is not in, nobody sees what was asked."""
    return f"> {shortened(question)}\n\n"


async def own_chat(user: User, chats: Chats) -> Chat:
    """The person's private chat, for its settings, also if they never wrote there."""
    id = ChatId(user.id)
    return await chats.get(id) or Chat(id, "private", user.name, user.username, Access.APPROVED)


def shortened(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
