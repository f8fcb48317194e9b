"""updates.*: the state, and what was missed since."""

from typing import Any

from telethon import functions

from sandbox.mtproto.difference import account_difference, channel_difference, state_out
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call


async def get_state(call: Call, request: Any) -> Any:
    return state_out(call.world, call.account_id)


async def get_difference(call: Call, request: Any) -> Any:
    if request.pts <= 0:
        raise Refusal("PERSISTENT_TIMESTAMP_EMPTY")
    return account_difference(call.world, call.account_id, request.pts)


async def get_channel_difference(call: Call, request: Any) -> Any:
    chat = call.find.channel(request.channel)
    if request.pts <= 0:
        raise Refusal("PERSISTENT_TIMESTAMP_EMPTY")
    return channel_difference(call.world, call.account_id, chat, request.pts, request.limit)


METHODS = {
    functions.updates.GetStateRequest: get_state,
    functions.updates.GetDifferenceRequest: get_difference,
    functions.updates.GetChannelDifferenceRequest: get_channel_difference,
}
