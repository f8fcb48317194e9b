"""From a question to its turn: text, transcript, asking again, going on and approval."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from aiogram import Bot

from agents.runner import AgentRunner
from agents.state import Turn
from core.buttons import Button, encode
from core.config import BotSettings
from core.errors import UserError
from core.i18n import Texts
from core.ids import ChatId, MessageId, TurnId, UpdateId
from core.tasks import Supervisor
from handlers.attachments import Attachment, from_rows
from handlers.choices import Choices
from handlers.commands.memory import owner_of
from handlers.delivering import Delivering
from handlers.enclosures import Enclosures
from handlers.quota import Quota
from handlers.ui.keyboards import markup
from handlers.ui.place import Place
from handlers.veil import veiled
from storage.answers import AnswerMessages
from storage.approvals import Approval
from storage.chats import Chat
from storage.conversations import Conversations, Opening
from storage.outbox import Outbox
from storage.turns import PastTurn, Turns
from storage.users import Role, User


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and in which language the answer is."""

    user: User
    chat: Chat
    place: Place
    texts: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `update` makes a second handling of the same update harmless."""

    text: str
    update: UpdateId | None
    is_untrusted: bool = False
    document: str = ""
    """Data that the question is about."""
    quote: str = ""
    """What the question replies to: data too."""
    images: tuple[bytes, ...] = ()
    """Pictures that it is about, ready for the model."""
    attachments: tuple[Attachment, ...] = ()
    """Where `document` and `images` are found again."""
    is_lent: bool = False
    """They came with an earlier question, and this one asks more about them."""
    lent: tuple[Attachment, ...] = ()
    """Files of an earlier question that are yet to be read for this one."""
    may_borrow: bool = False
    """Without any of these it is about the pictures of the question right before it, if that has some."""

    def kept(self) -> list[dict[str, str]]:
        """What has to be known to ask the same again."""
        marks = [Attachment("forwarded")] if self.is_untrusted else []
        marks += [Attachment("lent")] if self.is_lent else []
        marks += [Attachment("quote", text=self.quote)] if self.quote else []
        return [each.as_row() for each in (*self.attachments, *marks)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is written down, and the messages that give place to its answer."""

    turn: Turn
    existing: tuple[MessageId, ...] = ()


