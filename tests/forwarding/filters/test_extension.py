"""The filter of extensions: by the end of the file's name, and by its type where it has no name."""

import pytest

from forwarding.post import Media, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post


def file(name: str = "", mime_type: str = "", kind: str = "document") -> Post:
    return post(1, media=Media(kind, unique_id="u", file_name=name, mime_type=mime_type))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("extensions", "name", "expected"),
    [
        ("pdf", "Report.PDF", "pass"),
        (".pdf", "report.pdf", "pass"),
        ("*.pdf", "report.pdf ", "pass"),
        ("pdf", "reportpdf", "drop"),
        ("pdf", "report.pdf.exe", "drop"),
        ("tar.gz", "a.tar.gz", "pass"),
        ("gz", "a.tar.gz", "pass"),
        ("tar.gz", "a.gz", "drop"),
        ("jpg", "photo\u202egpj.exe", "drop"),
        ("exe", "photo\u202egpj.exe", "pass"),
        ("exe", "virus.ex\u200be", "pass"),
        ("док", "отчёт.ДОК", "pass"),
    ],
)
async def test_the_end_of_the_name_decides(extensions: str, name: str, expected: str):
    assert await outcome("extension", {"extensions": extensions}, file(name)) == expected


async def test_a_file_without_a_name_is_known_by_its_type():
    assert await outcome("extension", {"extensions": "pdf"}, file("", "application/pdf")) == "pass"
    assert await outcome("extension", {"extensions": "jpeg"}, file(kind="photo")) == "pass"
    assert await outcome("extension", {"extensions": "ogg"}, file("", "audio/ogg", "audio")) == "pass"
    assert await outcome("extension", {"extensions": "pdf"}, file("", "strange/thing")) == "drop"
    assert await outcome("extension", {"extensions": "pdf"}, file("notes.txt", "application/pdf")) == "drop"


async def test_a_post_without_a_file_has_no_extension_and_one_file_of_an_album_is_enough():
    assert await outcome("extension", {"extensions": "pdf"}, post(1, "report.pdf")) == "drop"
    verdict = await asked("extension", {"extensions": ["zip", "pdf"]}, file("a.txt"), file("b.zip"))
    assert (verdict.outcome, verdict.value) == ("pass", "b.zip")
