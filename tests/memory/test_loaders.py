"""Documents as pieces to remember, each with its place."""

import random

import pytest

from core.errors import UserError
from memory.loaders import CHUNK, LARGEST, MOST_CHUNKS, load
from tests.fakes.papers import docx, docx_of, html, locked_pdf, pdf

CONTRACT = "Договор аренды: срок — год, плата — 30 000 рублей."


async def refusal(name: str, content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(UserError) as caught:
        await load(name, content)
    return caught.value.key, dict(caught.value.params)


async def pieces(name: str, content: bytes) -> list[tuple[str, str]]:
    return [(chunk.where, chunk.text) for chunk in (await load(name, content)).chunks]


async def test_a_short_text_is_one_piece() -> None:
    assert await pieces("note.txt", "Привет, мир\n".encode()) == [("part 1", "Привет, мир")]


async def test_a_long_text_is_cut_between_paragraphs_and_loses_nothing() -> None:
    paragraphs = [f"Paragraph {number}: " + "word " * 60 for number in range(20)]
    found = await pieces("BOOK.TXT", "\n\n".join(paragraphs).encode())
    assert len(found) > 1
    assert all(len(text) <= CHUNK for _, text in found)
    assert all(any(f"Paragraph {number}:" in text for _, text in found) for number in range(20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r"])
async def test_russian_is_read_in_the_encoding_that_it_was_saved_in(encoding: str) -> None:
    text = CONTRACT.replace("—", "-")
    [(_, read)] = await pieces("договор.txt", text.encode(encoding))
    assert read == text


async def test_western_accents_are_not_taken_for_russian() -> None:
    assert await pieces("menu.txt", "café déjà vu".encode("cp1252")) == [("part 1", "café déjà vu")]


async def test_markdown_is_read_with_its_headings() -> None:
    found = await pieces("guide.md", b"# Install\n\n" + b"run it. " * 150 + b"\n\n# Remove\n\ndelete it.")
    assert found[0][0] == "§ Install"
    assert found[-1] == ("§ Remove", "# Remove\n\ndelete it.")


async def test_a_pdf_gives_its_pages() -> None:
    paper = await load("report.pdf", pdf("Summary", "Rent is 900 euro (net)", "Signatures"))
    assert paper.pages == 3
    assert [(chunk.where, chunk.text) for chunk in paper.chunks] == [
        ("p. 1", "Summary"),
        ("p. 2", "Rent is 900 euro (net)"),
        ("p. 3", "Signatures"),
    ]


async def test_a_word_file_gives_its_sections() -> None:
    long = "The tenant pays on the first of the month. " * 30
    found = await pieces("lease.docx", docx(("Heading1", "Rent"), long, ("Heading2", "Dogs & cats"), "Not allowed."))
    assert found[0][0] == "§ Rent"
    assert found[-1] == ("§ Dogs & cats", "# Dogs & cats\n\nNot allowed.")


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
async def test_a_page_gives_what_its_reader_sees(charset: str) -> None:
    body = "<h1>Цены</h1><p>Чай <b>дорогой</b></p><script>steal()</script><ul><li>Кофе</li></ul>"
    [(_, text)] = await pieces("menu.html", html("Меню", body, charset))
    assert text == "Меню\n# Цены\nЧай дорогой\nКофе"


async def test_code_is_cut_between_functions_and_tells_its_lines() -> None:
    source = "\n\n".join(f"def function_{number}():\n    return {number}" + " + 0" * 50 for number in range(12))
    found = await pieces("lots.py", source.encode())
    assert [where for where, _ in found][:2] == ["line 1", "line 10"]
    assert all(text.startswith("def function_") for _, text in found)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_a_table_gives_its_rows_with_their_columns(delimiter: str) -> None:
    lines = [["имя", "город"], ["Анна", "Рига"], ["Ben", ""], ["", ""]]
    content = "\r\n".join(delimiter.join(line) for line in lines)
    found = await pieces("people.csv", content.encode("utf-8-sig"))
    assert found == [("rows 2-4", "имя: Анна; город: Рига\nимя: Ben")]


async def test_a_long_table_tells_which_rows_are_where() -> None:
    rows = "\n".join(f"{number},{'x' * 90}" for number in range(30))
    found = await pieces("long.csv", f"number,text\n{rows}".encode())
    assert [where for where, _ in found][:2] == ["rows 2-9", "rows 10-17"]


@pytest.mark.parametrize("name", ["report.doc", "archive", "photo.txt.exe", ".txt", "sheet.xlsx"])
async def test_another_kind_is_refused_by_name(name: str) -> None:
    assert await refusal(name, b"text") == ("error-document-kind", {"name": name})


@pytest.mark.parametrize("content", [b"", b" \n\n\t", "\ufeff".encode()])
@pytest.mark.parametrize("name", ["note.txt", "note.md", "note.csv", "note.html"])
async def test_a_document_without_text_is_refused(name: str, content: bytes) -> None:
    assert await refusal(name, content) == ("error-document-empty", {"name": name})


async def test_pages_without_text_are_told_to_be_scanned() -> None:
    assert await refusal("scan.pdf", pdf("", "")) == ("error-document-scanned", {"name": "scan.pdf"})


@pytest.mark.parametrize(("name", "content"), [("a.pdf", locked_pdf("Secret")), ("a.docx", b"\xd0\xcf\x11\xe0" * 9)])
async def test_a_locked_document_is_told_to_be_locked(name: str, content: bytes) -> None:
    assert await refusal(name, content) == ("error-document-locked", {"name": name})


async def test_a_pdf_that_is_only_protected_against_changes_is_read() -> None:
    assert await pieces("open.pdf", locked_pdf("Free to read", password="")) == [("p. 1", "Free to read")]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\0\0\0"])
@pytest.mark.parametrize("name", ["note.txt", "note.py", "note.pdf", "note.docx"])
async def test_a_document_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    assert await refusal(name, content) == ("error-document-unreadable", {"name": name})


async def test_a_broken_table_is_refused() -> None:
    assert await refusal("t.csv", b'a,b\n1,"never closed') == ("error-document-unreadable", {"name": "t.csv"})


@pytest.mark.parametrize(("name", "whole"), [("a.pdf", pdf("Page one", "Page two")), ("a.docx", docx("Text " * 99))])
async def test_broken_bytes_never_give_anything_but_a_sentence(name: str, whole: bytes) -> None:
    dice = random.Random(7)
    refused = 0
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            await load(name, bytes(broken))
        except UserError as error:
            refused += error.key.startswith("error-document-")
    assert refused > 50


async def test_a_document_that_is_too_large_is_refused() -> None:
    assert await refusal("big.txt", b"a" * (LARGEST + 1)) == (
        "error-document-too-large",
        {"name": "big.txt", "megabytes": 20},
    )


async def test_a_document_of_too_many_pieces_is_refused() -> None:
    row = b"x" * (CHUNK - 10) + b"\n"
    assert (await refusal("big.csv", b"a\n" + row * (MOST_CHUNKS + 1)))[0] == "error-document-too-long"


async def test_a_word_file_that_unpacks_to_very_much_is_refused_before_it_does() -> None:
    bomb = docx_of(f"<w:p><w:r><w:t>{'a' * 45_000_000}</w:t></w:r></w:p>")
    assert len(bomb) < 100_000
    assert await refusal("bomb.docx", bomb) == ("error-document-too-long", {"name": "bomb.docx"})