class Answerer:
    """Asks the agents and shows what they say."""

    def __init__(
        self,
        bot: Bot,
        runner: AgentRunner,
        turns: Turns,
        quota: Quota,
        settings: BotSettings,
        supervisor: Supervisor,
        *,
        answers: AnswerMessages,
        conversations: Conversations,
        enclosures: Enclosures,
        choices: Choices,
        after_answer: Callable[[Turn, Place], None] = lambda _turn, _place: None,
        outbox: Outbox | None = None,
        delay: Callable[[ChatId], float] = lambda _chat: 0.0,
    ) -> None:
        """`outbox` takes what Telegram does not take for long; `delay`: in how many seconds a message may leave."""
        self._bot = bot
        self._runner = runner
        self._turns = turns
        self._quota = quota
        self._answers = answers
        self._conversations = conversations
        self._enclosures = enclosures
        self._choices = choices
        self._after_answer = after_answer
        self._delivering = Delivering(bot, runner, settings, supervisor, answers, outbox, delay)

    async def answer(self, question: Question, asker: Asker) -> TurnId:
        """Write the question down, let the agents answer, show it as it grows."""
        return await self.answer_begun(await self.begin(question, asker), asker)

    async def answer_begun(self, asked: Asked, asker: Asker) -> TurnId:
        """As `answer`, when the question is written down."""
        await self.show(asked, asker)
        self._after_answer(asked.turn, asker.place)
        return asked.turn.id

    async def begin(self, question: Question, asker: Asker) -> Asked:
        """Write the question down."""
        place = asker.place
        source = source_of(place)
        opening = await self._open(question, asker)
        is_incognito = opening.is_incognito
        if lent := question.lent or self._enclosures.lent_after(opening.last, asker.user.id):
            question = await self._with(lent, question, asker)
        id = await self._turns.begin(
            place.thread,
            asker.user.id,
            asker.chat.id,
            question.update,
            question.text,
            source,
            attachments=[] if place.inline else question.kept(),
            is_incognito=is_incognito,
        )
        return Asked(self._turn(id, question, asker, source, is_incognito=is_incognito))

    async def _open(self, question: Question, asker: Asker) -> Opening:
        """What the question finds, read at once.

        Raises:
            UserError: the person has asked enough for today.
        """
        user, since = asker.user, self._quota.counts_from(asker.user)
        has_last = question.may_borrow and not question.lent
        opening = await self._conversations.opening(asker.place.thread, user.id, since, has_last=has_last)
        if opening.spent is not None:
            self._quota.check(user, opening.spent)
        return opening

    async def _with(self, lent: tuple[Attachment, ...], question: Question, asker: Asker) -> Question:
        """The question with the files of an earlier one."""
        read = await self._enclosures.read(lent, question.text, owner_of(asker.user, asker.chat))
        return replace(
            question, document=read.document, images=read.images, attachments=lent, is_lent=bool(read.images)
        )

    async def begin_again(
        self, past: PastTurn, update: UpdateId, asker: Asker, *, text: str = "", pressed: MessageId | None = None
    ) -> Asked | None:
        """Ask what was asked then, or `text` in its place; None when it is being asked again already.

        The answer stands in `pressed` where a crash came before it was written whose answer that is.

        Raises:
            UserError: what was asked is not kept, or a file of it is gone.
        """
        if not (text := text or past.text):
            raise UserError("error-question-gone")
        await self._quota.require(asker.user)
        attachments = from_rows(past.attachments)
        owner = owner_of(asker.user, asker.chat)
        enclosed = await self._enclosures.read(attachments, text, owner)
        if not await self._turns.begin_again(past, update, text, past.attachments):
            return None
        question = Question(
            text,
            update,
            is_untrusted=any(each.kind == "forwarded" for each in attachments),
            document=enclosed.document,
            quote="".join(each.text for each in attachments if each.kind == "quote"),
            images=enclosed.images,
            is_lent=any(each.kind == "lent" for each in attachments),
        )
        turn = self._turn(past.id, question, asker, past.source, is_incognito=past.is_incognito)
        is_own = past.user == asker.user.id
        role = turn.role if is_own else min(turn.role, Role.USER)
        turn = replace(turn, user=past.user, is_again=True, is_admin=turn.is_admin and is_own, role=role)
        return Asked(turn, tuple(await self._answers.of(past.id) or ([pressed] if pressed else [])))

    async def begin_following(
        self, past: PastTurn, wish: Literal["continue", "shorter"], update: UpdateId, asker: Asker
    ) -> Asked | None:
        """Go on from an answer in a turn of its own; None when somebody did so already."""
        await self._quota.require(asker.user)
        source = f"{wish}:{past.id}"
        question = Question(asker.texts(f"ask-{wish}"), update)
        id = await self._turns.follow(past, asker.user.id, update, question.text, source)
        if id is None:
            return None
        return Asked(replace(self._turn(id, question, asker, source), follows=past.id))

    async def show(self, asked: Asked, asker: Asker) -> None:
        """Let the agents answer, and show it as it grows."""
        choice = await self._choices.of(asker.chat)
        if choice.gone:
            await self._tell_gone(choice.gone, asker)
        model = asked.turn.model or choice.model
        turn = replace(asked.turn, model=model, persona=choice.persona, variant=choice.variant)
        chunks = self._runner.stream(turn)
        if choice.is_blind:
            chunks = veiled(chunks, asker.texts("model-secret"))
        await self._delivering.deliver(chunks, asker.chat, asker.place, asker.texts, turn, asked.existing)

    async def carry_out(self, approval: Approval, asker: Asker) -> None:
        """Do what was approved and tell the outcome."""
        turn = self._turn(TurnId(0), Question("", None), asker, "")
        await self._delivering.deliver(self._runner.resume(approval, turn), asker.chat, asker.place, asker.texts)

    def _turn(self, id: TurnId, question: Question, asker: Asker, source: str, *, is_incognito: bool = False) -> Turn:
        user, chat = asker.user, asker.chat
        return Turn(
            id=id,
            thread=asker.place.thread,
            user=user.id,
            chat=chat.id,
            text=question.text,
            language=asker.texts.language,
            is_private=asker.place.is_private,
            is_admin=user.role.is_admin and not asker.place.inline,
            role=Role.USER if asker.place.inline else user.role,
            is_guest=bool(asker.place.inline),
            time_zone=user.time_zone,
            user_name=user.name,
            agent=chat.settings.agent,
            source=source,
            is_untrusted=question.is_untrusted,
            document=question.document,
            quote=question.quote,
            images=question.images,
            are_images_lent=question.is_lent,
            is_incognito=is_incognito,
        )

    async def _tell_gone(self, model: str, asker: Asker) -> None:
        """The model that the chat had chosen was removed: another one answers, and here is where to choose."""
        choose = Button(asker.texts("model-choose"), encode("model", "page", 0))
        await self._bot.send_message(
            asker.place.chat,
            asker.texts("model-gone", model=model),
            message_thread_id=asker.place.topic,
            reply_markup=markup(((choose,),)),
        )


def source_of(place: Place) -> str:
    """Where the question is found again; an edit of it too."""
    return f"message:{place.chat}:{place.reply_to}"
