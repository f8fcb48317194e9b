"""Card numbers: check digit, network and length; a full number never leaves this file."""

import re
from dataclasses import dataclass

from core.errors import UserError

_NUMBER = re.compile(r"(?<![\d])\d(?:[ -]?\d){11,18}(?![\d])")
_MIN_LENGTH, _MAX_LENGTH = 12, 19


@dataclass(frozen=True, slots=True)
class Network:
    """A payment network: the prefixes it issues under (inclusive ranges) and the lengths it uses."""

    name: str
    prefixes: tuple[tuple[int, int], ...]
    lengths: tuple[int, ...]

    def matches(self, digits: str) -> bool:
        return any(low <= int(digits[: len(str(low))]) <= high for low, high in self.prefixes)


# Ranges as the networks publish them; the narrower stand before the wider that would swallow them.
NETWORKS = (
    Network("Mir", ((2200, 2204),), (16, 17, 18, 19)),
    Network("Mastercard", ((51, 55), (2221, 2720)), (16,)),
    Network("Visa", ((4, 4),), (13, 16, 19)),
    Network("American Express", ((34, 34), (37, 37)), (15,)),
    Network("JCB", ((3528, 3589),), (16, 17, 18, 19)),
    Network("Diners Club", ((300, 305), (3095, 3095), (36, 36), (38, 39)), (14, 15, 16, 17, 18, 19)),
    Network("Discover", ((6011, 6011), (644, 649), (65, 65)), (16, 17, 18, 19)),
    Network("UnionPay", ((62, 62), (81, 81)), (16, 17, 18, 19)),
    Network("UzCard", ((8600, 8600),), (16,)),
    Network("Humo", ((9860, 9860),), (16,)),
    Network("Belkart", ((9112, 9112),), (16,)),
    Network("Troy", ((9792, 9792),), (16,)),
    Network("Maestro", ((50, 50), (56, 58), (60, 69)), tuple(range(12, 20))),
)


@dataclass(frozen=True, slots=True)
class CardCheck:
    """What can be said of a number without asking anybody. `network` is empty when no range holds it."""

    masked: str
    network: str
    digits: int
    is_check_digit_right: bool
    is_length_right: bool

    @property
    def is_plausible(self) -> bool:
        return self.is_check_digit_right and self.is_length_right and bool(self.network)


def check_number(number: str) -> CardCheck:
    """Check a number written with or without spaces and hyphens.

    Raises:
        UserError: not 12 to 19 digits.
    """
    digits = re.sub(r"[\s-]", "", number)
    if not (digits.isascii() and digits.isdigit() and _MIN_LENGTH <= len(digits) <= _MAX_LENGTH):
        raise UserError("error-card-number")
    network = next((known for known in NETWORKS if known.matches(digits)), None)
    return CardCheck(
        masked=mask(digits),
        network=network.name if network else "",
        digits=len(digits),
        is_check_digit_right=is_luhn(digits),
        is_length_right=network is not None and len(digits) in network.lengths,
    )


def is_luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1: every second digit from the right doubled, digits summed, divisible by ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask(digits: str) -> str:
    """First six and last four digits, which is the most that PCI DSS lets anybody show; short ones show four."""
    head = 6 if len(digits) >= 13 else 0
    return digits[:head] + "*" * (len(digits) - head - 4) + digits[-4:]


def mask_numbers(text: str) -> str:
    """The text with each plausible card number masked; other long numbers stay as they are."""

    def masked(match: re.Match[str]) -> str:
        digits = re.sub(r"[ -]", "", match[0])
        return mask(digits) if is_luhn(digits) and check_number(digits).network else match[0]

    return _NUMBER.sub(masked, text)
