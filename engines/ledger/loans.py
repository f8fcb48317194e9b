"""Loans and fees in exact decimals, rounded to cents as a bank does: half up."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from core.errors import UserError

CENT = Decimal("0.01")
MAX_MONTHS = 600
MAX_AMOUNT = Decimal(10) ** 15
MAX_RATE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Loan:
    """An annuity: equal payments, the last one takes what rounding left."""

    payment: Decimal
    last_payment: Decimal
    total: Decimal
    interest: Decimal
    months: int


def annuity(principal: Decimal, annual_percent: Decimal, months: int) -> Loan:
    """What a loan costs that is paid back in equal monthly payments.

    Raises:
        UserError: nothing to lend, a negative or absurd rate, or more than 50 years.
    """
    if not (0 < principal <= MAX_AMOUNT and 0 <= annual_percent <= MAX_RATE and 1 <= months <= MAX_MONTHS):
        raise UserError("error-loan-terms")
    with localcontext() as context:
        context.prec = 50
        rate = annual_percent / 1200
        growth = (1 + rate) ** months
        exact = principal * rate * growth / (growth - 1) if rate else principal / months
        payment = exact.quantize(CENT, ROUND_HALF_UP)
        last = _last_payment(principal, annual_percent, payment, months)
        total = payment * (months - 1) + last
        return Loan(payment, last, total, total - principal, months)


def _last_payment(principal: Decimal, annual_percent: Decimal, payment: Decimal, months: int) -> Decimal:
    balance = principal
    for _ in range(months - 1):
        balance += _interest(balance, annual_percent) - payment
    return (balance + _interest(balance, annual_percent)).quantize(CENT, ROUND_HALF_UP)


def _interest(balance: Decimal, annual_percent: Decimal) -> Decimal:
    """Of one month; multiplied first, because a twelfth of a percent has no end."""
    return (balance * annual_percent / 1200).quantize(CENT, ROUND_HALF_UP)


def fee(amount: Decimal, percent: Decimal, least: Decimal | None = None, most: Decimal | None = None) -> Decimal:
    """A fee in percent of the amount, not below `least` and not above `most`.

    Raises:
        UserError: a negative part, or a least fee above the most.
    """
    bounds = [bound for bound in (least, most) if bound is not None]
    if amount < 0 or percent < 0 or any(bound < 0 for bound in bounds) or bounds != sorted(bounds):
        raise UserError("error-fee-terms")
    charged = amount * percent / 100
    if least is not None:
        charged = max(charged, least)
    if most is not None:
        charged = min(charged, most)
    return charged.quantize(CENT, ROUND_HALF_UP)
