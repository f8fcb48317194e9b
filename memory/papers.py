"""PDF, Word and HTML as plain text with their pages and headings, within bounds that a hostile file cannot leave."""

import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from core.errors import UserError
from memory.decoding import decoded
from memory.markup import html_text

MOST_PAGES = 2000
MOST_PAGE_CHARACTERS = 200_000
"""Of one page; more is no page that anybody reads."""
MOST_WORD_BYTES = 40 * 1024 * 1024
"""Of a Word file's texts, unpacked."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADINGS = ("heading", "title", "заголовок")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text; pages are counted from 1."""

    number: int
    text: str

    @property
    def where(self) -> str:
        return f"p. {self.number}"


def pdf_pages(content: bytes, name: str, seconds: float) -> list[Page]:
    """Every page, those without text too.

    Raises:
        UserError: locked by a password, or too long.
        ValueError: broken.
        TimeoutError: it takes longer than `seconds`.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    until = time.monotonic() + seconds
    pages: list[Page] = []
    try:
        reader = PdfReader(BytesIO(content))
        # A document that is only protected against changes opens with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserError("error-document-locked", name=name)
        if len(reader.pages) > MOST_PAGES:
            raise UserError("error-document-too-long", name=name)
        for number, page in enumerate(reader.pages, 1):
            pages.append(Page(number, page.extract_text()[:MOST_PAGE_CHARACTERS]))
            if time.monotonic() > until:
                raise TimeoutError
    except (DependencyError, FileNotDecryptedError) as error:
        raise UserError("error-document-locked", name=name) from error
    # What a broken file makes of a parser: any of these, depending on where it is broken.
    except (PyPdfError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, OSError) as error:
        raise ValueError(f"no PDF: {error!r}") from error
    return pages


def docx_text(content: bytes, name: str, read: Callable[[], str]) -> str:
    """What `read` makes of the file, its headings marked as Markdown's.

    Raises:
        UserError: locked by a password, or too long.
        ValueError: broken.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # an encrypted Word file is an old container around the new one
        raise UserError("error-document-locked", name=name)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            texts = [each for each in package.infolist() if each.filename.startswith("word/")]
            texts = [each for each in texts if each.filename.endswith(".xml")]
            if sum(each.file_size for each in texts) > MOST_WORD_BYTES:
                raise UserError("error-document-too-long", name=name)
            headings = _word_headings(package.read("word/document.xml"))
        lines = [line.strip() for line in read().splitlines()]
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, LookupError, EOFError, OSError) as error:
        raise ValueError(f"no Word file: {error!r}") from error
    return "\n".join(f"# {line}" if line in headings else line for line in lines)


def _word_headings(document: bytes) -> frozenset[str]:
    found = set()
    document_tree = ElementTree.fromstring(document)  # noqa: S314 - expat bounds what entities grow to
    for paragraph in document_tree.iter(f"{_WORD}p"):
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        kind = "" if style is None else style.get(f"{_WORD}val", "").lower()
        if kind.startswith(_HEADINGS):
            found.add("".join(text.text or "" for text in paragraph.iter(f"{_WORD}t")).strip())
    return frozenset(found - {""})


def page_text(content: bytes) -> str:
    """A saved page with its title.

    Raises:
        ValueError: this is no text.
    """
    from bs4.dammit import EncodingDetector

    declared = EncodingDetector.find_declared_encoding(content, is_html=True)
    title, text = html_text(_as_declared(content, declared))
    return f"{title}\n{text}".strip()


def _as_declared(content: bytes, encoding: str | None) -> str:
    try:
        return (
            content.decode(encoding)
            if encoding and not content.startswith((b"\xff\xfe", b"\xfe\xff"))
            else decoded(content)
        )
    except (LookupError, UnicodeDecodeError):
        return decoded(content)
