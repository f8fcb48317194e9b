"""Files and albums up and down, with unmodified Telethon clients."""

import io
import os
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telethon import TelegramClient, errors, events, functions, types

from sandbox.model import Content, Media
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN
from tests.fakes.telethon_client import Heard, client_of, serving


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def anna(server: MtprotoServer) -> AsyncIterator[TelegramClient]:
    async with client_of(server, server.world.accounts[ANNA]) as client:
        await client.get_dialogs()
        yield client


@pytest.fixture
async def ben(server: MtprotoServer) -> AsyncIterator[TelegramClient]:
    async with client_of(server, server.world.accounts[BEN]) as client:
        await client.get_dialogs()
        yield client


def picture(width: int, height: int) -> bytes:
    """A grey PNG in true colour: anything else Telethon makes a JPEG of, where Pillow is installed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * 3 * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def named(data: bytes, name: str) -> io.BytesIO:
    stream = io.BytesIO(data)
    stream.name = name
    return stream


async def test_a_photo_keeps_its_size_caption_and_bytes(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    data = picture(60, 40)
    await anna.send_file("ben", named(data, "grey.png"), caption="grey")
    message = (await heard.next()).message
    size = message.photo.sizes[0]
    assert (message.raw_text, size.w, size.h, size.size) == ("grey", 60, 40, len(data))
    assert await message.download_media(bytes) == data


async def test_a_document_keeps_its_name_type_and_bytes(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    await anna.send_file("ben", named(b"a,b\n1,2\n", "table.csv"), force_document=True)
    message = (await heard.next()).message
    assert (message.file.name, message.file.mime_type, message.file.size) == ("table.csv", "text/csv", 8)
    assert await message.download_media(bytes) == b"a,b\n1,2\n"


async def test_a_voice_note_says_that_it_is_one(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    voice = [types.DocumentAttributeAudio(duration=3, voice=True)]
    await anna.send_file("ben", named(b"OggS" + b"\0" * 60, "note.ogg"), voice_note=True, attributes=voice)
    message = (await heard.next()).message
    assert message.voice is not None
    assert message.file.duration == 3


async def test_a_file_over_ten_megabytes_goes_in_big_parts_and_comes_back_whole(anna: TelegramClient) -> None:
    data = os.urandom(11 * 1024 * 1024 + 17)
    sent = await anna.send_file("me", named(data, "big.bin"), force_document=True)
    assert sent.file.size == len(data)
    assert await sent.download_media(bytes) == data


async def test_a_file_with_a_missing_part_is_refused(anna: TelegramClient) -> None:
    await anna(functions.upload.SaveFilePartRequest(77, 0, b"first"))
    media = types.InputMediaUploadedDocument(types.InputFile(77, 2, "half.bin", ""), "application/x-half", [])
    with pytest.raises(errors.FilePartMissingError) as caught:
        await anna(functions.messages.SendMediaRequest("me", media, ""))
    assert caught.value.which == 1


async def test_an_album_arrives_whole_with_one_grouped_id(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.Album)
    files = [named(picture(10 + number, 10), f"{number}.png") for number in range(3)]
    sent = await anna.send_file("source_news", files, caption="three")
    event = await heard.next()
    assert [message.id for message in event.messages] == [message.id for message in sent]
    assert len({message.grouped_id for message in sent}) == 1
    assert event.grouped_id == sent[0].grouped_id
    assert [message.raw_text for message in event.messages] == ["three", "", ""]
    assert [message.photo.sizes[0].w for message in event.messages] == [10, 11, 12]


async def test_a_forwarded_album_stays_an_album(anna: TelegramClient) -> None:
    files = [named(picture(10, 10 + number), f"{number}.png") for number in range(2)]
    sent = await anna.send_file("source_news", files)
    carried = await anna.forward_messages("target_news", sent)
    assert len({message.grouped_id for message in carried}) == 1
    assert carried[0].grouped_id not in (None, sent[0].grouped_id)


async def test_a_file_of_the_world_is_downloaded_and_sent_again_without_an_upload(
    server: MtprotoServer, anna: TelegramClient
) -> None:
    world = server.world
    stored = world.files_kept.add(b"%PDF-1.4 text", "paper.pdf", "application/pdf")
    media = Media("document", stored.id, "paper.pdf", "application/pdf")
    world.posting.send(world.accounts[BEN], world.private(ANNA, BEN), Content("read", media=media))
    received = (await anna.get_messages("ben", limit=1))[0]
    assert await received.download_media(bytes) == b"%PDF-1.4 text"
    again = await anna.send_file("target_news", received.media)
    assert (again.file.name, again.document.id) == ("paper.pdf", stored.id)


async def test_a_file_named_with_a_wrong_hash_is_refused(server: MtprotoServer, anna: TelegramClient) -> None:
    stored = server.world.files_kept.add(b"secret")
    place = types.InputDocumentFileLocation(stored.id, 1, b"", "")
    with pytest.raises(errors.FileReferenceInvalidError):
        await anna(functions.upload.GetFileRequest(place, 0, 4096))


async def test_a_location_a_contact_and_a_poll_arrive(anna: TelegramClient, ben: TelegramClient) -> None:
    heard = Heard(ben, events.NewMessage)
    await anna.send_file("ben", types.InputMediaGeoPoint(types.InputGeoPoint(55.75, 37.62)))
    assert (await heard.next()).message.geo.lat == pytest.approx(55.75)
    await anna.send_file("ben", types.InputMediaContact("+1234567", "Vera", "B", ""))
    assert (await heard.next()).message.contact.first_name == "Vera"
    answers = [types.PollAnswer(types.TextWithEntities(text, []), text.encode()) for text in ("Yes", "No")]
    poll = types.Poll(0, types.TextWithEntities("Tea?", []), answers, hash=0)
    await anna.send_file("ben", types.InputMediaPoll(poll))
    arrived = (await heard.next()).message.poll.poll
    assert (arrived.question.text, [each.text.text for each in arrived.answers]) == ("Tea?", ["Yes", "No"])
