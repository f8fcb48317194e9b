"""Uploaded documents as pieces to remember: .txt, .md and .csv."""

import asyncio
import warnings
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from core.errors import UserError

LARGEST = 5 * 1024 * 1024
MOST_CHUNKS = 2000
CHUNK = 1000
OVERLAP = 100
READ_SECONDS = 60.0
KINDS = (".txt", ".md", ".csv")


async def load(name: str, content: bytes) -> list[str]:
    """The document's text in pieces of about a thousand characters, in order; `name` tells its kind.

    Raises:
        UserError: `error-document-` kind, too-large, empty or unreadable.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise UserError("error-document-kind", name=name)
    if len(content) > LARGEST:
        raise UserError("error-document-too-large", name=name, megabytes=LARGEST // 1024 // 1024)
    try:
        async with asyncio.timeout(READ_SECONDS):
            chunks = await asyncio.to_thread(_chunks, suffix, content)
    # The loaders wrap whatever went wrong in a RuntimeError; csv.Error is its own family.
    except (RuntimeError, ValueError, TimeoutError) as error:
        raise UserError("error-document-unreadable", name=name) from error
    if not chunks:
        raise UserError("error-document-empty", name=name)
    if len(chunks) > MOST_CHUNKS:
        raise UserError("error-document-too-large", name=name, megabytes=LARGEST // 1024 // 1024)
    return chunks


def _chunks(suffix: str, content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("binary data")
    with TemporaryDirectory(prefix="document-") as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        pieces = _split(suffix, path, text)
    return [piece for piece in pieces if piece]


def _split(suffix: str, path: Path, text: str) -> list[str]:
    with warnings.catch_warnings():
        # langchain-community announces its end with every import; it stays behind this one file.
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_community.document_loaders.csv_loader import CSVLoader
        from langchain_community.document_loaders.text import TextLoader
    from langchain_text_splitters import MarkdownTextSplitter, RecursiveCharacterTextSplitter

    loader: CSVLoader | TextLoader
    if suffix == ".csv":
        loader = CSVLoader(str(path), encoding="utf-8", csv_args={"delimiter": _delimiter(text), "strict": True})
    else:
        loader = TextLoader(str(path), encoding="utf-8")
    splitter = MarkdownTextSplitter if suffix == ".md" else RecursiveCharacterTextSplitter
    cut = splitter(chunk_size=CHUNK, chunk_overlap=OVERLAP).split_text
    pages = (document.page_content for document in loader.load())
    return [piece.strip() for page in pages for piece in cut(_with_values_only(page) if suffix == ".csv" else page)]


def _delimiter(text: str) -> str:
    """A spreadsheet saved in a country with decimal commas separates by semicolons."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _with_values_only(row: str) -> str:
    """A row reads `column: value`, one a line; cells without a value say nothing."""
    return "\n".join(line for line in row.splitlines() if not line.endswith((": ", ": None")))
