"""contacts.*: finding people and chats by name or phone, blocking."""

from typing import Any

from telethon import functions, types

from sandbox.model import Account, Chat
from sandbox.mtproto.login import digits
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rpc import Call


async def resolve_username(call: Call, request: Any) -> Any:
    found = call.world.by_username(request.username)
    if found is None:
        raise Refusal("USERNAME_NOT_OCCUPIED")
    return _resolved(call, found)


async def resolve_phone(call: Call, request: Any) -> Any:
    account = next((each for each in call.world.accounts.values() if digits(each.phone) == digits(request.phone)), None)
    if account is None or not account.phone:
        raise Refusal("PHONE_NOT_OCCUPIED")
    return _resolved(call, account)


def _resolved(call: Call, found: Account | Chat) -> Any:
    view = call.view()
    peer = view.peer(found.id)
    return types.contacts.ResolvedPeer(peer, view.chats(), view.users())


async def search(call: Call, request: Any) -> Any:
    view, wanted = call.view(), request.q.lower()
    people = [
        each.id for each in call.world.accounts.values() if wanted in f"{each.username} {each.first_name}".lower()
    ]
    places = [each.id for each in call.world.chats.values() if each.username and wanted in each.title.lower()]
    results = [view.peer(each) for each in [*people, *places][: request.limit]]
    return types.contacts.Found(my_results=[], results=results, chats=view.chats(), users=view.users())


async def get_contacts(call: Call, request: Any) -> Any:
    """Everybody one has a private conversation with."""
    view = call.view()
    others = [chat.id_for(call.account_id) for chat in call.world.chats_of(call.account_id) if chat.kind == "private"]
    people = [each for each in others if each != call.account_id and not call.world.accounts[each].is_bot]
    for each in people:
        view.peer(each)
    return types.contacts.Contacts([types.Contact(each, mutual=True) for each in people], 0, view.users())


async def block(call: Call, request: Any) -> bool:
    call.world.members.block(call.me, call.find.user(request.id))
    return True


async def unblock(call: Call, request: Any) -> bool:
    call.world.members.block(call.me, call.find.user(request.id), is_blocked=False)
    return True


METHODS = {
    functions.contacts.ResolveUsernameRequest: resolve_username,
    functions.contacts.ResolvePhoneRequest: resolve_phone,
    functions.contacts.SearchRequest: search,
    functions.contacts.GetContactsRequest: get_contacts,
    functions.contacts.BlockRequest: block,
    functions.contacts.UnblockRequest: unblock,
}
