"""Users' regular expressions: right in Russian, quick in thousands, and none that holds up the others."""

import asyncio
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Unavailable, UserError
from core.i18n import Translator
from forwarding.expressions import LinearEngine, Text, TimedEngine, compile_pattern
from forwarding.patterns import PatternIndex, check_pattern

CATASTROPHIC = r"(а+)+\1$"
HARD = "а" * 24 + "!"
ENDLESS = "а" * 3000 + "!"

RUSSIAN = [
    (r"\bмат\b", "шах и МАТ!", "МАТ"),
    (r"\bмат\b", "математика", None),
    (r"\bмат", "формат мат", "мат"),
    (r"реклам\w*", "нет рекламе", "рекламе"),
    (r"\bскидк[аиу]\b.*?\d+\s*%", "Скидки сегодня до 50 %", "Скидки сегодня до 50 %"),
    (r"(?:купи|продам)\s+\w+", "ПРОДАМ гараж", "ПРОДАМ гараж"),
    (r"\b(?:вакансия|требуется)\b", "требуется дворник", "требуется"),
    (r"^внимание", "Внимание: снег", "Внимание"),
    (r"подписывайтесь!$", "Подписывайтесь!", "Подписывайтесь!"),
    (r"(?m)^- \bпункт\b$", "список\n- пункт\nконец", "- пункт"),
    (r"(?-i:США)", "сша", None),
    (r"(?-i:США)", "в США", "США"),
    (r"\W+снег", "«снег»", "«снег"),
    (r"[\W_]+снег", "_«снег»", "_«снег"),
    (r"\d{3}", "١٢٣", "١٢٣"),
    (r"до\sсвидания", "до\u00a0свидания", "до\u00a0свидания"),
    (r"C\+\+", "на c++", "c++"),
    (r"ёлк", "ЁЛКА", "ЁЛК"),
    (r".*снег\b", "идёт снег.", "идёт снег"),
    (r"\b\b(?:\bснег)\b", "снег", "снег"),
]

FOR_THE_OTHER_ENGINE = [
    (r"(?<=на )продажу", "на продажу", "продажу"),
    (r"снег(?!ирь)", "снегирь", None),
    (r"(\w)\1\1", "урааа", "ааа"),
    (r"[^\W\d_]+7", "абв7", "абв7"),
    (r"\p{Cyrillic}{3}", "abc где", "где"),
]


def found(pattern: str, text: str) -> str | None:
    return PatternIndex.build({"key": [pattern]}).scan(text).of("key")


@pytest.mark.parametrize(("pattern", "text", "match"), RUSSIAN)
def test_letters_and_boundaries_of_words_are_those_of_all_alphabets(pattern: str, text: str, match: str | None):
    assert isinstance(compile_pattern(pattern).engine, LinearEngine)
    assert found(pattern, text) == match


@pytest.mark.parametrize(("pattern", "text", "match"), FOR_THE_OTHER_ENGINE)
def test_what_re2_cannot_read_the_other_engine_does(pattern: str, text: str, match: str | None):
    assert isinstance(compile_pattern(pattern).engine, TimedEngine)
    assert found(pattern, text) == match


def test_each_class_has_the_signs_that_python_gives_it():
    signs = [chr(code) for code in range(1, 0x3000)]
    for pattern in (r"\w", r"\d", r"\s"):
        engine = compile_pattern(f"(?-i:{pattern})").engine
        unlike = [sign for sign in signs if (engine.find(Text(sign)) is None) == bool(re.match(pattern, sign))]
        assert not unlike, (pattern, unlike[:5])


def test_many_keys_share_one_pass_and_each_gets_its_first_match():
    index = PatternIndex.build({1: ["нет", r"с\w+г"], 2: [r"с\w+г"], 3: ["дождь"]})
    matches = index.scan("Снег идёт")
    assert matches.found == {1: "Снег", 2: "Снег"}
    assert matches.of(3) is None


def test_a_pattern_that_cannot_be_read_fails_its_own_key_only():
    matches = PatternIndex.build({"broken": ["("], "whole": ["снег"]}).scan("снег")
    assert matches.of("whole") == "снег"
    with pytest.raises(UserError):
        matches.of("broken")


def test_running_out_of_time_is_an_error_and_no_answer(translator: Translator):
    matches = PatternIndex.build({"bad": [CATASTROPHIC], "both": [CATASTROPHIC, "а"], "good": ["!"]}).scan(ENDLESS)
    assert (matches.of("good"), matches.of("both")) == ("!", "а")
    with pytest.raises(Unavailable) as raised:
        matches.of("bad")
    assert CATASTROPHIC in translator.text("ru", raised.value.key, **raised.value.params)


