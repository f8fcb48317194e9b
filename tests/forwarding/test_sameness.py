"""A post that was there before is known again, edited or not; others are not taken for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import ChatId, MessageId
from forwarding.sameness import FEWEST_WORDS, KEPT, Key, Sketch, Window, fingerprint

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
HERE, THERE = ChatId(-1001), ChatId(-1002)
BRIDGE = (
    "Мост через Волгу откроют для машин в пятницу утром. Строители закончили укладку асфальта на неделю раньше срока, "
    "осталось нанести разметку и проверить освещение, сообщили в администрации области."
)
LIBRARY = (
    "The city library stays open until midnight during the exam weeks. Students asked for it last spring, and the "
    "council has now found the money for two more guards and a night bus."
)
HEADER = (
    "⚡️ Главные новости нашего города каждый день без цензуры и лишних слов. Прислать свою новость, фото или видео "
    "можно в нашего бота, лучшие мы обязательно опубликуем. Подпишись! t.me/city\n\n"
)
CHANGED = [
    BRIDGE,
    BRIDGE.upper(),
    BRIDGE.replace(". ", "!!! ").replace(",", ""),
    f"{BRIDGE}\n\nПодписывайтесь на наш канал и первыми узнавайте всё важное 👉 @volga_news",
    f"🔥🔥 {BRIDGE} https://t.me/volga/123?utm_source=x",
    BRIDGE.replace("Строители", "Строитили").replace("разметку", "разметкку"),
    BRIDGE[: len(BRIDGE) * 2 // 3] + "…",
    BRIDGE.replace("а", "а\u200b").replace("е", "ё", 1),
]


def key(message: int, source: ChatId = HERE) -> Key:
    return source, MessageId(message)


def window_with(*texts: str, source: ChatId = HERE) -> Window:
    window = Window(timedelta(days=1))
    for number, text in enumerate(texts):
        window.add(key(number, source), fingerprint(text), NOW)
    return window


@pytest.mark.parametrize("text", CHANGED)
def test_an_edited_copy_is_found(text: str):
    hit = window_with(LIBRARY, BRIDGE, source=THERE).find(key(9), fingerprint(text), NOW)

    assert hit is not None
    assert hit.key == key(1, THERE)
    assert hit.share > 0.45


def test_the_very_same_words_are_told_from_nearly_the_same():
    window = window_with(LIBRARY, source=THERE)
    same = window.find(key(9), fingerprint(LIBRARY.upper()), NOW)
    nearly = window.find(key(9), fingerprint(LIBRARY[:120]), NOW)

    assert same is not None
    assert (same.is_exact, same.share) == (True, 1.0)
    assert nearly is not None
    assert not nearly.is_exact


def test_another_post_is_no_copy():
    assert window_with(BRIDGE).find(key(9), fingerprint(LIBRARY), NOW) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Курс 95,20", "Курс 96,20"),
        ("+5%", "-5%"),
        ("👍", "👎"),
        ("Новый выпуск https://pod.example/1", "Новый выпуск https://pod.example/2"),
        ("one two three four five six", "one two three four five seven"),
    ],
)
def test_short_texts_are_copies_only_when_they_are_the_same(first: str, second: str):
    window = window_with(first)
    assert window.find(key(9), fingerprint(f"{first} !"), NOW) is not None
    assert window.find(key(9), fingerprint(second), NOW) is None


@pytest.mark.parametrize("text", ["", "  \n", "…", "!!!"])
def test_a_post_without_words_is_nobodys_copy(text: str):
    assert fingerprint(text) == Sketch("")
    assert window_with(text, text).find(key(9), fingerprint(text), NOW) is None


BODIES = [
    "Вечером ожидается гроза, коммунальные службы просят убрать машины из-под старых деревьев у парка.",
    "На вокзале заработало новое табло, оно показывает опоздания поездов и номера вагонов для колясок.",
    "Школьники собрали три тонны макулатуры и посадят на вырученные деньги аллею клёнов у стадиона.",
    "Музей ищет фотографии старого рынка: их отсканируют при владельце и сразу вернут обратно.",
    "Тренер юношеской сборной рассказал, почему откажется от двух товарищеских матчей этой осенью.",
]


def test_posts_that_share_only_a_header_are_no_copies_once_the_header_is_known():
    window = window_with(*(HEADER + body for body in BODIES[:2]))
    for number, body in enumerate(BODIES[2:], start=2):
        assert window.find(key(number), fingerprint(HEADER + body), NOW) is None
        window.add(key(number), fingerprint(HEADER + body), NOW)

    copy = window.find(key(9, THERE), fingerprint(HEADER + BODIES[3]), NOW)
    edited = window.find(key(9, THERE), fingerprint(f"{HEADER}🔥 {BODIES[3]} Читайте дальше"), NOW)

    assert [hit and hit.key for hit in (copy, edited)] == [key(3), key(3)]


def test_a_story_that_many_channels_tell_stays_a_story():
    window = Window(timedelta(days=1))
    for number in range(50):
        text = f"{BRIDGE} Канал номер {number}, подписывайтесь"
        here = key(number, ChatId(-2000 - number))
        assert (window.find(here, fingerprint(text), NOW) is None) == (number == 0)
        window.add(here, fingerprint(text), NOW)


def test_one_source_can_be_asked_alone():
    window = window_with(BRIDGE, source=THERE)
    assert window.find(key(9), fingerprint(BRIDGE), NOW, source=HERE) is None
    assert window.find(key(9), fingerprint(BRIDGE), NOW, source=THERE) is not None


def test_a_post_that_is_looked_at_again_is_neither_its_own_copy_nor_that_of_its_copies():
    window = window_with(BRIDGE, BRIDGE)
    window.add(key(0), fingerprint(BRIDGE), NOW)

    assert window.find(key(0), fingerprint(BRIDGE), NOW) is None
    again = window.find(key(1), fingerprint(BRIDGE), NOW)
    assert again is not None
    assert again.key == key(0)
    assert len(window) == 2


def test_what_is_too_old_or_too_much_is_forgotten():
    window = Window(timedelta(hours=1), limit=2)
    for number, text in enumerate((BRIDGE, LIBRARY, BODIES[0])):
        window.add(key(number), fingerprint(text), NOW + number * timedelta(minutes=20))
    assert len(window) == 2
    assert window.find(key(9), fingerprint(BRIDGE), NOW) is None
    assert window.find(key(9), fingerprint(LIBRARY), NOW + timedelta(minutes=80)) is not None
    assert window.find(key(9), fingerprint(LIBRARY), NOW + timedelta(minutes=81)) is None
    assert window.find(key(9), fingerprint(BODIES[0]), NOW + timedelta(minutes=101)) is None
    assert len(window) == 0


def test_a_sketch_is_small_and_the_same_everywhere():
    sketch = fingerprint(BRIDGE)
    assert sketch.exact == "d292d02f582fb65d2083358b"
    assert sketch.runs[:2] == (34203895, 303644449)
    assert Sketch.from_bytes(sketch.exact, sketch.to_bytes()) == sketch
    assert len(sketch.to_bytes()) <= 4 * KEPT


@given(st.text(max_size=400))
def test_any_text_has_a_sketch_that_is_found_again(text: str):
    sketch = fingerprint(text)
    assert list(sketch.runs) == sorted(set(sketch.runs))
    assert Sketch.from_bytes(sketch.exact, sketch.to_bytes()) == sketch
    hit = window_with(text).find(key(9), sketch, NOW)
    assert (hit is not None) == bool(sketch.exact)


WORDS = st.lists(
    st.sampled_from(["альфа", "бета", "гамма", "дельта", "эта", "тета", "one", "two", "three"]), max_size=30
)


@given(st.lists(st.tuples(st.integers(0, 3), WORDS), max_size=25))
def test_a_window_that_forgot_everything_is_as_good_as_new(posts: list[tuple[int, list[str]]]):
    used, fresh = Window(timedelta(hours=1)), Window(timedelta(hours=1))
    for number, (source, words) in enumerate(posts):
        used.add(key(number, ChatId(-source)), fingerprint(" ".join(words)), NOW)
    later = NOW + timedelta(hours=2)
    for number, (source, words) in enumerate(posts):
        here, sketch = key(100 + number, ChatId(-source)), fingerprint(" ".join(words))
        assert used.find(here, sketch, later) == fresh.find(here, sketch, later)
        used.add(here, sketch, later)
        fresh.add(here, sketch, later)


@given(st.lists(WORDS, max_size=25), st.integers(1, 6))
def test_a_window_never_holds_more_than_it_may(posts: list[list[str]], limit: int):
    window = Window(timedelta(hours=1), limit)
    for number, words in enumerate(posts):
        window.add(key(number), fingerprint(" ".join(words)), NOW)
        assert len(window) <= limit


@given(WORDS.filter(lambda words: len(words) < FEWEST_WORDS), WORDS.filter(lambda words: len(words) < FEWEST_WORDS))
def test_few_words_are_the_same_or_not_at_all(first: list[str], second: list[str]):
    hit = window_with(" ".join(first)).find(key(9), fingerprint(" ".join(second)), NOW)
    assert (hit is not None) == (first == second and bool(first))
