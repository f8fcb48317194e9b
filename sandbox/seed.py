"""The world a newcomer finds: two people, the bot, a group with topics, a source and a target channel with posts."""

from sandbox.model import Account, Chat, Content
from sandbox.world import World

ANNA = 1001
BEN = 1002
BOT = 7_000_000_001
BOT_TOKEN = f"{BOT}:sandbox-platform-bot-token-00000001"
SOURCE = "source_news"
TARGET = "target_news"

_POSTS = (
    "Городская библиотека открыла ночной читальный зал: работает до трёх утра, вход по читательскому билету.",
    "The harbour bridge reopens on Monday after two years of repairs; buses 4 and 11 return to their old routes.",
    "Вышла новая версия языка Python: быстрее запуск, понятнее ошибки. #python #релиз",
    "Astronomers publish the sharpest map of the southern sky so far, free for everyone to download.",
    "Реклама: скидка 50% на всё только сегодня! Успейте купить. #реклама",
)


def seed(world: World) -> None:
    """Fill an empty world. Its past began two hours ago."""
    anna = world.add_person("Анна", username="anna", language_code="ru", account_id=ANNA, phone="9996621001")
    ben = world.add_person("Ben", username="ben", language_code="en", account_id=BEN, phone="9996621002")
    bot = world.add_bot(
        "Platform",
        "platform_bot",
        account_id=BOT,
        token=BOT_TOKEN,
        owner=ANNA,
        has_privacy=False,
        has_guest_mode=True,
        has_topics=True,
        inline_placeholder="Ask anything…",
    )
    world.clock.move(-7200)
    group = world.members.create(anna, "supergroup", "Команда", is_forum=True)
    _fill_group(world, group, anna, ben, bot)
    source = world.members.create(anna, "channel", "Source news", username=SOURCE, about="Новости · News")
    target = world.members.create(anna, "channel", "Digest", username=TARGET, about="Что прошло отбор · What passed")
    for channel in (source, target):
        world.members.add(anna, channel, bot)
        world.members.promote(anna, channel, bot)
        world.members.join(ben, channel)
    for post in _POSTS:
        world.clock.move(600)
        world.posting.send(anna, source, Content(post))
    world.posting.send(ben, world.private(ANNA, BEN), Content("Hi Anna! Shall we try the new bot?"))
    world.clock.reset()


def _fill_group(world: World, group: Chat, anna: Account, ben: Account, bot: Account) -> None:
    world.members.add(anna, group, ben)
    world.members.add(anna, group, bot)
    world.posting.send(anna, group, Content("Всем привет! Здесь мы пробуем бота."))
    for title in ("Идеи", "Releases"):
        world.topics.create(anna, group, title)