async def test_the_loop_goes_on_while_a_bad_pattern_is_tried():
    index = PatternIndex.build({number: [rf"(а+)+\1{{{number}}}$"] for number in range(1, 7)})
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    async with asyncio.TaskGroup() as tasks:
        ticking = tasks.create_task(tick())
        matches = await index.search(ENDLESS)
        ticking.cancel()
    assert len(matches.failed) == 6
    assert ticks > 100


@pytest.mark.parametrize("count", [3, 1000])
async def test_on_the_loop_few_and_many_are_answered_alike(count: int):
    index = PatternIndex.build({number: [rf"снег\s+{number}\b", rf"(?<!х)дождь {number}\b"] for number in range(count)})
    for text in ("идёт снег  2", "идёт дождь 2", "идёт снег 2000"):
        assert (await index.search(text)).found == index.scan(text).found == ({} if "2000" in text else {2: text[5:]})


def test_a_bad_pattern_with_24_letters_answers_at_once_where_python_would_block():
    started = time.thread_time()
    assert found(r"(а+)+$", HARD) is None
    assert time.thread_time() - started < 0.5


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("(", "error-rule-bad-pattern"),
        ("[я-а]", "error-rule-bad-pattern"),
        ("*снег", "error-rule-bad-pattern"),
        ("а{99999999999}", "error-rule-slow-pattern"),
        ("(" * 900, "error-rule-bad-pattern"),
        ("я" * 1001, "error-rule-long-pattern"),
        ("", "error-rule-broad-pattern"),
        (".", "error-rule-broad-pattern"),
        (r"\w*", "error-rule-broad-pattern"),
        (r"снег|", "error-rule-broad-pattern"),
        (r"[\s\S]{3,}", "error-rule-broad-pattern"),
        (CATASTROPHIC, "error-rule-slow-pattern"),
        (r"(?:x|xx)+(?=y)\Bz", "error-rule-slow-pattern"),
        ("a{99999999}", "error-rule-slow-pattern"),
        (r"(?<=x)(?:a{1000}){1000}", "error-rule-slow-pattern"),
        (r"\p{Lu}{0,99999}", "error-rule-slow-pattern"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_own_sentence(pattern: str, key: str):
    with pytest.raises(UserError) as raised:
        check_pattern(pattern)
    assert raised.value.key == key


@pytest.mark.parametrize(
    "pattern", [r"(а+)+$", r"^\s*$", r"\w{3,20}!", r"\bснег\b", r"(?<=на )продажу", r"\p{Lu}{5}", r"(.*?,){11}P"]
)
def test_a_sound_pattern_may_be_saved(pattern: str):
    check_pattern(pattern)


def test_the_sentence_names_the_place_of_the_mistake():
    with pytest.raises(UserError) as raised:
        check_pattern("снег[")
    assert raised.value.params == {"position": 5}


ATOMS = [*"абaB1 -.ё!", r"\w", r"\d", r"\s", r"\b", r"\W", r"\S", "[аб]", "[^а]", r"[\w-]", r"[\W1]", "^", "$", r"\Z"]


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda ways: f"(?:{ways[0]}|{ways[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,2}", "*?", "{2}"])).map(lambda it: f"(?:{it[0]}){it[1]}"),
        st.tuples(st.sampled_from(["(?i:", "(?-i:", "(?s:", "(?m:", "(", "(?="]), inner).map(
            lambda it: "".join(it) + ")"
        ),
    )


@given(
    st.recursive(st.sampled_from(ATOMS), grown, max_leaves=8),
    st.lists(st.text("абвёaB1 -!\n_", max_size=9), min_size=1, max_size=5),
)
def test_it_matches_where_python_matches_and_its_words_are_there(pattern: str, texts: list[str]):
    reference = re.compile(pattern, re.IGNORECASE)
    index = PatternIndex.build({"key": [pattern]})
    for text in texts:
        assert (index.scan(text).of("key") is None) == (reference.search(text) is None)


@pytest.mark.filterwarnings("ignore:Possible")  # Python's word on what a later version may read otherwise
@given(st.text(max_size=30), st.text(st.characters(), max_size=60))
def test_no_pattern_and_no_text_breaks_the_index(pattern: str, text: str):
    matches = PatternIndex.build({"any": [pattern], "word": ["снег"]}).scan(text + "снег")
    assert matches.of("word") == "снег"
    assert matches.failed.keys() <= {"any"}
