"""A conversation as a file: what a person reads, and what a program reads."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from core.i18n import Translator
from core.ids import ChatId, ThreadId, TurnId, UserId
from handlers.exports import as_json, as_markdown
from storage.turns import PastTurn, TurnState

PAST = PastTurn(
    id=TurnId(1),
    thread=ThreadId("1:0"),
    user=UserId(1),
    chat=ChatId(1),
    text="What is two and two?\n\nAnd why?",
    answer="**Four**.",
    agent="assistant",
    model="tiny:latest",
    state=TurnState.DONE,
    source="message:1:5",
    created_at=datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
    answer_tokens=7,
    rating=-1,
)


def test_every_line_of_a_question_is_quoted_and_who_answered_stands_under_the_answer(translator: Translator):
    text = as_markdown([PAST], "Talk", "Europe/Moscow", translator.bound("en"))

    assert text.startswith("# Talk\n\n## ")
    assert "11:30" in text.splitlines()[2]
    assert "> What is two and two?\n>\n> And why?\n\n**Four**.\n\n*Assistant · tiny:latest*\n" in text


def test_an_answer_that_was_stopped_says_so_and_one_that_never_came_leaves_no_gap(translator: Translator):
    texts = translator.bound("en")
    stopped = replace(PAST, state=TurnState.STOPPED)
    failed = replace(PAST, state=TurnState.FAILED, answer="", agent="", model="")

    text = as_markdown([stopped, failed], "Talk", "UTC", texts)

    assert f"tiny:latest · {texts('export-stopped')}*" in text
    assert text.endswith(f"> And why?\n\n*{texts('export-failed')}*\n")


def test_a_program_gets_moments_in_utc_and_every_figure():
    told = json.loads(as_json([PAST, replace(PAST, text="Ещё раз 🙂")], "Talk"))

    assert told["title"] == "Talk"
    assert told["turns"][0] == {
        "asked_at": "2026-11-21T08:30:00+00:00",
        "question": "What is two and two?\n\nAnd why?",
        "answer": "**Four**.",
        "state": "done",
        "agent": "assistant",
        "model": "tiny:latest",
        "answer_tokens": 7,
        "rating": -1,
    }
    assert told["turns"][1]["question"] == "Ещё раз 🙂"


def test_russian_stays_readable_in_the_file():
    assert "Ещё раз" in as_json([replace(PAST, text="Ещё раз")], "Беседа")
