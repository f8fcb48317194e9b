"""Who is where: chats are made, people and bots join, leave, are promoted, restricted, banned; people block bots."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.events import ChatChanged, MemberChanged
from sandbox.model import GENERAL_TOPIC, Account, Chat, ChatKind, Membership, MemberStatus, Service, Topic
from sandbox.posting import Posting
from sandbox.refusals import WorldError
from sandbox.rights import ADMIN_RIGHTS
from sandbox.rules import check_admin, check_reachable, may
from sandbox.store import Store

FULL_RIGHTS = ADMIN_RIGHTS - {"is_anonymous"}


class Members:
    def __init__(self, store: Store, posting: Posting) -> None:
        self._store = store
        self._posting = posting

    # -- chats

    def create(
        self,
        creator: Account,
        kind: ChatKind,
        title: str,
        *,
        username: str = "",
        members: Iterable[int] = (),
        about: str = "",
        is_forum: bool = False,
        chat_id: int = 0,
    ) -> Chat:
        """A new group, supergroup or channel with its creator in it."""
        if not title.strip():
            raise WorldError("CHAT_TITLE_EMPTY")
        store = self._store
        chat_id = chat_id or self._new_id(kind)
        chat = store.add_chat(
            Chat(str(chat_id), kind, chat_id, title, about=about, date=store.now(), invite=secrets.token_urlsafe(12))
        )
        if username:
            store.name(chat, username)
        chat.members[creator.id] = Membership(creator.id, "creator", FULL_RIGHTS, since=store.now())
        service = {
            "group": "group_chat_created",
            "supergroup": "supergroup_chat_created",
            "channel": "channel_chat_created",
        }
        self._posting.say(creator.id, chat, Service(service[kind], {"title": title}))
        if is_forum:
            self.set_forum(chat, is_forum=True)
        for each in members:
            self.add(creator, chat, store.account(each))
        return chat

    def set_forum(self, chat: Chat, *, is_forum: bool) -> None:
        if is_forum and not chat.topics:
            creator = next(iter(chat.members))
            chat.topics[GENERAL_TOPIC] = Topic(GENERAL_TOPIC, "General", creator, self._store.now())
            for message in self._store.history[chat.key]:
                message.topic = message.topic or GENERAL_TOPIC
        elif not is_forum:
            chat.topics.clear()
        self._store.emit(ChatChanged(chat))

    def set_title(self, actor: Account, chat: Chat, title: str) -> None:
        check_admin(self._store, actor, chat, "can_change_info")
        if not title.strip():
            raise WorldError("CHAT_TITLE_EMPTY")
        chat.title = title.strip()
        self._store.emit(ChatChanged(chat))
        self._posting.say(actor.id, chat, Service("new_chat_title", {"title": chat.title}))

    def change(self, chat: Chat, *, is_protected: bool | None = None, has_signatures: bool | None = None) -> None:
        """Protection against forwards, signatures under posts; None leaves as it is."""
        chat.is_protected = chat.is_protected if is_protected is None else is_protected
        chat.has_signatures = chat.has_signatures if has_signatures is None else has_signatures
        self._store.emit(ChatChanged(chat))

    def link(self, channel: Chat, group_id: int) -> None:
        """Give a channel its discussion group; 0 takes it away."""
        for chat in (channel, self._store.chats.get(str(channel.linked))):
            if chat is not None:
                chat.linked = 0
        group = self._store.chats.get(str(group_id))
        if group is not None:
            channel.linked, group.linked = group_id, channel.id
        self._store.emit(ChatChanged(channel))

    def migrate(self, chat: Chat) -> Chat:
        """A basic group becomes a supergroup; the old one refuses everything and names the new one."""
        creator = next(member for member in chat.members.values() if member.status == "creator")
        chat_id = self._new_id("supergroup")
        fresh = Chat(str(chat_id), "supergroup", chat_id, chat.title, date=self._store.now(), migrated_from=chat.id)
        fresh.members = dict(chat.members)
        fresh.invite = chat.invite
        self._store.add_chat(fresh)
        self._posting.say(creator.account, chat, Service("migrate_to_chat_id", {"id": chat_id}))
        chat.migrated_to = chat_id
        self._store.emit(ChatChanged(chat))
        self._posting.say(creator.account, fresh, Service("migrate_from_chat_id", {"id": chat.id}))
        return fresh

    # -- coming and going

    def join(self, account: Account, chat: Chat) -> None:
        """By a public name or an invite link."""
        if self._store.member(chat, account.id).status == "kicked":
            raise WorldError("USER_BANNED_IN_CHANNEL")
        self._enter(account.id, chat, account)

    def join_by_invite(self, account: Account, invite: str) -> Chat:
        chat = next((each for each in self._store.chats.values() if each.invite and each.invite == invite), None)
        if chat is None:
            raise WorldError("INVITE_HASH_INVALID")
        self.join(account, chat)
        return chat

    def add(self, actor: Account, chat: Chat, account: Account, *, is_silent: bool = False) -> None:
        check_reachable(self._store, actor, chat)
        member = self._store.member(chat, actor.id)
        if not member.is_admin and not may(chat, member, "can_invite_users"):
            raise WorldError("CHAT_ADMIN_REQUIRED")
        self._enter(actor.id, chat, account, is_silent=is_silent)

    def leave(self, account: Account, chat: Chat) -> None:
        check_reachable(self._store, account, chat)
        self._change(account.id, chat, Membership(account.id, "left"))
        if chat.kind != "channel":
            self._posting.say(account.id, chat, Service("left_chat_member", {"account": account.id}))

    def ban(self, actor: Account, chat: Chat, account: Account, until: int = 0) -> None:
        check_admin(self._store, actor, chat, "can_restrict_members")
        if self._store.member(chat, account.id).is_admin:
            raise WorldError("USER_ADMIN_INVALID")
        was_inside = self._store.member(chat, account.id).is_inside
        self._change(actor.id, chat, Membership(account.id, "kicked", until=until, by=actor.id))
        if was_inside and chat.kind != "channel":
            self._posting.say(actor.id, chat, Service("left_chat_member", {"account": account.id}))

    def unban(self, actor: Account, chat: Chat, account: Account) -> None:
        check_admin(self._store, actor, chat, "can_restrict_members")
        if self._store.member(chat, account.id).status == "kicked":
            self._change(actor.id, chat, Membership(account.id, "left"))

    # -- rights

    def promote(
        self, actor: Account, chat: Chat, account: Account, rights: frozenset[str] = FULL_RIGHTS, title: str = ""
    ) -> None:
        """Make an administrator with exactly these rights; no rights: a plain member again."""
        check_admin(self._store, actor, chat, "can_promote_members")
        old = self._store.member(chat, account.id)
        if old.status == "creator":
            raise WorldError("USER_ADMIN_INVALID")
        status: MemberStatus = "administrator" if rights else "member"
        new = Membership(
            account.id,
            status,
            rights | {"can_manage_chat"} if rights else rights,
            title,
            self._store.now(),
            by=actor.id,
        )
        self._change(actor.id, chat, new)

    def restrict(self, actor: Account, chat: Chat, account: Account, left: frozenset[str], until: int = 0) -> None:
        """Leave a member only these permissions."""
        check_admin(self._store, actor, chat, "can_restrict_members")
        if self._store.member(chat, account.id).is_admin:
            raise WorldError("USER_ADMIN_INVALID")
        self._change(actor.id, chat, Membership(account.id, "restricted", left, until=until, by=actor.id))

    def block(self, person: Account, other: Account, *, is_blocked: bool = True) -> None:
        """A person blocks somebody; a blocked bot hears of it as a change of its membership in the private chat."""
        store = self._store
        pair = (person.id, other.id)
        if (pair in store.blocked) == is_blocked:
            return
        (store.blocked.add if is_blocked else store.blocked.discard)(pair)
        chat = store.private(*pair)
        inside, outside = Membership(other.id, "member"), Membership(other.id, "kicked")
        old, new = (inside, outside) if is_blocked else (outside, inside)
        store.emit(MemberChanged(chat, person.id, old, new))

    def admins(self, chat: Chat) -> Sequence[Membership]:
        return [member for member in chat.members.values() if member.is_admin]

    def _enter(self, actor: int, chat: Chat, account: Account, *, is_silent: bool = False) -> None:
        if self._store.member(chat, account.id).is_inside:
            raise WorldError("USER_ALREADY_PARTICIPANT")
        self._change(actor, chat, Membership(account.id, "member", since=self._store.now(), by=actor))
        if chat.kind != "channel" and not is_silent:
            self._posting.say(actor, chat, Service("new_chat_members", {"accounts": [account.id]}))

    def _change(self, actor: int, chat: Chat, new: Membership) -> None:
        old = self._store.member(chat, new.account)
        chat.members[new.account] = replace(new, since=new.since or old.since)
        self._store.emit(MemberChanged(chat, actor, old, chat.members[new.account]))

    def _new_id(self, kind: ChatKind) -> int:
        number = self._store.next("chat", 2001)
        return -number if kind == "group" else -(1_000_000_000_000 + 1_000_000_000 + number)
