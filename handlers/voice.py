"""What is said becomes text and is answered like it; whoever asked for it hears the answer as well."""

from dataclasses import dataclass, replace

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile, Message, ReplyParameters

from core.config import Settings
from core.errors import PlatformError, UserError
from core.i18n import Texts
from core.ids import TurnId, UpdateId
from core.text import from_markdown
from handlers.addressing import Addressing
from handlers.answering import Answerer, Asker, Question
from handlers.attachments import Attachment
from handlers.chat import ForMe
from handlers.downloads import download
from handlers.index import Kind
from handlers.quota import Quota
from handlers.quoting import quoted_by
from handlers.ui.listening import Listening, show_transcript
from handlers.ui.place import Place, place_of
from inference.speech_in import SpeechIn
from inference.speech_out import SpeechOut
from storage.chats import Chat
from storage.turns import Turns
from storage.users import User

OWN_WORDS = 1500
"""Characters; what is longer is a recording that the question is about, not the question."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Voices:
    """Answers as voice notes, in chats that want them; one that fails costs nothing, the text has arrived."""

    bot: Bot
    speech: SpeechOut
    turns: Turns

    async def answer(self, turn: TurnId, language: str, place: Place) -> None:
        """Nothing where the answer is not kept."""
        past = await self.turns.get(turn)
        text = from_markdown(past.answer).text if past is not None else ""
        if not text:
            return
        try:
            await self._say(text, language, place)
        except PlatformError as error:
            log.warning("answer_not_spoken", turn=turn, reason=error.key)
        except TelegramAPIError as error:  # a person may have closed their chat to voice notes
            log.info("answer_not_spoken", turn=turn, reason=error.message)

    async def _say(self, text: str, language: str, place: Place) -> None:
        await self.bot.send_chat_action(place.chat, "record_voice", message_thread_id=place.topic)
        voice = BufferedInputFile(await self.speech.speak(text, language), "answer.ogg")
        # It takes its time: the next answer may stand before it, so that it says what it answers.
        question = (
            ReplyParameters(message_id=place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
        )
        await self.bot.send_voice(place.chat, voice, message_thread_id=place.topic, reply_parameters=question)


def build_router() -> Router:
    router = Router(name="voice")
    router.message.register(on_voice, ForMe(), Kind("voice", "audio", "video_note"))
    return router


async def on_voice(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    settings: Settings,
    addressing: Addressing,
    quota: Quota,
    speech: SpeechIn,
    voices: Voices,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """The transcript is shown before the answer, so that the person sees what was understood."""
    sound = message.voice or message.audio or message.video_note
    if sound is None:
        return
    await quota.require(user)  # hearing is work too
    _require_ears(speech, settings, user)
    place, me = place_of(message), await bot.me()
    await bot.send_chat_action(chat.id, "typing", message_thread_id=place.topic)
    audio = await download(bot, sound.file_id, sound.file_size)
    async with Listening(bot, place, texts) as listening:
        transcript = await speech.transcribe(audio, listening.progress)
    await show_transcript(bot, place, texts, transcript)
    question = asked(message, addressing.words(message, me), transcript.text, texts, settings.inference.num_ctx)
    question = replace(question, update=update_id, quote=quoted_by(message, me))
    turn = await answerer.answer(question, Asker(user, chat, place, texts))
    if chat.settings.voice == "on":
        await voices.answer(turn, transcript.language, place)


def _require_ears(speech: SpeechIn, settings: Settings, user: User) -> None:
    """Whoever can install a model is told how, others whom to ask."""
    if not settings.whisper_model and user.role.is_admin:
        raise UserError("error-no-whisper-admin")
    speech.require()


def asked(message: Message, caption: str, text: str, texts: Texts, most: int) -> Question:
    """A person's own words are the question. A song, a lecture, what was passed on and what has a question as its
    caption are data that it is about."""
    is_foreign = message.forward_origin is not None
    if message.audio is None and not is_foreign and not caption and len(text) <= OWN_WORDS:
        return Question(text, None)
    recording = Attachment("transcript", text=text[:most])
    return Question(
        (not is_foreign and caption) or texts("voice-about"),
        None,
        document=recording.text,
        attachments=(recording,),
    )
