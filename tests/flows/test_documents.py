"""Documents are read, remembered and answered about with their pages; what cannot be read gets one sentence."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Chat, Content, Message
from tests.fakes.chat_page import picture
from tests.fakes.papers import docx, html, locked_pdf, pdf
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEASE = pdf("This is the lease of a flat", "The deposit is 1200 euro, paid before moving in", "Signed by both sides")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with Stage(tmp_path_factory.mktemp("stage"), BOT__ACCESS="open") as stage:
        await stage.open()
        yield stage


def send(
    stage: Stage, person: Account, content: bytes, name: str, caption: str = "", *, chat: Chat | None = None
) -> Message:
    paper = stage.media(content, "document", name, "application/octet-stream")
    return stage.sandbox.world.posting.send(person, chat or stage.with_bot(person), Content(caption, media=paper))


def question(stage: Stage, request: int = -1) -> str:
    return str(stage.ollama.chats[request]["messages"][-1]["content"])


OVERSIZED = b"a" * (20 * 1024 * 1024 + 1)
REFUSED = [
    (locked_pdf("Secret"), "a.pdf", "error-document-locked"),
    (b"%PDF-1.7 and then nothing", "a.pdf", "error-document-unreadable"),
    (pdf("", ""), "a.pdf", "error-document-scanned"),
    (b"PK\x03\x04 and then nothing", "a.docx", "error-document-unreadable"),
    (b"\n", "a.txt", "error-document-empty"),
    (b"MZ\x90", "a.exe", "error-document-kind"),
    (OVERSIZED, "a.txt", "error-file-too-big"),
]


async def test_what_cannot_be_read_gets_one_sentence_each_and_leaves_nothing_behind(stage: Stage):
    requests = len(stage.ollama.chats)
    for content, name, key in REFUSED:
        sent = send(stage, stage.ben, content, name, "Summarize")
        sentence = stage.words(stage.ben, key, name=name, megabytes=20)
        await stage.until_answer(stage.ben, sentence, after=sent.uid)
    await stage.ask(stage.ben, "/memory", stage.words(stage.ben, "memory-empty"))
    assert len(stage.ollama.chats) == requests


async def test_a_picture_without_a_model_that_sees_gets_one_sentence(stage: Stage):
    photo = Content("What is it?", media=stage.media(picture(1, 2, 3), "photo", "p.png", "image/png"))
    sent = stage.sandbox.world.posting.send(stage.ben, stage.with_bot(stage.ben), photo)
    await stage.until_answer(stage.ben, stage.words(stage.ben, "error-no-model-sees"), after=sent.uid)


async def test_a_question_with_a_pdf_reaches_the_model_with_the_page_that_answers_it(stage: Stage):
    stage.ollama.reply("1200 euro (lease.pdf, стр. 2)")
    sent = send(stage, stage.anna, LEASE, "lease.pdf", "How much is the deposit?")
    notice = stage.words(stage.anna, "document-remembered", name="lease.pdf", pages=3)
    await stage.until_answer(stage.anna, notice, after=sent.uid)
    await stage.until_answer(stage.anna, "1200 euro (lease.pdf, стр. 2)", after=sent.uid)
    assert question(stage).startswith("How much is the deposit?\n<quoted")
    assert "[lease.pdf, стр. 2]\nThe deposit is 1200 euro" in question(stage)
    system = stage.ollama.chats[-1]["messages"][0]["content"]
    assert "(lease.pdf, p. 3)" in system  # how to cite
    assert "The deposit" not in system  # it stands with the question
    assert not stage.ollama.chats[-1].get("tools")


async def test_a_later_question_finds_the_page_by_memory_and_a_second_copy_changes_nothing(stage: Stage):
    sent = send(stage, stage.anna, LEASE, "copy of lease.pdf")
    known = stage.words(stage.anna, "document-known", name="lease.pdf", pages=3)
    await stage.until_answer(stage.anna, known, after=sent.uid)
    await stage.ask(stage.anna, "/new", stage.words(stage.anna, "new-conversation"))
    await stage.ask(stage.anna, "What deposit does the flat need", "small model")
    system = stage.ollama.chats[-1]["messages"][0]["content"]
    assert system.count("[lease.pdf, стр. 2]\nThe deposit is 1200 euro") == 1
    assert "copy of lease" not in system


@pytest.mark.parametrize(
    ("name", "content", "piece"),
    [
        ("rules.docx", docx(("Heading1", "Dogs"), "Dogs pay double rent"), "[rules.docx, § Dogs]\n# Dogs\n\nDogs pay"),
        ("page.html", html("House", "<h2>Собаки</h2><p>Собаки платят вдвое</p>"), "Собаки платят вдвое"),
        ("правила.txt", "Собаки платят вдвое, кошки живут даром".encode("cp1251"), "Собаки платят вдвое, кошки"),
        ("rent.py", b"def rent(dogs):\n    return 900 * (1 + dogs)\n", "[rent.py, строка 1]\ndef rent(dogs):"),
        ("rent.csv", b"animal;rent\ndog;1800\n", "[rent.csv, строка 2]\nanimal: dog; rent: 1800"),
    ],
)
async def test_other_kinds_are_answered_about_too(stage: Stage, name: str, content: bytes, piece: str):
    requests = len(stage.ollama.chats)
    sent = send(stage, stage.anna, content, name, "Собаки, dogs: что с ними")
    await stage.until_answer(stage.anna, "small model", after=sent.uid)
    assert piece in question(stage, requests)


async def test_asked_again_after_a_failure_the_document_is_there_again(stage: Stage):
    stage.ollama.cut("The deposit is ")
    sent = send(stage, stage.anna, LEASE, "lease.pdf", "Deposit once more")
    failed = await stage.until(
        lambda: next((each for each in stage.answers(stage.anna) if each.uid > sent.uid and each.markup), None)
    )
    requests = len(stage.ollama.chats)
    stage.ollama.reply("Still 1200 euro.")
    stage.press(stage.anna, failed, "🔁")
    await stage.until_answer(stage.anna, "Still 1200 euro.", after=sent.uid)
    assert question(stage, requests).startswith("Deposit once more\n<quoted")
    assert "[lease.pdf, стр. 2]\nThe deposit" in question(stage, requests)


async def test_a_groups_document_is_the_groups_and_an_incognito_one_nobodys(stage: Stage):
    sent = send(
        stage, stage.anna, b"The cellar code is 4711", "cellar.txt", "@platform_bot keep this", chat=stage.group
    )
    await stage.until_in(stage.group, "small model", sent.uid)
    await stage.ask(stage.ben, "/incognito", stage.words(stage.ben, "incognito-on"))
    secret = send(stage, stage.ben, b"The attic code is 1147", "attic.txt", "What is the code")
    await stage.until_answer(stage.ben, stage.words(stage.ben, "document-read", name="attic.txt", pages=0))
    await stage.until_answer(stage.ben, "small model", after=secret.uid)
    assert "[attic.txt, part 1]\nThe attic code is 1147" in question(stage)
    await stage.ask(stage.ben, "/memory", stage.words(stage.ben, "memory-empty"))
    await stage.ask(stage.anna, "What is the cellar code", "small model")
    assert "4711" not in str(stage.ollama.chats[-1]["messages"])
