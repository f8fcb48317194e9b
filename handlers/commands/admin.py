"""/admin: people and roles, groups that wait, and whether everything runs; by buttons."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.health import Health
from core.i18n import Texts
from core.ids import ChatId, UserId
from handlers.abilities import ability_lines
from handlers.command import SlashCommand
from handlers.doorkeeper import Doorkeeper
from handlers.menu import Menu
from handlers.ui.keyboards import markup
from handlers.ui.presses import redraw
from storage.chats import Access, Chat, Chats
from storage.users import Role, User, Users

PAGE = 8
MARKS = {Role.BLOCKED: "⛔", Role.STRANGER: "⏳", Role.GUEST: "🚪", Role.USER: "🙂", Role.ADMIN: "⭐", Role.OWNER: "👑"}


async def on_admin(message: Message, bot: Bot, texts: Texts, users: Users, doorkeeper: Doorkeeper) -> None:
    text, rows = await _overview(bot, texts, users, doorkeeper)
    await message.answer(text, reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery,
    bot: Bot,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    users: Users,
    chats: Chats,
    health: Health,
    doorkeeper: Doorkeeper,
    menu: Menu,
) -> str | None:
    match arguments:
        case ("people", offset):
            await redraw(query, *await _people(max(0, int(offset)), texts, users))
        case ("person", id):
            await redraw(query, *await _person(UserId(int(id)), user, texts, users))
        case ("role", id, role):
            changed = await set_role(UserId(int(id)), Role(int(role)), user, users)
            await menu.show_to(changed)
            await redraw(query, *await _person(changed.id, user, texts, users))
        case ("groups",):
            await redraw(query, *await _groups(texts, chats))
        case ("group", id, verdict):
            await doorkeeper.decide_chat(ChatId(int(id)), is_welcome=verdict == "yes")
            await redraw(query, *await _groups(texts, chats))
        case ("health",):
            await redraw(query, await _health(texts, health), _back(texts))
        case _:
            await redraw(query, *await _overview(bot, texts, users, doorkeeper))
    return None


async def set_role(id: UserId, role: Role, by: User, users: Users) -> User:
    """Nobody changes themselves or somebody as high as they are, and nobody makes another owner.

    Raises:
        UserError: that is what was asked.
    """
    person = await users.get(id)
    if person is None:
        raise UserError("error-old-button")
    if person.id == by.id or person.role >= by.role or role >= by.role:
        raise UserError("error-role-too-high")
    return await users.set_role(id, role)


async def _overview(bot: Bot, texts: Texts, users: Users, doorkeeper: Doorkeeper) -> tuple[str, Rows]:
    waiting = await doorkeeper.waiting()
    people, groups = len(waiting.people), len(waiting.groups)
    text = texts("admin-overview", people=await users.count(), waiting=people, groups=groups)
    # Asked anew: the switches are changed while the bot runs.
    return f"{text}\n\n{ability_lines(await bot.get_me(), texts)}", (
        (
            Button(texts("admin-people"), encode("admin", "people", 0)),
            Button(texts("admin-groups"), encode("admin", "groups")),
        ),
        (Button(texts("admin-health"), encode("admin", "health")),),
    )


async def _people(offset: int, texts: Texts, users: Users) -> tuple[str, Rows]:
    people = await users.all(limit=PAGE + 1, offset=offset)
    rows = [
        (Button(f"{MARKS[person.role]} {_name(person)}", encode("admin", "person", person.id)),)
        for person in people[:PAGE]
    ]
    turning = []
    if offset:
        turning.append(Button("←", encode("admin", "people", max(0, offset - PAGE))))
    if len(people) > PAGE:
        turning.append(Button("→", encode("admin", "people", offset + PAGE)))
    if turning:
        rows.append(tuple(turning))  # type: ignore[arg-type]
    return texts("admin-people-title", count=await users.count()), (*rows, *_back(texts))


async def _person(id: UserId, by: User, texts: Texts, users: Users) -> tuple[str, Rows]:
    person = await users.get(id)
    if person is None:
        raise UserError("error-old-button")
    text = texts("admin-person", name=_name(person), id=person.id, role=texts(f"role-{person.role.name.lower()}"))
    choices = [
        role for role in (Role.BLOCKED, Role.GUEST, Role.USER, Role.ADMIN) if role < by.role and role is not person.role
    ]
    if person.id == by.id or person.role >= by.role:
        choices = []
    rows = tuple(
        (Button(texts(f"admin-make-{role.name.lower()}"), encode("admin", "role", person.id, int(role))),)
        for role in choices
    )
    return text, (*rows, (Button(texts("button-back"), encode("admin", "people", 0)),))


async def _groups(texts: Texts, chats: Chats) -> tuple[str, Rows]:
    waiting = [chat for chat in await chats.all() if chat.access is Access.PENDING and _is_group(chat)][:PAGE]
    rows = tuple(
        (
            Button(f"✓ {chat.title}", encode("admin", "group", chat.id, "yes")),
            Button(f"✕ {chat.title}", encode("admin", "group", chat.id, "no")),
        )
        for chat in waiting
    )
    return texts("admin-groups-title", count=len(waiting)), rows + _back(texts)


async def _health(texts: Texts, health: Health) -> str:
    lines = [texts("admin-health-title")]
    for finding in await health.report():
        mark = "✅" if finding.is_well else "❌" if finding.is_needed else "⚠️"
        detail = "" if finding.is_well else f": {texts(finding.key, **finding.params)}"
        lines.append(f"{mark} {texts(f'check-{finding.name}')}{detail}")
    return "\n".join(lines)


def _name(person: User) -> str:
    return f"{person.name} (@{person.username})" if person.username else person.name or str(person.id)


def _is_group(chat: Chat) -> bool:
    return chat.kind in ("group", "supergroup")


def _back(texts: Texts) -> Rows:
    return ((Button(texts("button-back"), encode("admin")),),)


COMMAND = SlashCommand("admin", on_admin, role=Role.ADMIN, press=on_press)
