"""What every update passes: throttle, identity, access, and the commands' guard."""

from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram.types import CallbackQuery, Message, Update

from bot.middlewares.access import AccessControl
from bot.middlewares.identity import Identity
from bot.middlewares.throttle import Throttle
from bot.owner import OwnerCode
from core.errors import UserError
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId
from forwarding.outgoing import SendText, from_payload
from forwarding.rules import RuleBook
from forwarding.spec import simple_rule
from handlers import errors
from handlers.addressing import Addressing
from handlers.command import SlashCommand
from handlers.command_router import build_router, guard
from handlers.doorkeeper import Doorkeeper
from handlers.identities import Identities
from handlers.index import collect
from storage.cache import MemoryCache
from storage.chats import Access, Chats
from storage.database import Database
from storage.outbox import Outbox
from storage.rules import Rules
from storage.users import Role, User, Users
from tests.fakes.aiogram_session import FakeSession
from tests.fakes.outbox import send_all
from tests.fakes.updates import ANNA, BEN, RawUpdate, channel_post, in_group, press, private

PER_MINUTE = 3
CHAT_OF_BEN = {"id": BEN["id"], "type": "private", "first_name": "Ben"}


def group_of(id: int) -> dict[str, Any]:
    return {"id": id, "type": "supergroup", "title": "Chat"}


class House:
    """A dispatcher with our middlewares; the owner is Anna."""

    def __init__(self, database: Database, translator: Translator, folder: Path) -> None:
        self.users, self.chats, self.outbox = Users(database), Chats(database), Outbox(database)
        self.session = FakeSession()
        self.bot = Bot("42:TOKEN", session=self.session)
        self.code = OwnerCode(folder)
        identities = Identities(self.users, self.chats, ())
        doorkeeper = self.doorkeeper = Doorkeeper(self.users, self.chats, self.outbox, translator, cache=MemoryCache())
        self.seen: list[str] = []
        addressing = Addressing(("Дом",))
        self.dispatcher = Dispatcher(translator=translator)
        for middleware in (
            Throttle(MemoryCache(), translator, PER_MINUTE, addressing, RuleBook(Rules(database), {})),
            Identity(identities, translator, addressing),
            AccessControl(self.users, doorkeeper, self.code, MemoryCache()),
        ):
            self.dispatcher.update.outer_middleware(middleware)
        router = Router()
        router.message.register(self.on_message)
        router.channel_post.register(self.on_message)
        router.callback_query.register(self.on_press)
        secret = SlashCommand("secret", self.on_message, role=Role.ADMIN)
        collect(self.dispatcher, (errors.build_router(), build_router([secret]), router))
        guard(self.dispatcher)

    async def on_message(self, message: Message, texts: Texts) -> None:
        self.seen.append(f"{texts.language}:{message.text}")

    async def on_press(self, query: CallbackQuery) -> None:
        self.seen.append(query.data or "")

    async def take(self, update: RawUpdate, **extra: Any) -> None:
        await self.dispatcher.feed_update(self.bot, Update.model_validate(update, context={"bot": self.bot}), **extra)

    def answers(self) -> list[str]:
        return [request.text for request in self.session.asked(SendMessage)]

    async def notices(self) -> dict[int, list[SendText]]:
        found: dict[int, list[SendText]] = {}
        for delivery in await send_all(self.outbox):
            outgoing = from_payload(delivery.payload)
            assert isinstance(outgoing, SendText)
            found.setdefault(delivery.chat, []).append(outgoing)
        return found

    @staticmethod
    def notices_now(notices: dict[int, list[SendText]]) -> dict[int, int]:
        return {chat: len(texts) for chat, texts in notices.items()}

    async def know(self, sender: dict[str, Any], role: Role) -> User:
        await self.users.touch(UserId(sender["id"]), sender["first_name"], sender["username"], sender["language_code"])
        return await self.users.set_role(UserId(sender["id"]), role)


@pytest.fixture
async def house(database: Database, translator: Translator, tmp_path: Path) -> House:
    made = House(database, translator, tmp_path)
    await made.know(ANNA, Role.OWNER)
    return made


async def test_posts_for_a_rule_of_ones_own_are_never_too_many(house: House, database: Database):
    spec = simple_rule(ChatId(ANNA["id"]), ChatId(-1002))
    await Rules(database).add(spec.model_dump(mode="json"), {}, UserId(ANNA["id"]), "update:1", is_paused=False)
    for number in range(PER_MINUTE * 2):
        await house.take(private(number, f"post {number}", sender=ANNA))
    assert len(house.seen) == PER_MINUTE * 2
    for number in range(PER_MINUTE + 1):
        await house.take(private(100 + number, "/secret", sender=ANNA))
    assert len(house.seen) == PER_MINUTE * 3


