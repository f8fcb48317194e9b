"""Loans and fees."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from engines.ledger.loans import CENT, annuity, fee

AMOUNTS = st.decimals("1", "1e9", places=2)


def test_a_year_at_twelve_percent_costs_what_the_formula_says():
    loan = annuity(Decimal(100000), Decimal(12), 12)

    assert loan.payment == Decimal("8884.88")
    assert loan.interest == loan.total - 100000
    assert abs(loan.interest - Decimal("6618.55")) < 1


def test_without_interest_the_payments_add_up_to_the_amount():
    loan = annuity(Decimal(100), Decimal(0), 3)

    assert (loan.payment, loan.last_payment, loan.total, loan.interest) == (
        Decimal("33.33"),
        Decimal("33.34"),
        Decimal("100.00"),
        Decimal(0),
    )


@given(AMOUNTS, st.decimals("0", "60", places=2), st.integers(1, 360))
def test_payments_pay_the_loan_back_to_the_cent(principal: Decimal, percent: Decimal, months: int):
    loan = annuity(principal, percent, months)
    balance = principal
    for month in range(months):
        interest = (balance * percent / 1200).quantize(CENT, "ROUND_HALF_UP")
        balance += interest - (loan.last_payment if month == months - 1 else loan.payment)

    assert balance == 0
    assert loan.interest >= 0


@pytest.mark.parametrize(("principal", "percent", "months"), [(0, 10, 12), (1, -1, 12), (1, 10, 0), (1, 10, 601)])
def test_absurd_terms_are_refused(principal: int, percent: int, months: int):
    with pytest.raises(UserError):
        annuity(Decimal(principal), Decimal(percent), months)


def test_a_fee_keeps_between_its_bounds():
    assert fee(Decimal(1000), Decimal("1.5")) == Decimal("15.00")
    assert fee(Decimal(1000), Decimal("1.5"), least=Decimal(30)) == Decimal(30)
    assert fee(Decimal(100000), Decimal("1.5"), most=Decimal(500)) == Decimal(500)
    with pytest.raises(UserError):
        fee(Decimal(1), Decimal(1), least=Decimal(2), most=Decimal(1))
