"""Card numbers: check digit, networks, masking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from engines.ledger.cards import check_number, is_luhn, mask, mask_numbers

NUMBERS = st.text("0123456789", min_size=12, max_size=19)


@pytest.mark.parametrize(
    ("number", "network"),
    [
        ("4111 1111 1111 1111", "Visa"),
        ("4222222222222", "Visa"),
        ("5555-5555-5555-4444", "Mastercard"),
        ("2221000000000009", "Mastercard"),
        ("2200000000000004", "Mir"),
        ("378282246310005", "American Express"),
        ("3530111333300000", "JCB"),
        ("30569309025904", "Diners Club"),
        ("6011111111111117", "Discover"),
        ("6200000000000005", "UnionPay"),
        ("6759649826438453", "Maestro"),
    ],
)
def test_well_known_test_numbers_are_plausible_in_their_network(number: str, network: str):
    check = check_number(number)

    assert (check.network, check.is_plausible) == (network, True)


def test_a_wrong_digit_and_a_wrong_length_are_told_apart():
    wrong_digit, wrong_length = check_number("4111111111111112"), check_number("37828224631000")

    assert (wrong_digit.is_check_digit_right, wrong_digit.is_length_right) == (False, True)
    assert wrong_length.is_length_right is False


@pytest.mark.parametrize("number", ["", "4111", "4" * 20, "4111x11111111111", "٤" * 16])
def test_what_is_no_number_is_refused(number: str):
    with pytest.raises(UserError) as caught:
        check_number(number)
    assert caught.value.key == "error-card-number"


@given(NUMBERS, st.integers(0, 18), st.integers(1, 9))
def test_changing_any_one_digit_breaks_the_check(number: str, place: int, by: int):
    good = next(number[:-1] + digit for digit in "0123456789" if is_luhn(number[:-1] + digit))
    place %= len(good)
    bad = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]

    assert not is_luhn(bad)


@given(NUMBERS)
def test_a_mask_shows_at_most_ten_digits_and_keeps_the_length(number: str):
    masked = mask(number)

    assert len(masked) == len(number)
    assert sum(sign.isdigit() for sign in masked) <= 10
    assert masked.endswith(number[-4:])


@given(st.text())
def test_masking_a_text_twice_changes_nothing_more(text: str):
    once = mask_numbers(text)

    assert mask_numbers(once) == once


def test_only_plausible_numbers_are_masked_in_a_text():
    text = "Карта 4111 1111 1111 1111, телефон 79161234567, заказ 1234567890123456"

    assert mask_numbers(text) == "Карта 411111******1111, телефон 79161234567, заказ 1234567890123456"
