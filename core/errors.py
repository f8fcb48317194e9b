"""The exception tree; each class names the locale key of the sentence that a person sees.

PlatformError            locale key + params
├── UserError            the person can mend it: a wrong word, a missing right
├── Unavailable          something outside does not answer; trying again later may help
│   └── RetryLater       … and it said when (seconds)
├── DeliveryRejected     the destination refused for good
└── SettingsError        a wrong setting stops the start
"""

from typing import ClassVar


class PlatformError(Exception):
    """A failure with a sentence for the person: `key` in locales/<lang>.ftl, `params` its variables."""

    default_key: ClassVar[str] = "error-unexpected"

    def __init__(self, key: str | None = None, **params: str | int | float) -> None:
        self.key = key or self.default_key
        self.params = params
        super().__init__(self.key, params)


class UserError(PlatformError):
    """What the person asked for cannot be done as asked."""


class Unavailable(PlatformError):
    """Something outside does not answer; the same call may work later."""

    default_key = "error-unavailable"


class RetryLater(Unavailable):
    """Something outside said how long to wait."""

    def __init__(self, seconds: float, key: str | None = None, **params: str | int | float) -> None:
        self.seconds = seconds
        super().__init__(key, seconds=seconds, **params)


class DeliveryRejected(PlatformError):
    """The destination refused for good: kicked, deleted, forbidden, malformed."""

    default_key = "error-delivery-rejected"

    def __init__(self, reason: str, *, is_gone: bool = False) -> None:
        self.reason = reason
        self.is_gone = is_gone
        super().__init__(reason=reason)


class SettingsError(PlatformError):
    """A setting is missing or wrong; the sentence names it."""

    default_key = "error-settings"
