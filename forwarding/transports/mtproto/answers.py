"""What Telegram answers over MTProto, as ours: done, later, refused for good, there already, or nobody can tell."""

import asyncio
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

from telethon import errors, utils

from core.errors import DeliveryRejected, RetryLater, Unavailable
from forwarding.transports.protocol import AlreadySent, CopyForbidden, DeliveryUncertain, SlowMode

ANSWER_SECONDS = 20.0

_GONE = (
    errors.ChannelPrivateError,
    errors.ChannelInvalidError,
    errors.ChatWriteForbiddenError,
    errors.ChatAdminRequiredError,
    errors.UserBannedInChannelError,
    errors.PeerIdInvalidError,
)
_NO_ANSWER = (OSError, TimeoutError, errors.ServerError, errors.TimedOutError)
"""The line broke, or Telegram itself did not get to the end of it."""

T = TypeVar("T")


async def answered(work: Coroutine[Any, Any, T]) -> T:
    """Of what does no harm when it is asked twice: every trouble of the line is simply Unavailable."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await work
    except _NO_ANSWER as error:
        raise Unavailable("error-account-unreachable") from error
    except errors.RPCError as error:
        _translate(error)


async def sent(client: Any, request: Any) -> Any:
    """Of what carries a number: once it has left, trouble of the line leaves open whether it arrived."""
    if not client.is_connected():
        raise Unavailable("error-account-unreachable")
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _asked_once(client, request)
    except errors.RandomIdDuplicateError as error:
        raise AlreadySent from error
    except _NO_ANSWER as error:
        raise DeliveryUncertain from error
    except errors.RPCError as error:
        _translate(error)


async def _asked_once(client: Any, request: Any) -> Any:
    """Past the repeats of Telethon, which takes "sent already" for a fault of Telegram's and asks again, 2 s apart."""
    await request.resolve(client, utils)
    return await client._sender.send(request)


def _translate(error: Any) -> NoReturn:
    match error:
        case errors.SlowModeWaitError():
            raise SlowMode(error.seconds) from error
        case errors.FloodWaitError() | errors.FloodPremiumWaitError():
            raise RetryLater(error.seconds) from error
        case errors.ChatForwardsRestrictedError() | errors.QuizAnswerMissingError():
            raise CopyForbidden(str(error)) from error
    raise DeliveryRejected(str(error), is_gone=isinstance(error, _GONE)) from error
