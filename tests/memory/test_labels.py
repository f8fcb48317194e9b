"""Places in documents are said in the language of whoever reads them."""

from datetime import UTC, datetime

import pytest

from core.i18n import Translator
from core.ids import RecordId
from memory.labels import in_words, said_in
from memory.loaders import load
from storage.memories import MemoryRecord, RecordKind
from tests.fakes.papers import pdf


async def test_pages_of_a_document_are_counted_in_the_readers_language(translator: Translator):
    pieces = "\n".join((await load("[1], договор.pdf", pdf("One", "Two"))).pieces)

    assert in_words(pieces, translator.bound("ru")).splitlines()[2] == "[[1], договор.pdf, стр. 2]"
    assert in_words(pieces, translator.bound("en")) == pieces


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("[a.txt, part 2]\nЧасть", "[a.txt, часть 2]\nЧасть"),
        ("[a.csv, row 2]\nx: 1", "[a.csv, строка 2]\nx: 1"),
        ("[a.csv, rows 2-9]\nx: 1", "[a.csv, строки 2-9]\nx: 1"),
        ("[a.py, line 40]\npass", "[a.py, строка 40]\npass"),
        ("[a.md, § Install]\npip", "[a.md, § Install]\npip"),
        ("[a.txt, part 1]\nsee [b.pdf, p. 3] there", "[a.txt, часть 1]\nsee [b.pdf, p. 3] there"),
    ],
)
def test_every_kind_of_place_has_its_word_and_the_text_stays_as_it_is(translator: Translator, kept: str, said: str):
    assert in_words(kept, translator.bound("ru")) == said


@pytest.mark.parametrize(("kind", "said"), [("document", "[a.pdf, стр. 1]"), ("said", "[a.pdf, p. 1]")])
def test_what_people_said_is_never_reworded(translator: Translator, kind: RecordKind, said: str):
    record = MemoryRecord(RecordId(1), "user:1", "[a.pdf, p. 1]", kind, "", datetime(2026, 11, 2, tzinfo=UTC))

    assert said_in(record, translator.bound("ru")) == said
