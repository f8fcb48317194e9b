"""Accounts and chats as one account sees them, in TL; and the way back from what a client names."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from telethon import types

from sandbox.model import Account, Chat
from sandbox.mtproto.moments import moment
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.rights import admin_rights, banned_rights, restricted_rights

if TYPE_CHECKING:
    from sandbox.world import World

CHANNEL_BASE = 10**12


def bare(chat_id: int) -> int:
    """MTProto's id of a chat: without the Bot API's marks."""
    return -chat_id - CHANNEL_BASE if chat_id < -CHANNEL_BASE else abs(chat_id)


def marked_channel(channel_id: int) -> int:
    return -CHANNEL_BASE - channel_id


def derived(secret: int, kind: str, of: int) -> int:
    """A number that only the server can make: access hashes."""
    digest = sha256(f"{secret}:{kind}:{of}".encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


class View:
    """How one account sees the world. Whoever `peer` names is noted, and comes along in `users()` and `chats()`."""

    def __init__(self, world: "World", viewer: int) -> None:
        self.world = world
        self.viewer = viewer
        self._accounts: dict[int, Account] = {}
        self._chats: dict[int, Chat] = {}

    def peer(self, peer_id: int) -> Any:
        """A peer by its Bot API id."""
        if peer_id > 0:
            if peer_id in self.world.accounts:
                self._accounts[peer_id] = self.world.accounts[peer_id]
            return types.PeerUser(peer_id)
        if str(peer_id) in self.world.chats:
            self._chats[peer_id] = self.world.chats[str(peer_id)]
        return types.PeerChannel(bare(peer_id)) if peer_id < -CHANNEL_BASE else types.PeerChat(bare(peer_id))

    def peer_of(self, chat: Chat) -> Any:
        return self.peer(chat.id_for(self.viewer))

    def users(self) -> list[Any]:
        return [self.user(account) for account in self._accounts.values()]

    def chats(self) -> list[Any]:
        return [self.chat(chat) for chat in self._chats.values()]

    def access_hash(self, kind: str, of: int) -> int:
        return derived(self.world.secret, kind, of)

    def user(self, account: Account) -> Any:
        is_self, bot = account.id == self.viewer, account.bot
        return types.User(
            id=account.id,
            is_self=is_self or None,
            deleted=account.is_deleted or None,
            bot=True if bot else None,
            bot_chat_history=True if bot and not bot.has_privacy else None,
            bot_nochats=True if bot and not bot.can_join_groups else None,
            bot_info_version=1 if bot else None,
            bot_inline_placeholder=bot.inline_placeholder if bot else None,
            access_hash=self.access_hash("user", account.id),
            first_name=account.first_name or None,
            last_name=account.last_name or None,
            username=account.username or None,
            phone=(account.phone or None) if is_self else None,
            lang_code=(account.language_code or None) if is_self else None,
            status=None if bot else types.UserStatusRecently(),
        )

    def chat(self, chat: Chat) -> Any:
        member = self.world.member(chat, self.viewer)
        if not chat.is_shared:
            return self._basic_group(chat)
        if member.status == "kicked":
            return types.ChannelForbidden(
                id=bare(chat.id),
                access_hash=self.access_hash("channel", chat.id),
                title=chat.title,
                broadcast=chat.kind == "channel" or None,
                megagroup=chat.kind == "supergroup" or None,
            )
        return types.Channel(
            id=bare(chat.id),
            title=chat.title,
            photo=types.ChatPhotoEmpty(),
            date=moment(member.since or chat.date),
            creator=member.status == "creator" or None,
            left=None if member.is_inside else True,
            broadcast=chat.kind == "channel" or None,
            megagroup=chat.kind == "supergroup" or None,
            signatures=chat.has_signatures or None,
            has_link=bool(chat.linked) or None,
            noforwards=chat.is_protected or None,
            forum=chat.is_forum or None,
            access_hash=self.access_hash("channel", chat.id),
            username=chat.username or None,
            admin_rights=admin_rights(member) if member.is_admin else None,
            banned_rights=restricted_rights(member) if member.status == "restricted" else None,
            default_banned_rights=banned_rights(chat.permissions) if chat.kind == "supergroup" else None,
            participants_count=len(self.world.inside(chat)),
        )

    def _basic_group(self, chat: Chat) -> Any:
        member = self.world.member(chat, self.viewer)
        if member.status == "kicked":
            return types.ChatForbidden(id=bare(chat.id), title=chat.title)
        target = chat.migrated_to
        return types.Chat(
            id=bare(chat.id),
            title=chat.title,
            photo=types.ChatPhotoEmpty(),
            participants_count=len(self.world.inside(chat)),
            date=moment(chat.date),
            version=1,
            creator=member.status == "creator" or None,
            left=None if member.is_inside else True,
            deactivated=bool(target) or None,
            noforwards=chat.is_protected or None,
            migrated_to=types.InputChannel(bare(target), self.access_hash("channel", target)) if target else None,
            admin_rights=admin_rights(member) if member.is_admin else None,
            default_banned_rights=banned_rights(chat.permissions),
        )


class Finder:
    """What a client means by an input peer, checked by its access hash."""

    def __init__(self, world: "World", viewer: int) -> None:
        self._world = world
        self._viewer = viewer

    def chat(self, peer: Any) -> Chat:
        """The conversation behind an InputPeer."""
        if isinstance(peer, types.InputPeerChannel | types.InputPeerChannelFromMessage | types.InputChannel):
            return self.channel(peer)
        if isinstance(peer, types.InputPeerChat):
            chat = self._world.chats.get(str(-peer.chat_id))
            if chat is None or self._viewer not in chat.members:
                raise Refusal("CHAT_ID_INVALID")
            return chat
        return self._world.private(self._viewer, self.user(peer).id)

    def channel(self, channel: Any) -> Chat:
        """The supergroup or channel behind an InputChannel.

        Raises:
            Refusal: CHANNEL_INVALID, or CHANNEL_PRIVATE for somebody who may not even look.
        """
        chat = self._world.chats.get(str(marked_channel(getattr(channel, "channel_id", 0))))
        if chat is None or not chat.is_shared or not self._is_trusted(channel, "channel", chat.id):
            raise Refusal("CHANNEL_INVALID")
        member = self._world.member(chat, self._viewer)
        if member.status == "kicked" or not (member.is_inside or chat.username):
            raise Refusal("CHANNEL_PRIVATE")
        return chat

    def user(self, user: Any) -> Account:
        if isinstance(user, types.InputUserSelf | types.InputPeerSelf):
            return self._world.accounts[self._viewer]
        account = self._world.accounts.get(getattr(user, "user_id", 0))
        if account is None or not self._is_trusted(user, "user", account.id):
            raise Refusal("PEER_ID_INVALID" if "Peer" in type(user).__name__ else "USER_ID_INVALID")
        return account

    def _is_trusted(self, named: Any, kind: str, of: int) -> bool:
        given = getattr(named, "access_hash", None)
        if given is None:  # named from a message, or a plain id
            return True
        is_bot = self._world.accounts[self._viewer].is_bot
        return given == derived(self._world.secret, kind, of) or (is_bot and not given)
