"""account.*: the password, the public name, the profile."""

import re
from typing import Any

from telethon import functions, types

from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call

_NAME = re.compile(r"[A-Za-z]\w{3,31}")


async def get_password(call: Call, request: Any) -> Any:
    account_id = call.account_id or call.session.auth_key.password_due
    if not account_id:
        raise Refusal("AUTH_KEY_UNREGISTERED", 401)
    return call.server.logins.password_out(call.world.account(account_id))


async def check_username(call: Call, request: Any) -> bool:
    return is_free(call, request.username)


async def update_username(call: Call, request: Any) -> Any:
    if request.username and not is_free(call, request.username):
        raise Refusal("USERNAME_OCCUPIED")
    call.world.name(call.me, request.username)
    return call.view().user(call.me)


def is_free(call: Call, username: str) -> bool:
    """Whether a public name can be taken.

    Raises:
        Refusal: USERNAME_INVALID for what can be no name.
    """
    if not _NAME.fullmatch(username):
        raise Refusal("USERNAME_INVALID")
    return call.world.by_username(username) is None


async def update_profile(call: Call, request: Any) -> Any:
    if request.first_name is not None:
        if not request.first_name.strip():
            raise Refusal("FIRSTNAME_INVALID")
        call.me.first_name = request.first_name
    if request.last_name is not None:
        call.me.last_name = request.last_name
    return call.view().user(call.me)


async def update_status(call: Call, request: Any) -> bool:
    return True


async def begin_takeout(call: Call, request: Any) -> Any:
    return types.account.Takeout(call.world.next("takeout"))


async def end_takeout(call: Call, request: Any) -> bool:
    return True


METHODS = {
    functions.account.GetPasswordRequest: get_password,
    functions.account.CheckUsernameRequest: check_username,
    functions.account.UpdateUsernameRequest: update_username,
    functions.account.UpdateProfileRequest: update_profile,
    functions.account.UpdateStatusRequest: update_status,
    functions.account.InitTakeoutSessionRequest: begin_takeout,
    functions.account.FinishTakeoutSessionRequest: end_takeout,
}
OPEN = {functions.account.GetPasswordRequest}
