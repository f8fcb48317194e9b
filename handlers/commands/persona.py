"""/persona: in which manner I answer in this chat; admins add their own by `/persona add name: prompt`."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.manners import USUAL, Persona, Personas
from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, marked, markup
from handlers.ui.pages import short
from handlers.ui.presses import redraw
from storage.chats import Chat, Chats
from storage.users import User

VERBS = ("add", "remove")
NAME = 60


async def on_persona(
    message: Message,
    command: CommandObject,
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    personas: Personas,
) -> None:
    words = (command.args or "").strip()
    if words.partition(" ")[0] in VERBS:
        await message.answer(await _govern(words, user, texts, personas))
        return
    chosen, all_of_them, lines = chat.settings.persona, await personas.all(), []
    if words:
        named = _named(words, all_of_them, texts)
        if named is None:
            lines.append(texts("no-such-name", name=short(words, NAME)))
        else:
            await require_settings_rights(bot, chat, user)
            chosen = (await chats.update_settings(chat.id, persona=named)).persona
    text, rows = persona_screen(chosen, user, texts, all_of_them)
    await message.answer("\n\n".join((*lines, text)), reply_markup=markup(rows))


def _named(words: str, all_of_them: Sequence[Persona], texts: Texts) -> str | None:
    """The persona's name by what a person writes, empty for the usual manner; None when there is none of it."""
    wanted = words.lower()
    if wanted in (USUAL, texts("persona-default").lower()):
        return ""
    return next((each.name for each in all_of_them if wanted in (each.name, _title(each, texts).lower())), None)


async def _govern(words: str, user: User, texts: Texts, personas: Personas) -> str:
    """What an admin asked for in words, and what came of it."""
    verb, _, rest = words.partition(" ")
    if not user.role.is_admin:
        raise UserError("error-admins-only")
    name, _, prompt = rest.partition(":")
    if verb == "add":
        saved = await personas.save(name, prompt, user.id)
        return texts("persona-saved", persona=saved.name)
    if not await personas.remove(name):
        raise UserError("error-persona-unknown", persona=name.strip())
    return texts("persona-removed", persona=name.strip().lower())


def persona_screen(chosen: str, user: User, texts: Texts, all_of_them: Sequence[Persona]) -> tuple[str, Rows]:
    """What there is, with a button for each."""
    known = {persona.name: persona for persona in all_of_them}
    now = _title(known[chosen], texts) if chosen in known else texts("persona-default")
    lines = [f"• {_title(each, texts)} — {_about(each, texts)}" for each in all_of_them]
    example = texts("choose-hint", example=f"/persona {all_of_them[0].name}")
    parts = [texts("persona-now", persona=now), "\n".join(lines), example]
    if user.role.is_admin:
        parts.append(texts("persona-usage"))
    buttons = [Button(marked(texts("persona-default"), chosen not in known), encode("persona", ""))]
    buttons += [
        Button(marked(_title(each, texts), each.name == chosen), encode("persona", each.name)) for each in all_of_them
    ]
    return "\n\n".join(parts), in_rows(buttons, 2)


async def on_choice(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    personas: Personas,
) -> None:
    await require_settings_rights(bot, chat, user)
    (name,) = arguments
    all_of_them = await personas.all()
    if name and name not in {persona.name for persona in all_of_them}:
        raise UserError("error-old-button")
    settings = await chats.update_settings(chat.id, persona=name)
    text, rows = persona_screen(settings.persona, user, texts, all_of_them)
    await redraw(query, text, rows)


def _title(persona: Persona, texts: Texts) -> str:
    return persona.name if persona.is_own else texts(f"persona-{persona.name}")


def _about(persona: Persona, texts: Texts) -> str:
    """Of an own one the beginning of its prompt."""
    if not persona.is_own:
        return texts(f"persona-{persona.name}-about")
    line = " ".join(persona.prompt.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


COMMAND = SlashCommand("persona", on_persona, press=on_choice)
