"""Replacing what a person's regular expression matches: as Python does it, without its dangers."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Unavailable, UserError
from forwarding.styled import Styled
from forwarding.substitution import substitution

PATTERNS = [
    (r"\b(а)(б)?", r"[\2\1]"),
    (r"(\w+)\s+(\w+)", r"\2 \1"),
    (r"\bаб\b", "X"),
    (r"b$|^", "-"),
    (r"(a|ab)(c|bcd)?", r"<\1|\2>"),
    (r"(?i:Б)+", r"\0\0"),
    (r"\d+|🔥", r"\\"),
    (r"[^\W\d]+(?=!)", "Y"),
]


def replaced(pattern: str, put: str, text: str) -> str:
    return substitution(pattern, put).applied(Styled(text)).text


@pytest.mark.parametrize(("pattern", "put"), PATTERNS)
@given(text=st.text(st.sampled_from("абab cd1 🔥!\n"), max_size=30))
def test_it_replaces_what_pythons_own_engine_replaces(pattern: str, put: str, text: str):
    text = text.rstrip("\n")
    expected = re.sub(pattern, put.replace(r"\0", r"\g<0>"), text, flags=re.IGNORECASE)
    assert replaced(pattern, put, text) == expected


def test_words_of_all_alphabets_have_boundaries():
    assert replaced(r"\bкот\b", "пёс", "кот, котик и кот") == "пёс, котик и пёс"


def test_a_reference_back_runs_in_the_other_engine():
    assert replaced(r"(\w)\1", r"\1", "вверрх") == "верх"


def test_a_group_that_is_not_there_is_told():
    with pytest.raises(UserError) as refused:
        substitution("(a)", r"\2")
    assert refused.value.params == {"group": r"\2", "pattern": "(a)"}


@pytest.mark.parametrize("pattern", ["(", r"(?P<x", "[b-a]", r"\p{Unheard}"])
def test_a_pattern_that_nobody_can_read_is_told(pattern: str):
    with pytest.raises(UserError) as refused:
        substitution(pattern, "")
    assert refused.value.key == "error-rule-bad-pattern"


def test_an_expression_that_takes_too_long_ends():
    slow = substitution(r"(?:x|xx)+(?=y)\Bz", "")
    began = time.thread_time()
    with pytest.raises(Unavailable):
        slow.applied(Styled("x" * 60 + "!"))
    assert time.thread_time() - began < 1


def test_a_text_does_not_grow_without_bounds():
    with pytest.raises(Unavailable) as held:
        replaced("(.+)", r"\1" * 100, "x" * 4000)
    assert held.value.key == "error-rewritten-too-long"
