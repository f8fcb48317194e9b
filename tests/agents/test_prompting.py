"""What goes to the model: prompt and question whole, the rest as far as it fits."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from agents.budget import budget_of
from agents.guardrails import cost_of
from agents.prompting import Prompt, fitting_parts, notes_of, question_text
from agents.state import Turn
from core.i18n import Translator
from core.ids import ChatId, RecordId, ThreadId, TurnId, UserId
from inference.chat_model import ChatMessage, ToolCall
from memory.store import Recollection
from storage.memories import MemoryRecord
from storage.turns import PastTurn, TurnState

Texts = st.text("аб я😀\n*`word", max_size=400)


def past(number: int, text: str, answer: str) -> PastTurn:
    return PastTurn(
        id=TurnId(number),
        thread=ThreadId("1:0"),
        user=UserId(1),
        chat=ChatId(1),
        text=text,
        answer=answer,
        agent="assistant",
        model="tiny",
        state=TurnState.DONE,
        source="",
        created_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


@given(Texts, Texts, st.lists(st.tuples(Texts, Texts), max_size=8), st.lists(Texts, max_size=3), st.integers(0, 3000))
def test_whatever_is_said_fits_and_neither_prompt_nor_question_gives_way(
    system: str, question: str, turns: list[tuple[str, str]], results: list[str], budget: int
):
    history = tuple(past(number, *pair) for number, pair in enumerate(turns, 1))
    after = [ChatMessage("tool", result * 5, tool_name="recall") for result in results]

    messages = Prompt(system, history, question).messages(after, budget)

    assert (messages[0].role, messages[0].content) == ("system", system)
    assert question in [message.content for message in messages if message.role == "user"]
    least = cost_of([messages[0], ChatMessage("user", question)]) + sum(
        cost_of([ChatMessage("tool", f"{(result * 5)[:200]}…")]) for result in results
    )
    assert cost_of(messages) <= max(budget, least)


@given(st.lists(st.tuples(Texts, Texts), min_size=1, max_size=8), st.integers(0, 2000))
def test_history_is_kept_from_its_newest_turn_on_without_a_gap(turns: list[tuple[str, str]], budget: int):
    history = tuple(past(number, f"{number}:{text}", answer) for number, (text, answer) in enumerate(turns, 1))
    messages = Prompt("Be brief.", history, "And now?").messages((), budget)
    numbers = [int(message.content.partition(":")[0]) for message in messages[1:-1:2]]
    assert numbers == list(range(len(turns) - len(numbers) + 1, len(turns) + 1))


def test_a_call_of_a_tool_is_shortened_before_anything_is_lost():
    call = ToolCall("remember", {"text": "word " * 500})
    after = [ChatMessage("assistant", "", tool_calls=(call,)), ChatMessage("tool", "done", tool_name="remember")]
    messages = Prompt("Be brief.", (), "Remember this").messages(after, 300)
    assert cost_of(messages) <= 300
    assert [message.role for message in messages] == ["system", "user", "assistant", "tool"]


@given(
    text=st.text("аб я😀\n*`word", min_size=1, max_size=2000),
    quote=st.text("аб я😀\n<quoted>", max_size=3000),
    document=st.text("аб я😀\n<quoted>", max_size=9000),
    pictures=st.integers(0, 3),
    window=st.sampled_from((2048, 4096, 8192)),
)
def test_what_a_question_brings_with_it_is_cut_to_what_the_window_holds(
    translator: Translator, *, text: str, quote: str, document: str, pictures: int, window: int
):
    turn = Turn(
        id=TurnId(1),
        thread=ThreadId("1:0"),
        user=UserId(1),
        chat=ChatId(1),
        text=text,
        language="en",
        is_private=True,
        quote=quote * 3,
        document=document * 3,
        images=(b"picture",) * pictures,
    )
    bare = Prompt("Be brief.", (), "", turn.images)
    asked = question_text(turn, budget_of(window, ()) - bare.cost, translator.bound("en"))
    whole = Prompt("Be brief.", (), asked, turn.images)
    words = Prompt("Be brief.", (), text, turn.images)

    assert whole.question.startswith(text)
    assert whole.cost <= max(budget_of(window, ()), words.cost)


def test_the_system_prompt_does_without_notes_first_and_never_without_its_order():
    parts = {"system": "Be brief.", "persona": "Be kind.", "notes": "note " * 200, "summary": "said " * 50}
    assert list(fitting_parts(parts, 1000)) == ["system", "persona", "notes", "summary"]
    assert list(fitting_parts(parts, 150)) == ["system", "persona", "summary"]
    assert list(fitting_parts(parts, 0)) == ["system", "persona"]


def test_a_piece_that_comes_with_the_question_is_not_among_the_notes_too(translator: Translator):
    first, second = "[lease.pdf, p. 1]\nThe rent is 900.", "[lease.pdf, p. 2]\nThe deposit is 1200."
    now = datetime(2026, 11, 2, tzinfo=UTC)
    recalled = [
        Recollection(MemoryRecord(RecordId(number), "user:1", text, "document", "", now), 1)
        for number, text in enumerate((first, second))
    ]
    turn = Turn(TurnId(1), ThreadId("1:0"), UserId(1), ChatId(1), "Сколько?", "ru", is_private=True, document=first)

    question = question_text(turn, 1000, translator.bound("ru"))
    notes = notes_of(recalled, 1000, turn, translator.bound("ru"))

    assert "[lease.pdf, стр. 1]\nThe rent is 900." in question
    assert ["[lease.pdf, стр. 2]\nThe deposit is 1200." in note for note in notes] == [True]
