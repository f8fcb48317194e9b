"""auth.*: signing in by code, password or bot token, and out again."""

import secrets
from typing import Any

from telethon import functions, types

from sandbox.model import Account
from sandbox.mtproto.peers import View
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call

_CODE_LENGTH = 5
_EXPORTS = "mtproto_exports"


async def send_code(call: Call, request: Any) -> Any:
    if request.api_id <= 0 or not request.api_hash:
        raise Refusal("API_ID_INVALID")
    return _sent(call.server.logins.send_code(request.phone_number))


async def resend_code(call: Call, request: Any) -> Any:
    call.server.logins.forget_code(request.phone_code_hash)
    return _sent(call.server.logins.send_code(request.phone_number))


async def cancel_code(call: Call, request: Any) -> bool:
    call.server.logins.forget_code(request.phone_code_hash)
    return True


def _sent(code_hash: str) -> Any:
    return types.auth.SentCode(types.auth.SentCodeTypeApp(_CODE_LENGTH), code_hash, timeout=60)


async def sign_in(call: Call, request: Any) -> Any:
    account = call.server.logins.check_code(request.phone_number, request.phone_code_hash, request.phone_code or "")
    if account is None:
        return types.auth.AuthorizationSignUpRequired()
    if account.password:
        call.session.auth_key.password_due = account.id
        raise Refusal("SESSION_PASSWORD_NEEDED", 401)
    return _welcome(call, account)


async def sign_up(call: Call, request: Any) -> Any:
    logins = call.server.logins
    person = logins.sign_up(request.phone_number, request.phone_code_hash, request.first_name, request.last_name)
    return _welcome(call, person)


async def check_password(call: Call, request: Any) -> Any:
    due = call.session.auth_key.password_due
    if not due:
        raise Refusal("AUTH_KEY_UNREGISTERED", 401)
    account = call.world.account(due)
    call.server.logins.check_password(account, request.password)
    return _welcome(call, account)


async def import_bot(call: Call, request: Any) -> Any:
    bot = call.world.bot_by_token(request.bot_auth_token)
    if bot is None:
        raise Refusal("ACCESS_TOKEN_INVALID")
    return _welcome(call, bot)


def _welcome(call: Call, account: Account) -> Any:
    key = call.session.auth_key
    key.account_id, key.password_due = account.id, 0
    call.server.keys.save()
    return types.auth.Authorization(user=View(call.world, account.id).user(account))


async def log_out(call: Call, request: Any) -> Any:
    call.session.auth_key.account_id = 0
    call.server.keys.save()
    return types.auth.LoggedOut()


async def export_authorization(call: Call, request: Any) -> Any:
    ticket = secrets.token_bytes(32)
    call.world.kept.setdefault(_EXPORTS, {})[ticket.hex()] = call.account_id
    return types.auth.ExportedAuthorization(call.account_id, ticket)


async def import_authorization(call: Call, request: Any) -> Any:
    account_id = call.world.kept.get(_EXPORTS, {}).pop(request.bytes.hex(), 0)
    if not account_id or account_id != request.id:
        raise Refusal("AUTH_BYTES_INVALID")
    return _welcome(call, call.world.account(account_id))


async def reset_authorizations(call: Call, request: Any) -> bool:
    for key in call.server.keys.of_account(call.account_id):
        if key is not call.session.auth_key:
            key.account_id = 0
    call.server.keys.save()
    return True


METHODS = {
    functions.auth.SendCodeRequest: send_code,
    functions.auth.ResendCodeRequest: resend_code,
    functions.auth.CancelCodeRequest: cancel_code,
    functions.auth.SignInRequest: sign_in,
    functions.auth.SignUpRequest: sign_up,
    functions.auth.CheckPasswordRequest: check_password,
    functions.auth.ImportBotAuthorizationRequest: import_bot,
    functions.auth.LogOutRequest: log_out,
    functions.auth.ExportAuthorizationRequest: export_authorization,
    functions.auth.ImportAuthorizationRequest: import_authorization,
    functions.auth.ResetAuthorizationsRequest: reset_authorizations,
}
OPEN = set(METHODS) - {
    functions.auth.LogOutRequest,
    functions.auth.ExportAuthorizationRequest,
    functions.auth.ResetAuthorizationsRequest,
}
