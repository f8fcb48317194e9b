"""/model: which models there are and which one answers here; admins install, test, unload and remove them."""

from dataclasses import replace

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.model_desk import ModelDesk
from handlers.model_jobs import ModelJobs
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import markup
from handlers.ui.model_screens import AUTOMATIC, NAME, Shelf, list_screen, manage_screen, one_screen, sure_screen
from handlers.ui.pages import short
from handlers.ui.place import place_of
from handlers.ui.presses import pressed_message, redraw
from inference.catalog import ModelInfo
from inference.installing import Installer, read_name
from storage.chats import Chat, Chats
from storage.users import User

VERBS = ("pull", "test", "remove")


class ModelDialogue(StatesGroup):
    """An admin was asked which model to install."""

    name = State()


async def on_model(
    message: Message,
    command: CommandObject,
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    model_desk: ModelDesk,
    model_jobs: ModelJobs,
) -> None:
    words = (command.args or "").strip()
    verb, _, name = words.partition(" ")
    if verb.lower() in VERBS:
        await _order(message, verb, name, user, texts, model_desk, model_jobs)
        return
    if words:
        text, rows = await _by_name(words, user, chat, bot, texts, chats, model_desk)
    else:
        text, rows = await model_desk.screen(user, chat, texts)
    await message.answer(text, reply_markup=markup(rows))


async def _order(
    message: Message, verb: str, name: str, user: User, texts: Texts, model_desk: ModelDesk, model_jobs: ModelJobs
) -> None:
    """What only admins may."""
    _require_admin(user)
    match verb.lower():
        case "pull" if name:
            await model_jobs.pull(read_name(name), place_of(message), texts)
        case "test" if name:
            await model_jobs.test((await model_desk.named(name)).name, place_of(message), texts)
        case "remove" if name:
            text, rows = sure_screen(_own(await model_desk.named(name)), texts)
            await message.answer(text, reply_markup=markup(rows))
        case _:
            raise UserError("usage-model")


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    state: FSMContext,
    model_desk: ModelDesk,
    model_jobs: ModelJobs,
    installer: Installer,
) -> str | None:
    match arguments:
        case ("page", offset):
            shelf = await _shelf(user, chat, model_desk)
            await redraw(query, *list_screen(shelf, texts, is_admin=user.role.is_admin, offset=int(offset)))
        case (signed,) if signed != "pull":
            await require_settings_rights(bot, chat, user)
            await _choose(query, signed, user, chat, texts, chats, model_desk)
        case _:
            _require_admin(user)
            return await _manage(query, arguments, user, chat, texts, state, model_desk, model_jobs, installer)
    return None


async def _by_name(
    name: str, user: User, chat: Chat, bot: Bot, texts: Texts, chats: Chats, desk: ModelDesk
) -> tuple[str, Rows]:
    shelf = await _shelf(user, chat, desk)
    chosen = shelf.named(name)
    if chosen is None and name.lower() not in (AUTOMATIC, texts("model-automatic")):
        text, rows = list_screen(shelf, texts, is_admin=user.role.is_admin)
        return f"{texts('no-such-name', name=short(name, NAME))}\n\n{text}", rows
    await require_settings_rights(bot, chat, user)
    return await _set(chosen.name if chosen else "", user, chat, texts, chats, desk)


async def _choose(
    query: CallbackQuery, signed: str, user: User, chat: Chat, texts: Texts, chats: Chats, desk: ModelDesk
) -> None:
    shelf = await _shelf(user, chat, desk)
    chosen = shelf.find(signed)
    if chosen is None and signed != AUTOMATIC:
        raise UserError("error-old-button")
    await redraw(query, *await _set(chosen.name if chosen else "", user, chat, texts, chats, desk))


async def _set(model: str, user: User, chat: Chat, texts: Texts, chats: Chats, desk: ModelDesk) -> tuple[str, Rows]:
    settings = await chats.update_settings(chat.id, model=model)
    fresh = await _shelf(user, replace(chat, settings=settings), desk)
    return list_screen(fresh, texts, is_admin=user.role.is_admin)


async def _manage(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    texts: Texts,
    state: FSMContext,
    desk: ModelDesk,
    jobs: ModelJobs,
    installer: Installer,
) -> str | None:
    """What only admins may."""
    match arguments:
        case ("pull",):
            await state.set_state(ModelDialogue.name)
            cancel = Button(texts("button-cancel"), encode("model", "leave", 0))
            await pressed_message(query).answer(texts("pull-which"), reply_markup=markup(((cancel,),)))
        case ("leave", _):
            await state.clear()
            await redraw(query, texts("pull-left"))
        case ("manage", offset):
            await redraw(query, *manage_screen(await _shelf(user, chat, desk), texts, int(offset)))
        case ("stop", key):
            return await _stop(query, key, texts, jobs)
        case (action, signed):
            return await _act(query, action, await desk.model(signed), user, chat, texts, desk, jobs, installer)
    return None


async def _act(
    query: CallbackQuery,
    action: str,
    model: ModelInfo,
    user: User,
    chat: Chat,
    texts: Texts,
    desk: ModelDesk,
    jobs: ModelJobs,
    installer: Installer,
) -> str | None:
    match action:
        case "test":
            await jobs.test(model.name, place_of(pressed_message(query)), texts)
        case "sure":
            await redraw(query, *sure_screen(_own(model), texts))
        case "remove":
            await installer.remove(_own(model).name)
            await redraw(query, texts("model-removed", model=model.name))
        case "unload":
            await installer.unload(_own(model).name)
            await redraw(query, *one_screen(model, await _shelf(user, chat, desk), texts))
            return texts("model-unloaded")
        case _:
            await redraw(query, *one_screen(model, await _shelf(user, chat, desk), texts))
    return None


async def on_name(message: Message, user: User, texts: Texts, state: FSMContext, model_jobs: ModelJobs) -> None:
    """The name of the model to install; what cannot be one may be written again."""
    _require_admin(user)
    name = read_name(message.text or "")
    await state.clear()
    await model_jobs.pull(name, place_of(message), texts)


async def _stop(query: CallbackQuery, key: str, texts: Texts, jobs: ModelJobs) -> str | None:
    """A restart leaves messages behind whose work is over: they say so when they are asked."""
    if jobs.cancel(key):
        return None
    await redraw(query, texts("model-job-interrupted"))
    return None


async def _shelf(user: User, chat: Chat, desk: ModelDesk) -> Shelf:
    shelf = await desk.shelf(user, chat)
    if shelf is None:
        raise UserError("model-none")
    return shelf


def _own(model: ModelInfo) -> ModelInfo:
    """
    Raises:
        UserError: the model is on a server where nothing can be changed from here.
    """
    if model.server != "ollama":
        raise UserError("error-model-elsewhere", model=model.name)
    return model


def _require_admin(user: User) -> None:
    if not user.role.is_admin:
        raise UserError("error-admins-only")


COMMAND = SlashCommand("model", on_model, press=on_press, steps=((ModelDialogue.name, on_name),))
