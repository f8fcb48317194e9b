"""Documents as pieces to remember."""

import pytest

from core.errors import UserError
from memory.loaders import CHUNK, LARGEST, MOST_CHUNKS, load


async def refusal(name: str, content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(UserError) as caught:
        await load(name, content)
    return caught.value.key, dict(caught.value.params)


async def test_a_short_text_is_one_piece() -> None:
    assert await load("note.txt", "Привет, мир\n".encode()) == ["Привет, мир"]


async def test_a_long_text_is_cut_between_paragraphs_and_loses_nothing() -> None:
    paragraphs = [f"Paragraph {number}: " + "word " * 60 for number in range(20)]
    pieces = await load("BOOK.TXT", "\n\n".join(paragraphs).encode())
    assert len(pieces) > 1
    assert all(len(piece) <= CHUNK for piece in pieces)
    assert all(any(f"Paragraph {number}:" in piece for piece in pieces) for number in range(20))


async def test_markdown_is_read_with_its_headings() -> None:
    pieces = await load("guide.md", b"# Install\n\n" + b"run it. " * 150 + b"\n\n# Remove\n\ndelete it.")
    assert pieces[0].startswith("# Install")
    assert pieces[-1].startswith("# Remove")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_a_table_gives_one_piece_a_row_with_its_columns(delimiter: str) -> None:
    lines = [["имя", "город"], ["Анна", "Рига"], ["Ben", ""], ["", ""]]
    content = "\r\n".join(delimiter.join(line) for line in lines)
    assert await load("people.csv", content.encode("utf-8-sig")) == ["имя: Анна\nгород: Рига", "имя: Ben"]


@pytest.mark.parametrize("name", ["report.pdf", "archive", "photo.txt.exe", ".txt"])
async def test_another_kind_is_refused_by_name(name: str) -> None:
    assert await refusal(name, b"text") == ("error-document-kind", {"name": name})


@pytest.mark.parametrize("content", [b"", b" \n\n\t", "\ufeff".encode()])
@pytest.mark.parametrize("name", ["note.txt", "note.md", "note.csv"])
async def test_a_document_without_text_is_refused(name: str, content: bytes) -> None:
    assert await refusal(name, content) == ("error-document-empty", {"name": name})


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"PK\x03\x04\x00\x00", "Привет".encode("cp1251")])
async def test_a_document_that_is_no_text_is_refused(content: bytes) -> None:
    assert await refusal("note.txt", content) == ("error-document-unreadable", {"name": "note.txt"})


async def test_a_broken_table_is_refused() -> None:
    assert await refusal("t.csv", b'a,b\n1,"never closed') == ("error-document-unreadable", {"name": "t.csv"})


async def test_a_document_that_is_too_large_is_refused() -> None:
    assert await refusal("big.txt", b"a" * (LARGEST + 1)) == (
        "error-document-too-large",
        {"name": "big.txt", "megabytes": 5},
    )


async def test_a_table_of_too_many_rows_is_refused() -> None:
    rows = b"a\n" + b"1\n" * (MOST_CHUNKS + 1)
    assert (await refusal("big.csv", rows))[0] == "error-document-too-large"
