"""The one world behind all faces: its state and the services that change it."""

import secrets
from pathlib import Path

from sandbox.carrying import Carrying
from sandbox.dialogue import Dialogue
from sandbox.editing import Editing
from sandbox.events import AccountAdded
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.guests import Guests
from sandbox.limits import Limits
from sandbox.marks import Marks
from sandbox.members import Members
from sandbox.model import Account, BotProfile, Chat, Message
from sandbox.posting import Posting
from sandbox.references import as_id
from sandbox.store import Store
from sandbox.topics import Topics


class World(Store):
    """Synchronous and single-threaded: call it from the event loop only."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.files_kept = Files(self, folder / "files" if folder is not None else None)
        self.posting = Posting(self)
        self.editing = Editing(self)
        self.carrying = Carrying(self, self.posting)
        self.marks = Marks(self, self.posting)
        self.members = Members(self, self.posting)
        self.topics = Topics(self, self.posting, self.editing)
        self.dialogue = Dialogue(self, self.posting)
        self.guests = Guests(self, self.posting)
        self.limits = Limits(self)
        self.faults = Faults()

    def add_person(
        self,
        first_name: str,
        *,
        username: str = "",
        language_code: str = "",
        account_id: int = 0,
        last_name: str = "",
        phone: str = "",
        password: str = "",
    ) -> Account:
        account_id = account_id or self.next("person", 1101)
        phone = phone or f"99966{account_id:05d}"
        return self._introduce(Account(account_id, first_name, last_name, username, language_code, phone, password))

    def add_bot(
        self,
        first_name: str,
        username: str,
        *,
        account_id: int = 0,
        token: str = "",
        owner: int = 0,
        has_privacy: bool = True,
        has_guest_mode: bool = False,
        has_topics: bool = False,
        inline_placeholder: str | None = None,
    ) -> Account:
        account_id = account_id or self.next("bot", 7_000_000_101)
        token = token or f"{account_id}:{secrets.token_urlsafe(27)[:35]}"
        profile = BotProfile(
            token,
            owner,
            has_privacy,
            has_guest_mode=has_guest_mode,
            has_topics=has_topics,
            inline_placeholder=inline_placeholder,
        )
        return self._introduce(Account(account_id, first_name, username=username, bot=profile))

    def _introduce(self, account: Account) -> Account:
        self.add_account(account)
        self.emit(AccountAdded(account))
        return account

    def hears(self, bot: Account, message: Message) -> bool:
        """Whether a bot gets this message as an update: never its own or other bots', by privacy mode in groups."""
        if bot.bot is None or message.author == bot.id or not message.id_for(bot.id) or not self.sees(bot.id, message):
            return False
        chat = message.chat
        member = self.member(chat, bot.id)
        if not member.is_inside:
            return False
        if chat.kind == "channel":
            return member.is_admin
        if self.accounts[message.author].is_bot:
            return False
        if chat.kind == "private":
            return (bot.id, message.author) not in self.blocked
        return member.is_admin or not bot.bot.has_privacy or self._concerns(bot, message)

    def _concerns(self, bot: Account, message: Message) -> bool:
        """What a bot in privacy mode still sees of a group."""
        if message.service is not None or message.via_bot == bot.id:
            return True
        replied = self.messages.get(message.reply_to)
        if replied is not None and replied.author == bot.id:
            return True
        text = message.text.lower()
        name = bot.username.lower()
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            return "@" not in command or command.endswith(f"@{name}")
        return any(each.kind == "mention" for each in message.content.entities) and f"@{name}" in text

    def chat_named(self, reference: str | int, viewer: int) -> Chat:
        """A chat by id or @name, as `viewer` knows it.

        Raises:
            WorldError: PEER_ID_INVALID.
        """
        chat_id = as_id(str(reference))
        if chat_id is None:
            found = self.by_username(str(reference))
            if isinstance(found, Account):
                return self.private(viewer, found.id)
            return found if found is not None else self.chat(0, viewer)
        return self.chat(chat_id, viewer)