async def test_a_stranger_waits_and_the_admin_is_asked_once_with_buttons(house: House):
    await house.take(private(1, "hello"))
    await house.take(private(2, "hello?"))

    notices = await house.notices()
    assert house.seen == []
    (asked,) = notices[ANNA["id"]]
    assert "Ben" in asked.text
    assert "хочет" in asked.text  # in the admin's language
    assert [button.data for button in asked.buttons[0]] == ["door:user:yes:1002", "door:user:no:1002"]
    (told,) = notices[BEN["id"]]
    assert "admins" in told.text


async def test_a_stranger_who_goes_on_writing_gets_one_short_line(house: House):
    for number, text in enumerate(("hello", "/start", "/help"), 1):
        await house.take(private(number, text))

    assert house.answers() == ["Please wait until an admin lets you in."]


async def test_a_stranger_learns_that_nobody_owns_the_bot_yet(house: House):
    await house.users.set_role(UserId(ANNA["id"]), Role.USER)

    await house.take(private(1, "hello"))

    assert "/start <code>" in (await house.notices())[BEN["id"]][0].text


async def test_the_code_of_the_start_makes_its_sender_the_owner_once(house: House):
    code = house.code.issue()

    await house.take(private(1, "/start wrong"))
    assert (await house.users.get(UserId(1002))).role is Role.STRANGER  # type: ignore[union-attr]
    await house.take(private(2, f"/start {code}"))
    await house.take(private(3, f"/start {code}", {**BEN, "id": 1003, "username": "eve"}))

    assert (await house.users.get(UserId(1002))).role is Role.OWNER  # type: ignore[union-attr]
    assert (await house.users.get(UserId(1003))).role is Role.STRANGER  # type: ignore[union-attr]
    assert house.seen == [f"en:/start {code}"]


def test_the_code_is_kept_as_a_hash_and_a_fresh_one_replaces_it(tmp_path: Path):
    codes = OwnerCode(tmp_path)
    first, second = codes.issue(), codes.issue()

    assert all(second not in path.read_text() for path in tmp_path.iterdir())
    assert not codes.take(first)
    assert codes.take(second)
    assert not codes.take(second)


async def test_a_blocked_person_gets_silence_and_the_owner_hears_of_it_once(house: House):
    await house.know(BEN, Role.BLOCKED)

    await house.take(private(1, "hello"))
    await house.take(press(2, "door:user:yes:1002"))

    notices = await house.notices()
    assert (house.seen, house.answers(), list(notices)) == ([], [], [ANNA["id"]])
    (told,) = notices[ANNA["id"]]
    assert "Ben" in told.text
    assert not told.buttons


async def test_an_old_button_at_the_door_takes_nobodys_role_away(house: House):
    await house.take(private(1, "hello"))
    await house.doorkeeper.decide_person(UserId(BEN["id"]), is_welcome=True)
    await house.doorkeeper.decide_person(UserId(BEN["id"]), is_welcome=True)  # the same, after a crash
    await house.know(BEN, Role.ADMIN)

    for is_welcome in (True, False):
        with pytest.raises(UserError, match="access-decided"):
            await house.doorkeeper.decide_person(UserId(BEN["id"]), is_welcome=is_welcome)
    assert (await house.users.get(UserId(BEN["id"]))).role is Role.ADMIN  # type: ignore[union-attr]


async def test_a_group_that_threw_the_bot_out_makes_it_ask_again(house: House):
    await house.take(in_group(1, "/hi"))
    assert ANNA["id"] in await house.notices()
    await house.doorkeeper.decide_chat(ChatId(-100500), is_welcome=False)
    with pytest.raises(UserError, match="access-decided"):
        await house.doorkeeper.decide_chat(ChatId(-100500), is_welcome=True)

    await house.doorkeeper.forget_chat(ChatId(-100500))
    await house.take(in_group(2, "/hi"))

    assert house.seen == []
    assert house.notices_now(await house.notices()) == {ANNA["id"]: 1, -100500: 1}


async def test_what_members_say_to_each_other_in_a_new_group_bothers_no_admin(house: House):
    await house.take(in_group(1, "lunch?"))

    assert house.seen == ["en:lunch?"]
    assert await house.notices() == {}


async def test_a_new_group_waits_and_an_admins_own_word_lets_it_in(house: House):
    await house.take(in_group(1, "/ask @platform_bot"))
    assert house.seen == []
    notices = await house.notices()
    assert [button.data for button in notices[ANNA["id"]][0].buttons[0]] == [
        "door:chat:yes:-100500",
        "door:chat:no:-100500",
    ]
    assert -100500 in notices

    await house.take(in_group(2, "/hi", ANNA))
    assert house.seen == ["ru:/hi"]
    await house.take(in_group(3, "/hi"))
    assert house.seen == ["ru:/hi", "en:/hi"]


async def test_a_refused_group_gets_silence(house: House):
    await house.chats.touch(ChatId(-100500), "supergroup", "Chat", "")
    await house.chats.set_access(ChatId(-100500), Access.REFUSED)

    await house.take(in_group(1, "/hi"))

    assert house.seen == []
    assert await house.notices() == {}


async def test_posts_of_channels_pass_without_a_person(house: House):
    await house.take(channel_post(1, "news"))

    assert house.seen == ["en:news"]


