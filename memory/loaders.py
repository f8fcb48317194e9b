"""Uploaded documents as pieces to remember, each with the place where it stands: a page, a section, rows, a line."""

import asyncio
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from core.errors import UserError
from memory.decoding import decoded
from memory.papers import Page, docx_text, page_text, pdf_pages

if TYPE_CHECKING:
    from langchain_text_splitters import TextSplitter

LARGEST = 20 * 1024 * 1024
"""What a bot may load, in bytes."""
MOST_CHUNKS = 3000
CHUNK = 900
OVERLAP = 90
READ_SECONDS = 60.0
DIGEST_LENGTH = 20

PLAIN = frozenset({
    "txt", "text", "log", "srt", "vtt", "rst", "tex", "org", "adoc", "ini", "cfg", "conf", "env", "toml", "yaml",
    "yml", "json", "jsonl", "ndjson", "xml", "svg", "sql", "diff", "patch", "properties", "gradle", "cmake", "make",
    "mk", "dockerfile", "gitignore", "editorconfig", "sh", "bash", "zsh", "fish", "bat", "cmd", "tf", "hcl",
    "graphql", "vue", "svelte", "css", "scss", "sass", "less", "nim", "zig", "dart", "clj", "erl", "f90", "jl",
    "ml", "pas", "vb", "asm", "s",
})  # fmt: skip
LANGUAGES = {
    "py": "python", "pyi": "python", "js": "js", "jsx": "js", "mjs": "js", "cjs": "js", "ts": "ts", "tsx": "ts",
    "java": "java", "kt": "kotlin", "kts": "kotlin", "c": "c", "h": "c", "cc": "cpp", "cpp": "cpp", "cxx": "cpp",
    "hpp": "cpp", "cs": "csharp", "go": "go", "rs": "rust", "rb": "ruby", "php": "php", "swift": "swift",
    "scala": "scala", "lua": "lua", "pl": "perl", "hs": "haskell", "ex": "elixir", "exs": "elixir", "ps1": "powershell",
    "proto": "proto", "sol": "sol", "r": "r", "cob": "cobol",
}  # fmt: skip
"""Source code by its suffix, as the splitter names the language."""
TABLES = frozenset({"csv", "tsv"})
MARKUP = frozenset({"md", "markdown"})
PAGES = frozenset({"html", "htm", "xhtml"})
KINDS = PLAIN | LANGUAGES.keys() | TABLES | MARKUP | PAGES | {"pdf", "docx"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document."""

    text: str
    where: str
    """Such as `p. 3`, `§ Install`, `rows 2-9`, `line 40`, `part 2`; as the memory keeps it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read."""

    name: str
    chunks: tuple[Chunk, ...]
    pages: int = 0
    """0 where its kind has none."""
    digest: str = ""
    """Equal for the same file under another name."""

    @property
    def source(self) -> str:
        """As the memory keeps it."""
        return f"{source_of(self.digest)}{self.name}"

    @property
    def pieces(self) -> list[str]:
        """The chunks, each under the name that an answer cites it by, such as `[lease.pdf, p. 3]`."""
        return [f"[{self.name}, {chunk.where}]\n{chunk.text}" for chunk in self.chunks]


def source_of(digest: str) -> str:
    """How the source of a document in the memory begins; its name follows."""
    return f"document:{digest}:"


async def load(name: str, content: bytes) -> Document:
    """The document in pieces of about a thousand characters, in order; `name` tells its kind.

    Raises:
        UserError: `error-document-` kind, too-large, empty, scanned, locked, too-long or unreadable.
    """
    kind = kind_of(name)
    if len(content) > LARGEST:
        raise UserError("error-document-too-large", name=name, megabytes=LARGEST // 1024 // 1024)
    try:
        async with asyncio.timeout(READ_SECONDS):
            pages, chunks = await asyncio.to_thread(_read, kind, content, name)
    # The loaders wrap whatever went wrong in a RuntimeError; csv.Error is its own family.
    except (RuntimeError, ValueError, TimeoutError) as error:
        raise UserError("error-document-unreadable", name=name) from error
    if not chunks:
        raise UserError("error-document-scanned" if pages else "error-document-empty", name=name)
    if len(chunks) > MOST_CHUNKS:
        raise UserError("error-document-too-long", name=name)
    return Document(name, tuple(chunks), pages, sha256(content).hexdigest()[:DIGEST_LENGTH])


def kind_of(name: str) -> str:
    """The suffix without its dot; a name such as Makefile is a suffix by itself.

    Raises:
        UserError: nothing that can be read.
    """
    path = PurePath(name.lower())
    kind = (path.suffix or path.name).lstrip(".")
    if kind == "makefile":
        kind = "make"
    if kind not in KINDS or (not path.suffix and kind in {"pdf", "docx", "txt", *TABLES}):
        raise UserError("error-document-kind", name=name)
    return kind


def _read(kind: str, content: bytes, name: str) -> tuple[int, list[Chunk]]:
    """How many pages it has, and the pieces."""
    if kind == "pdf":
        pages = pdf_pages(content, name, READ_SECONDS)
        return len(pages), [Chunk(piece, page.where) for page in pages for piece in _pieces_of(page)]
    return 0, _by_kind(kind, content, name)


def _by_kind(kind: str, content: bytes, name: str) -> list[Chunk]:
    with TemporaryDirectory(prefix="document-") as folder:
        path = Path(folder) / f"document.{kind}"
        if kind == "docx":
            path.write_bytes(content)
            return _sections(docx_text(content, name, lambda: _loaded_docx(path)))
        text = page_text(content) if kind in PAGES else decoded(content)
        if kind in TABLES:
            path.write_text(text, encoding="utf-8", newline="")
            return _rows(path, text)
    if kind in MARKUP | PAGES:
        return _sections(text)
    return _code(text, LANGUAGES[kind]) if kind in LANGUAGES else _parts(text)


def _loaded_docx(path: Path) -> str:
    with _quiet():
        from langchain_community.document_loaders.word_document import Docx2txtLoader
    return Docx2txtLoader(str(path)).load()[0].page_content


def _rows(path: Path, text: str) -> list[Chunk]:
    """Rows together as far as they fit, each as `column: value; …` on a line of its own."""
    with _quiet():
        from langchain_community.document_loaders.csv_loader import CSVLoader
    loader = CSVLoader(str(path), encoding="utf-8", csv_args={"delimiter": _delimiter(text), "strict": True})
    chunks: list[Chunk] = []
    lines: list[str] = []
    first = 2  # as a spreadsheet counts: its heading is row 1
    for number, row in enumerate(loader.lazy_load(), first):
        line = _with_values_only(row.page_content)
        if lines and sum(map(len, lines)) + len(line) > CHUNK:
            chunks.append(_row_chunk(lines, first, number - 1))
            lines, first = [], number
        lines.append(line)
    if any(lines):
        chunks.append(_row_chunk(lines, first, first + len(lines) - 1))
    return [chunk for chunk in chunks if chunk.text]


def _row_chunk(lines: Sequence[str], first: int, last: int) -> Chunk:
    return Chunk("\n".join(filter(None, lines)), f"rows {first}-{last}" if last > first else f"row {first}")


def _delimiter(text: str) -> str:
    """A spreadsheet saved in a country with decimal commas separates by semicolons."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _with_values_only(row: str) -> str:
    """A row reads `column: value`, one a line; cells without a value say nothing."""
    return "; ".join(line for line in row.splitlines() if not line.endswith((": ", ": None")))


def _pieces_of(page: Page) -> list[str]:
    return [text for text, _ in _cut(page.text, _splitter())]


def _parts(text: str) -> list[Chunk]:
    return [Chunk(piece, f"part {number}") for number, (piece, _) in enumerate(_cut(text, _splitter()), 1)]


def _sections(text: str) -> list[Chunk]:
    """Markdown by its headings; before the first, and without any, by parts."""
    from langchain_text_splitters import MarkdownTextSplitter

    starts, titles = [0], [""]
    place = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("#") and line.strip("#").startswith(" ") and line.strip("# \n"):
            starts.append(place)
            titles.append(line.strip("# \n")[:80])
        place += len(line)
    splitter = MarkdownTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    cut = [(piece, titles[bisect_right(starts, start) - 1]) for piece, start in _cut(text, splitter)]
    return [Chunk(piece, f"§ {title}" if title else f"part {n}") for n, (piece, title) in enumerate(cut, 1)]


def _code(text: str, language: str) -> list[Chunk]:
    """Between functions where that is possible."""
    from langchain_text_splitters import Language, RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter.from_language(
        Language(language), chunk_size=CHUNK, chunk_overlap=0, add_start_index=True
    )
    lines = ((piece, text.count("\n", 0, start) + 1) for piece, start in _cut(text, splitter))
    return [Chunk(piece, f"line {line}") for piece, line in lines]


def _splitter() -> "TextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)


def _cut(text: str, splitter: "TextSplitter") -> Iterator[tuple[str, int]]:
    """The pieces, and at which character of the text each begins."""
    for piece in splitter.create_documents([text]):
        if piece.page_content.strip():
            yield piece.page_content.strip(), max(0, int(piece.metadata["start_index"]))


def _quiet() -> "warnings.catch_warnings[None]":
    """langchain-community announces its end with every import; it stays behind this one file."""
    return warnings.catch_warnings(action="ignore", category=DeprecationWarning)
