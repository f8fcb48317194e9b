"""The classifier of short texts: any text gets its shares, and learning happens once."""

from concurrent.futures import ThreadPoolExecutor
from math import isclose
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.classifier import Calibration, Classifier, Utterance, learn, once
from agents.features import Features

UTTERANCES = [
    *(Utterance("food", "en", f"cook {dish} for dinner") for dish in ("soup", "soups", "pasta", "rice")),
    *(Utterance("none", "en", f"what about {thing}") for thing in ("rain", "the rain", "snow", "you")),
]
CALIBRATION = Calibration(sharpness=4.0, threshold=0.2)


def learned() -> Classifier:
    return learn(UTTERANCES, CALIBRATION, common="none")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return learned()


@given(text=st.text(max_size=200))
def test_the_shares_of_any_text_are_one_together(classifier: Classifier, text: str) -> None:
    guess = classifier.guess(text)

    assert isclose(sum(guess.shares.values()), 1.0, abs_tol=1e-5)
    assert set(guess.shares) == {"none", "food"}


def test_a_typo_has_most_of_the_pieces_of_the_word(classifier: Classifier) -> None:
    assert classifier.guess("cok some sup for diner").meant == "food"
    assert classifier.guess("").meant == "none"


def test_a_word_that_stands_twice_is_one_feature_counted_twice() -> None:
    once_said, twice_said = (Features().of(text)[0] for text in ("soup", "soup soup"))

    (place,) = np.flatnonzero(np.isin(twice_said.codes, once_said.codes))
    assert once_said.counts.tolist() == [1]
    assert twice_said.counts[place] == 2
    assert len(twice_said.codes) == 2  # the word, and the pair


def test_those_who_want_it_at_once_wait_for_the_one_that_learns() -> None:
    everybody, lessons = Barrier(4), []

    @once
    def classifier() -> Classifier:
        lessons.append("a lesson")
        return learned()

    def want(_number: int) -> Classifier:
        everybody.wait(10)
        return classifier()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(want, range(4)))

    assert len(lessons) == 1
    assert {id(each) for each in found} == {id(found[0])}
