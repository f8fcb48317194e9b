"""Thumbs teach a rule what its readers like, and nothing is said before there are enough of them."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from forwarding.relevance import ENOUGH, is_enough, learn, score
from storage.relevance import Lessons

MACHINES = [
    "Новый процессор обогнал прошлогодний на треть и греется меньше",
    "Видеокарта с тридцатью гигабайтами памяти вышла в продажу",
    "Сравнили материнские платы для нового процессора",
    "Память подешевела, а видеокарты подорожали",
    "Разобрали ноутбук: процессор припаян, память меняется",
    "The new processor needs less power than the old one",
    "A graphics card with thirty gigabytes of memory is out",
    "We compared three motherboards and two power supplies",
    "Laptop review: quick processor, poor screen, soldered memory",
    "Memory prices fell while graphics cards got dearer",
]
MATCHES = [
    "Сборная выиграла матч, вратарь отбил пенальти",
    "Тренер команды объявил состав на матч чемпионата",
    "Нападающий забил дважды, команда вышла в финал",
    "Вратарь сборной пропустит матч из-за травмы",
    "Команда уволила тренера после трёх поражений",
    "The team won the match after a late penalty",
    "The coach named his squad for the final",
    "The goalkeeper is injured and misses the match",
    "Two goals by the striker took the team to the final",
    "The club sacked its coach after three defeats",
]


def taught(rounds: int = 1) -> Lessons:
    lessons = Lessons()
    for liked, disliked in [*zip(MACHINES, MATCHES, strict=True)] * rounds:
        lessons = learn(learn(lessons, liked, is_up=True), disliked, is_up=False)
    return lessons


def chance(lessons: Lessons, text: str) -> float:
    likely = score(lessons, text)
    assert likely is not None
    return likely


def test_posts_like_those_that_were_liked_are_likelier_to_be_liked():
    lessons = taught()
    liked = ["Процессор для ноутбука и память к нему", "A review of a quiet graphics card"]
    disliked = ["Вратарь команды спас матч", "The striker left the team before the match"]

    assert min(chance(lessons, text) for text in liked) > 0.5 > max(chance(lessons, text) for text in disliked)


def test_nothing_is_said_before_there_are_ten_thumbs_of_each_kind():
    lessons = Lessons()
    for _ in range(ENOUGH * 3):
        lessons = learn(lessons, MACHINES[0], is_up=True)
    for _ in range(ENOUGH - 1):
        lessons = learn(lessons, MATCHES[0], is_up=False)
    assert (lessons.ups, lessons.downs) == (30, 9)
    assert score(lessons, MACHINES[0]) is None
    lessons = learn(lessons, MATCHES[0], is_up=False)
    assert is_enough(lessons)
    assert chance(lessons, MACHINES[0]) > chance(lessons, MATCHES[0])


def test_a_rare_kind_of_thumb_is_learned_too():
    lessons = Lessons()
    for disliked in MATCHES:
        for liked in MACHINES:
            lessons = learn(lessons, liked, is_up=True)
        lessons = learn(lessons, disliked, is_up=False)
    assert chance(lessons, "Вратарь доволен матчем") < 0.2
    assert chance(lessons, "Память для ноутбука") > 0.8


def test_readers_may_change_their_minds():
    lessons = taught()
    for liked, disliked in [*zip(MATCHES, MACHINES, strict=True)] * 6:
        lessons = learn(learn(lessons, liked, is_up=True), disliked, is_up=False)
    assert chance(lessons, MATCHES[0]) > 0.5 > chance(lessons, MACHINES[0])


def test_the_same_thumbs_give_the_same_weights():
    assert taught() == taught()
    assert len(taught().weights) == len(taught(3).weights)


def test_weights_of_another_width_begin_anew():
    old = Lessons(b"\x00" * 12, ups=40, downs=40)
    assert score(old, MACHINES[0]) is None
    begun = learn(old, MACHINES[0], is_up=True)
    assert (begun.ups, begun.downs) == (1, 0)


@given(st.lists(st.tuples(st.text(max_size=60), st.booleans()), max_size=20), st.text(max_size=200))
def test_any_text_can_be_learned_and_scored(thumbs: list[tuple[str, bool]], asked: str):
    lessons = taught()
    for text, is_up in thumbs:
        lessons = learn(lessons, text, is_up)
    assert lessons.ups + lessons.downs == len(thumbs) + 2 * ENOUGH
    assert 0.0 <= chance(lessons, asked) <= 1.0


@given(st.sampled_from([*chain(MACHINES, MATCHES)]), st.booleans())
def test_a_thumb_moves_the_chance_its_way(text: str, is_up: bool):
    before = taught()
    after = chance(learn(before, text, is_up), text)
    assert after >= chance(before, text) if is_up else after <= chance(before, text)
