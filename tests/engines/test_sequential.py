"""The sequential test: rarely wrong however often it is asked, and not blind."""

import random

import pytest

from engines.sequential import judge

ALPHA = 0.05
RUNS = 1500
RATINGS = 300


def run(seed: int, good_a: float, good_b: float, ratings: int = RATINGS) -> str | None:
    """A stream of ratings that is looked at after each one; the winner that was called first.

    Looking after each rating stops where one look at the whole does: the evidence goes by pairs in their order.
    """
    chance = random.Random(seed)
    a: list[bool] = []
    b: list[bool] = []
    for _ in range(ratings):
        arm, good = (a, good_a) if chance.random() < 0.5 else (b, good_b)
        arm.append(chance.random() < good)
    return judge(a, b, ALPHA).winner


def test_looking_after_every_rating_finds_what_one_look_at_the_end_finds():
    chance = random.Random(7)
    a = [chance.random() < 0.4 for _ in range(120)]
    b = [chance.random() < 0.8 for _ in range(120)]
    first = next(count for count in range(1, 121) if judge(a[:count], b[:count], ALPHA).winner)
    assert judge(a, b, ALPHA) == judge(a[:first], b[:first], ALPHA)
    assert judge(a, b, ALPHA).winner == "b"


@pytest.mark.parametrize("good", [0.5, 0.8, 0.95])
def test_two_equally_good_arms_get_a_winner_no_more_often_than_stated(good: float):
    wrong = sum(run(seed, good, good) is not None for seed in range(RUNS))
    assert wrong / RUNS <= ALPHA + 0.01


def test_a_clearly_better_arm_is_found_and_named():
    winners = [run(seed, 0.5, 0.75) for seed in range(400)]
    assert winners.count("b") / 400 >= 0.8
    assert winners.count("a") / 400 <= ALPHA


def test_ratings_without_a_partner_wait():
    alone = judge([True] * 50, [], ALPHA)
    assert (alone.evidence, alone.needed, alone.winner) == (1.0, 20.0, None)


def test_which_arm_is_called_a_does_not_matter():
    a, b = [True, True, False, True, True], [False, True, False, False, False]
    assert judge(a, b, ALPHA).evidence == pytest.approx(judge(b, a, ALPHA).evidence)


@pytest.mark.parametrize("rate", [0, 1, -0.1])
def test_an_error_rate_that_is_none_is_refused(rate: float):
    with pytest.raises(ValueError):
        judge([], [], rate)
