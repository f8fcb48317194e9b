"""aiogram's exceptions as ours: not sent, refused for good, moved, or nobody can tell."""

from typing import NoReturn

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiohttp import ClientConnectorError

from core.errors import DeliveryRejected, RetryLater, Unavailable
from core.ids import ChatId
from forwarding.transports.protocol import ChatMigrated, CopyForbidden, DeliveryUncertain, TopicGone

_GONE = (
    "chat not found",
    "not enough rights",
    "need administrator rights",
    "have no rights",
    "chat_write_forbidden",
    "topic_closed",
    "was deactivated",
    "user is deactivated",
)

_UNCOPYABLE = ("protected content", "forwards_restricted", "message can't be copied")
"""The last one is said of quizzes whose answer the bot does not know."""


def translate(error: AiogramError) -> NoReturn:
    """Raise what `Transport` promises."""
    reason = getattr(error, "message", str(error))
    match error:
        case TelegramRetryAfter():
            raise RetryLater(error.retry_after) from error
        case TelegramMigrateToChat():
            raise ChatMigrated(ChatId(error.migrate_to_chat_id)) from error
        case TelegramForbiddenError():
            raise DeliveryRejected(reason, is_gone=True) from error
        case TelegramEntityTooLarge():
            raise DeliveryRejected(reason) from error
        case TelegramBadRequest() | TelegramNotFound():
            raise _rejection(reason) from error
        case TelegramNetworkError() | ClientDecodeError():
            if never_left(error):
                raise Unavailable from error
            raise DeliveryUncertain from error
    raise Unavailable from error  # 5xx and 401 come with an answer that says that nothing was done


def never_left(error: AiogramError) -> bool:
    """Whether no connection was made, so that Telegram cannot have heard of the call."""
    return isinstance(error.__cause__, ClientConnectorError)


def _rejection(reason: str) -> DeliveryRejected:
    said = reason.lower()
    if any(sign in said for sign in _UNCOPYABLE):
        return CopyForbidden(reason)
    if "message thread not found" in said or "topic_deleted" in said:
        return TopicGone(reason, is_gone=True)
    return DeliveryRejected(reason, is_gone=any(sign in said for sign in _GONE))
