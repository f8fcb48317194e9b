"""What of a document goes to a model with a question."""

from memory.excerpts import excerpt
from memory.loaders import Chunk, Document

TEXTS = ["Contents of the lease", *(f"Clause {number} about nothing much" for number in range(2, 100))]
LEASE = Document(
    "lease.pdf",
    tuple(
        Chunk("Собака разрешена с согласия соседей" if page == 57 else text, f"p. {page}")
        for page, text in enumerate(TEXTS, 1)
    ),
    pages=99,
    digest="d",
)


def pages(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("[")]


def test_a_short_document_is_whole_and_in_order():
    short = Document("a.txt", (Chunk("one", "part 1"), Chunk("two", "part 2")))
    assert excerpt(short, "two", 1000) == "[a.txt, part 1]\none\n[a.txt, part 2]\ntwo"


def test_a_question_gets_its_page_and_the_beginning_within_the_budget():
    found = excerpt(LEASE, "Можно ли с собакой?", 300)
    assert pages(found)[0] == "[lease.pdf, p. 1]"
    assert "[lease.pdf, p. 57]\nСобака разрешена" in found
    assert len(found.encode()) <= 300


def test_a_page_that_only_the_memory_finds_is_there_too():
    found = excerpt(
        LEASE, "May I have a dog?", 200, recalled={"[lease.pdf, p. 57]\nСобака разрешена с согласия соседей"}
    )
    assert "[lease.pdf, p. 57]" in found


def test_a_question_about_the_whole_gets_pages_from_all_over():
    numbers = [
        int(line.removeprefix("[lease.pdf, p. ").rstrip("]")) for line in pages(excerpt(LEASE, "Summarize", 400))
    ]
    assert numbers[0] == 1
    assert numbers[-1] == 99
    assert any(30 < number < 70 for number in numbers)


def test_a_first_piece_beyond_the_budget_is_cut_rather_than_left_out():
    huge = Document("a.txt", (Chunk("long " * 100, "part 1"),))
    assert excerpt(huge, "?", 100).startswith("[a.txt, part 1]\nlong")
