"""Long lists: previews of one line, and pages that fit a message and reach every entry."""

import re
from datetime import timedelta

import pytest

from agents.orders import MAX_OPEN
from core.buttons import Rows, decode
from core.clock import SystemClock
from core.i18n import Translator
from core.ids import ChatId, RecordId, UserId
from core.moments import zone_label
from core.recurrence import When, parse_when
from core.text import MESSAGE_LIMIT, utf16_length
from core.zones import find_zone
from handlers.commands import memory, remind
from handlers.ui.pages import page_start, short
from storage.chats import Access, Chat
from storage.database import Database
from storage.memories import MemoryRecord
from storage.reminders import Reminders
from storage.users import Role, User

BEN = User(UserId(1002), "Ben", "ben", "en", Role.USER, "UTC", SystemClock().now())
CHAT = Chat(ChatId(1002), "private", "Ben", "ben", Access.APPROVED)


def pressed(rows: Rows) -> list[tuple[str, ...]]:
    return [decode(button.data)[1] for row in rows for button in row]


def test_a_preview_is_one_line_and_halves_no_character():
    assert short("two\n words", 60) == "two words"
    assert short("", 60) == ""
    assert short("🫖" * 100, 60) == "🫖" * 29 + "…"


def test_a_page_that_is_gone_is_the_last_one():
    assert [page_start(offset, 21, 20) for offset in (0, 19, 20, 99, -1)] == [0, 0, 20, 20, 0]
    assert page_start(20, 20, 20) == 0


async def test_a_hundred_long_reminders_fit_their_pages_and_each_can_be_cancelled(
    database: Database, translator: Translator
):
    reminders = Reminders(database)
    soon = SystemClock().now() + timedelta(hours=1)
    made = {
        (await reminders.add(BEN.id, ChatId(1002), "🫖" * 990, When(soon), key=f"update:{number}")).id
        for number in range(MAX_OPEN)
    }

    reachable, offset = set[int](), 0
    while True:
        text, rows = await remind.listed(BEN, CHAT, translator.bound("ru"), reminders, offset)
        assert utf16_length(text) <= MESSAGE_LIMIT
        reachable |= {int(press[1]) for press in pressed(rows) if press[0] == "cancel"}
        following = [int(press[1]) for press in pressed(rows) if press[0] == "page" and int(press[1]) > offset]
        if not following:
            break
        offset = following[0]
    assert reachable == made


async def test_a_group_sees_only_the_reminders_that_are_said_there(database: Database, translator: Translator):
    reminders, group = Reminders(database), Chat(ChatId(-5), "supergroup", "Chat", "", Access.APPROVED)
    soon = When(SystemClock().now() + timedelta(hours=1))
    await reminders.add(BEN.id, ChatId(1002), "see the doctor", soon, key="a")
    await reminders.add(BEN.id, group.id, "water the plants", soon, key="b")

    in_group, _ = await remind.listed(BEN, group, translator.bound("en"), reminders, 0)
    in_private, _ = await remind.listed(BEN, CHAT, translator.bound("en"), reminders, 0)
    assert "plants" in in_group
    assert "doctor" not in in_group
    assert "plants" in in_private
    assert "doctor" in in_private


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("every monday at 10 x", r"каждый понедельник в 10:00 \(UTC\), начиная с \d\d\.\d\d\.\d{4}: x"),
        ("every day at 9 x", r"каждый день в 09:00 \(UTC\), начиная с \d\d\.\d\d\.\d{4}: x"),
        ("tomorrow at 9 x", r"Напомню \d\d\.\d\d\.\d{4} 09:00 \(UTC\): x"),
    ],
)
async def test_what_comes_again_is_confirmed_with_its_day(
    database: Database, translator: Translator, written: str, said: str
):
    when, what = parse_when(written, SystemClock().now(), "UTC", "en")
    reminder = await Reminders(database).add(BEN.id, ChatId(1002), what, when, key="update:1")

    text, _ = remind.confirmation(reminder, translator.bound("ru"))

    assert re.search(said, text), text


@pytest.mark.parametrize(
    ("written", "zone", "label"),
    [
        ("berlin", "Europe/Berlin", "Europe/Berlin"),
        ("new york", "America/New_York", "America/New_York"),
        ("Istanbul", "Europe/Istanbul", "Europe/Istanbul"),
        ("UTC+3", "Etc/GMT-3", "UTC+3"),
        ("utc -05:00", "Etc/GMT+5", "UTC-5"),
        ("utc", "Etc/UTC", "UTC"),
        ("UTC+0", "Etc/UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_its_city_or_its_offset(written: str, zone: str, label: str):
    assert (find_zone(written), zone_label(zone)) == (zone, label)


def test_a_piece_of_a_document_is_listed_with_its_file(translator: Translator):
    now = SystemClock().now()
    piece = MemoryRecord(
        RecordId(1), "user:1", "[prices: may.md, row 2]\nMilk\n costs 2", "document", "document:1", now
    )

    said = MemoryRecord(RecordId(2), "user:1", "I like tea", "said", "message:1:2", now)

    assert [memory.line(record, translator.bound("ru")) for record in (piece, said)] == [
        "📄 prices: may.md, строка 2: Milk costs 2",
        "I like tea",
    ]
