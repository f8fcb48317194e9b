"""The photos of a post get the owner's words: made once, kept until they are sent, and anew for a new photo."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from core.errors import DeliveryRejected
from core.i18n import Translator
from core.ids import MessageId
from forwarding.attaching import Pictures
from forwarding.outgoing import CopyPosts, Rewrite
from forwarding.post import Media, Post
from storage.blobs import Blobs
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import SOURCE, Room, make_room, post
from tests.fakes.pictures import Photo, Shelf

MARK = {"watermark": {"text": "@канал"}}
PHOTO = Media("photo", "file", "unique")


@pytest.fixture
def files() -> Photo:
    return Photo()


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock, files: Photo) -> Room:
    return make_room(database, translator, clock, files=files)


async def copied(room: Room, *posts: Post) -> CopyPosts:
    for each in posts:
        await room.forwarder.accept(each)
    for _ in range(3):
        await room.deliver(seconds=5)
    return room.transport.copied[-1]


def is_marked(content: bytes) -> bool:
    """A picture of ours is a JPEG; those of the fake are plain PNGs."""
    image = Image.open(BytesIO(content))
    low, high = image.convert("L").getextrema()
    return image.format == "JPEG" and high - low > 50  # type: ignore[operator]


async def test_a_photo_goes_out_as_a_marked_one_with_its_caption(room: Room):
    await room.rule(transforms=[MARK])
    copy = await copied(room, post(7, "Подпись", media=PHOTO))
    assert copy.rewrite is not None
    assert copy.rewrite.text == "Подпись"
    assert is_marked(copy.rewrite.contents[7])


async def test_of_an_album_every_photo_is_marked_and_a_video_stays(room: Room):
    await room.rule(transforms=[MARK])
    parts = [post(number, album="a", media=Media("photo", "f", f"u{number}")) for number in (1, 2)]
    copy = await copied(room, *parts, post(3, album="a", media=Media("video", "v", "v")))
    assert copy.rewrite is not None
    assert sorted(copy.rewrite.contents) == [1, 2]
    assert [each.kind for each in copy.media if each] == ["photo", "photo", "video"]


@pytest.mark.parametrize(
    "media", [None, Media("video", "v", "v"), Media("animation", "a", "a"), Media("document", "d")]
)
async def test_what_is_no_photo_is_copied_as_it_is(room: Room, files: Photo, media: Media | None):
    await room.rule(transforms=[MARK])
    copy = await copied(room, post(7, "Слова", media=media))
    assert (copy.rewrite, files.read_posts) == (None, [])


async def test_the_same_photo_is_loaded_and_marked_once(room: Room, files: Photo):
    await room.rule(transforms=[MARK])
    first = await copied(room, post(7, media=PHOTO))
    second = await copied(room, post(8, "Ещё раз", media=PHOTO))
    assert first.rewrite is not None
    assert second.rewrite is not None
    assert first.rewrite.contents[7] == second.rewrite.contents[8]
    assert len(files.read_posts) == 1


async def test_two_watermarks_stand_on_one_photo(room: Room):
    another = {"watermark": {"text": "второй", "position": "top_left"}}
    await room.rule(transforms=[MARK, another])
    copy = await copied(room, post(7, media=PHOTO))
    assert copy.rewrite is not None
    image = Image.open(BytesIO(copy.rewrite.contents[7])).convert("L")
    for corner in ((0, 0, 150, 100), (150, 100, 300, 200)):
        low, high = image.crop(corner).getextrema()
        assert high - low > 50  # type: ignore[operator]


async def test_an_edit_of_the_words_leaves_the_picture(room: Room):
    await room.rule(transforms=[MARK])
    await copied(room, post(7, "old", media=PHOTO))
    await room.forwarder.accept_edit(post(7, "new", media=PHOTO, edited=post(8).date))
    await room.deliver(seconds=5)
    ((_, _, edit),) = room.transport.edits
    assert (edit.text, edit.media, edit.content) == ("new", None, b"")


async def test_an_exchanged_photo_is_marked_anew(room: Room):
    await room.rule(transforms=[MARK])
    await copied(room, post(7, "words", media=PHOTO))
    fresh = Media("photo", "file-2", "unique-2")
    await room.forwarder.accept_edit(post(7, "words", media=fresh, edited=post(8).date))
    await room.deliver(seconds=5)
    ((_, _, edit),) = room.transport.edits
    assert edit.media == fresh
    assert is_marked(edit.content)


async def test_an_exchanged_part_of_an_album_is_marked_anew(room: Room):
    await room.rule(transforms=[MARK])
    parts = [post(number, "words" if number == 1 else "", album="a") for number in (1, 2)]
    await copied(room, *parts)
    fresh = Media("photo", "file-9", "unique-9")
    await room.forwarder.accept_edit(post(2, album="a", media=fresh, edited=post(8).date))
    await room.deliver(seconds=5)
    contents = {copy: edit.content for _, copy, edit in room.transport.edits if edit.content}
    assert len(contents) == 1
    assert is_marked(next(iter(contents.values())))


async def test_a_photo_that_is_none_holds_the_post(room: Room, files: Photo):
    files.content = b"no picture"
    await room.rule(transforms=[MARK])
    await room.forwarder.accept(post(7, media=PHOTO))
    (decision,) = await room.posts.decisions(SOURCE, MessageId(7))
    assert (decision.verdict, decision.reason) == ("held", "watermark: error-picture-unreadable")


async def test_a_picture_that_is_not_kept_any_longer_refuses_the_delivery():
    posts = CopyPosts(SOURCE, (MessageId(7),), media=(PHOTO,), rewrite=Rewrite("", pictures={7: "gone"}))
    with pytest.raises(DeliveryRejected):
        await Pictures(Shelf()).attached(posts)


async def test_bytes_of_pictures_are_in_no_row(room: Room):
    await room.rule(transforms=[MARK])
    await room.forwarder.accept(post(7, media=PHOTO))
    assert await room.rulebook.list()
    (taken,) = (await room.outbox.take(5, 30)).deliveries
    assert taken.payload["rewrite"]["contents"] == {}
    assert list(taken.payload["rewrite"]["pictures"]) == ["7"]


async def test_older_versions_of_a_post_load_no_photos(room: Room, files: Photo, database: Database):
    """They would be those of now: an account finds a photo by its message."""
    await room.rule(transforms=[MARK], edits="versions")
    await copied(room, post(7, "one", media=PHOTO))
    for number in (2, 3):
        fresh = Media("photo", f"file-{number}", f"unique-{number}")
        await room.forwarder.accept_edit(post(7, f"{number}", media=fresh, edited=post(7 + number).date))
        await room.deliver(seconds=5)
        await Blobs(database).purge(room.clock.now() + timedelta(days=900))
    assert [each.media.unique_id for each in files.read_posts if each.media] == ["unique", "unique-2", "unique-3"]
