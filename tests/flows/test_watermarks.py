"""Photos arrive with the owner's words on them, sent by the bot or by the account, and texts as a model wrote them."""

import json
import sqlite3
from io import BytesIO
from typing import Any

from PIL import Image

from sandbox.model import Chat, Content, Message
from tests.fakes.chat_page import picture
from tests.fakes.stage import Stage
from tests.flows.test_account import log_in

MARK: dict[str, Any] = {"watermark": {"text": "@канал", "opacity": 100}}


def set_transforms(stage: Stage, *transforms: dict[str, Any]) -> None:
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        changed = json.dumps({**json.loads(spec), "transforms": transforms})
        database.execute("UPDATE rules SET spec = ?, version = version + 1", (changed,))


def photo(stage: Stage, shade: int, caption: str = "") -> Content:
    return Content(caption, media=stage.media(picture(shade, 90, 90, 400, 300), "photo", "p.png", "image/png"))


def image_of(stage: Stage, message: Message) -> Image.Image:
    assert message.content.media is not None
    return Image.open(BytesIO(stage.sandbox.world.files_kept.read(message.content.media.file)))


def is_marked(image: Image.Image) -> bool:
    """White words with a black edge in the lower right corner, and nothing in the upper left one."""
    grey = image.convert("L")
    left, right = (grey.crop(box).getextrema() for box in ((0, 0, 200, 150), (200, 150, 400, 300)))
    return right[1] - right[0] > 150 and left[1] - left[0] < 20  # type: ignore[operator]


async def until_photo(stage: Stage, chat: Chat, count: int) -> list[Message]:
    def look() -> list[Message] | None:
        found = [each for each in stage.messages(chat) if each.content.media is not None]
        return found if len(found) >= count else None

    return await stage.until(look)


async def test_the_bot_sends_photos_with_the_words_on_them_and_edits_keep_them(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        set_transforms(stage, MARK)
        await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
        posting, editing = stage.sandbox.world.posting, stage.sandbox.world.editing
        post = posting.send(stage.anna, stage.source, photo(stage, 90, "Первое"))
        copy = await stage.until_in(stage.target, "Первое")
        assert image_of(stage, copy).format == "JPEG"
        assert is_marked(image_of(stage, copy))
        editing.edit_caption(stage.anna, post, Content("Второе"), None)
        edited = await stage.until_in(stage.target, "Второе")
        assert (edited.uid, is_marked(image_of(stage, edited))) == (copy.uid, True)
        editing.edit(stage.anna, post, photo(stage, 180, "Третье"), None)
        exchanged = await stage.until_in(stage.target, "Третье")
        assert exchanged.uid == copy.uid
        assert is_marked(image_of(stage, exchanged))
        assert image_of(stage, exchanged).getpixel((5, 5))[0] > 150  # type: ignore[index]
        posting.send_album(stage.anna, stage.source, [photo(stage, 30, "Альбом"), photo(stage, 60)])
        found = await until_photo(stage, stage.target, 3)
        assert [is_marked(image_of(stage, each)) for each in found] == [True, True, True]
        assert len({each.album for each in found[1:]}) == 1


async def test_the_account_sends_photos_with_the_words_on_them(folder):
    key = folder / "server.pem"
    async with Stage(folder, has_account=True, API_ID="1", API_HASH="any", MTPROTO_KEY_FILE=str(key)) as stage:
        key.write_text(stage.sandbox.public_key_pem)
        stage.bot.settings["MTPROTO_SERVER"] = f"127.0.0.1:{stage.sandbox.mtproto_port}"
        await log_in(stage, stage.bot.whole_environment())
        world = stage.sandbox.world
        world.members.create(stage.ben, "channel", "Ben's diary", username="bens_diary")
        diary = stage.channel("bens_diary")
        world.members.join(stage.anna, diary)
        await stage.open()
        await stage.ask(stage.anna, "/forward @bens_diary @target_news", "Ben's diary")
        set_transforms(stage, MARK)
        await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
        world.posting.send(stage.ben, diary, photo(stage, 90, "Dear diary"))
        copy = await stage.until_in(stage.target, "Dear diary")
        assert is_marked(image_of(stage, copy))
        world.posting.send_album(stage.ben, diary, [photo(stage, 30, "Two"), photo(stage, 60)])
        found = await until_photo(stage, stage.target, 3)
        assert [is_marked(image_of(stage, each)) for each in found] == [True, True, True]


async def test_a_post_is_translated_on_its_way_and_the_original_stands_below(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        set_transforms(stage, {"translate": {"to": "en"}})
        await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
        stage.ollama.reply("Good evening, dear readers")
        stage.post("Добрый вечер, дорогие читатели")
        copy = await stage.until_in(stage.target, "Good evening")
        assert copy.text == "Good evening, dear readers\n\nДобрый вечер, дорогие читатели"
        assert [each.kind for each in copy.content.entities] == ["expandable_blockquote"]