async def test_beyond_the_limit_a_person_is_told_once_and_passed_over(house: House):
    await house.know(BEN, Role.USER)

    for number in range(PER_MINUTE + 3):
        await house.take(private(number, f"m{number}"))

    assert house.seen == ["en:m0", "en:m1", "en:m2"]
    assert len(house.answers()) == 1
    assert "3" in house.answers()[0]


async def test_what_a_chat_tells_of_itself_is_not_counted_and_anonymous_administrators_share_no_limit(house: House):
    await house.know(BEN, Role.USER)
    for number in range(PER_MINUTE + 2):
        pinned = private(number, "")
        del pinned["message"]["text"]
        pinned["message"]["pinned_message"] = {"message_id": 1, "date": 0, "chat": CHAT_OF_BEN}
        await house.take(pinned)
    await house.take(private(50, "hello"))
    assert house.seen[-1] == "en:hello"

    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    for chat in (-100500, -100600):
        await house.chats.touch(ChatId(chat), "supergroup", "Chat", "")
        await house.chats.set_access(ChatId(chat), Access.APPROVED)
    for number in range(PER_MINUTE + 2):
        await house.take(in_group(100 + number, "/hi", anonymous, sender_chat=group_of(-100500)))
    other = in_group(200, "/hi", anonymous, sender_chat=group_of(-100600))
    other["message"]["chat"] = group_of(-100600)
    await house.take(other)
    assert house.seen.count("en:/hi") == PER_MINUTE + 1


async def test_a_press_beyond_the_limit_is_answered(house: House):
    await house.know(BEN, Role.USER)
    for number in range(PER_MINUTE + 1):
        await house.take(press(number, "x"))
    assert len(house.seen) == PER_MINUTE
    (toast,) = house.session.asked(AnswerCallbackQuery)
    assert "3" in (toast.text or "")


async def test_the_throttle_counts_neither_what_a_group_says_nor_what_is_taken_up_again(house: House):
    await house.know(BEN, Role.USER)

    for number in range(PER_MINUTE + 2):
        await house.take(in_group(number, "chatter"))
        await house.take(private(100 + number, "again"), is_resumed=True)

    assert house.seen.count("en:chatter") == PER_MINUTE + 2
    assert house.seen.count("en:again") == PER_MINUTE + 2


async def test_a_command_above_a_persons_role_is_refused_in_their_language(house: House):
    await house.know(BEN, Role.USER)

    await house.take(private(1, "/secret"))
    await house.take(private(2, "/secret", ANNA))

    assert house.answers() == ["This is for admins."]
    assert house.seen == ["ru:/secret"]


async def test_a_command_with_another_bots_name_is_ours_in_private_and_nobodys_in_a_group(house: House):
    await house.take(private(1, "/secret@other_bot", ANNA))
    assert house.seen == ["ru:/secret@other_bot"]

    await house.know(BEN, Role.USER)
    await house.take(in_group(2, "/secret@other_bot"))
    assert "This is for admins." not in house.answers()


async def test_a_chats_own_language_wins_over_the_persons(house: House):
    await house.chats.touch(ChatId(-100500), "supergroup", "Chat", "")
    await house.chats.set_access(ChatId(-100500), Access.APPROVED)
    await house.chats.update_settings(ChatId(-100500), language="ru")

    await house.take(in_group(1, "/hi"))

    assert house.seen == ["ru:/hi"]


BOTS = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
MENTION = [{"type": "mention", "offset": 0, "length": 13}]


async def test_another_bot_is_heard_when_it_mentions_ours_and_three_times_at_most(house: House):
    await house.chats.touch(ChatId(-100500), "supergroup", "Chat", "")
    await house.chats.set_access(ChatId(-100500), Access.APPROVED)
    for number, text in enumerate(("hello", "/hi", "Дом, hello")):
        await house.take(in_group(number, text, BOTS))
    assert house.seen == []
    for number in range(6):
        await house.take(in_group(10 + number, "@platform_bot hi", BOTS, entities=MENTION))
    assert house.seen == ["en:@platform_bot hi"] * 3
    await house.take(in_group(30, "@platform_bot hi", BEN, entities=MENTION))
    assert len(house.seen) == 4


async def test_who_speaks_as_the_group_is_a_member_and_a_linked_post_is_nobody(house: House):
    group = {"id": -100500, "type": "supergroup", "title": "Chat"}
    await house.chats.touch(ChatId(-100500), "supergroup", "Chat", "")
    await house.chats.set_access(ChatId(-100500), Access.APPROVED)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await house.take(in_group(1, "Дом, hello", anonymous, sender_chat=group))
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    channel = {"id": -100700, "type": "channel", "title": "News"}
    await house.take(in_group(2, "/hi", telegram, sender_chat=channel, is_automatic_forward=True))
    assert house.seen == ["en:Дом, hello"]
    assert (await house.users.get(UserId(-100500))) is not None
    assert (await house.users.get(UserId(777000))) is None
