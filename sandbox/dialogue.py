"""What passes between a person and a bot besides messages: presses, typing, drafts and Stop, inline mode, menus."""

import secrets
from collections.abc import Sequence

from sandbox.events import (
    CallbackAnswered,
    CallbackPressed,
    CommandsChanged,
    DraftChanged,
    GenerationStopped,
    InlineAnswered,
    InlineAsked,
    InlineChosen,
    Typing,
)
from sandbox.model import Account, Chat, Content, Json, Message
from sandbox.pending import QUESTION_LIFE, Callback, Draft, InlineQuery, put_fresh
from sandbox.posting import Options, Posting, prepared
from sandbox.refusals import WorldError
from sandbox.rules import check_may_write, check_reachable, topic_of
from sandbox.store import Store

DRAFT_LIFE = 30.0


class Dialogue:
    def __init__(self, store: Store, posting: Posting) -> None:
        self._store = store
        self._posting = posting

    # -- inline buttons

    def press(self, person: Account, message: Message, data: str) -> Callback:
        """Press the button with this callback data.

        Raises:
            WorldError: BUTTON_DATA_INVALID when the message has no such button.
        """
        check_reachable(self._store, person, message.chat)
        rows = (message.markup or {}).get("inline_keyboard", [])
        if not any(button.get("callback_data") == data for row in rows for button in row):
            raise WorldError("BUTTON_DATA_INVALID")
        bot = message.via_bot or message.author
        callback = Callback(str(secrets.randbits(60)), person.id, bot, message, data, self._store.clock.time())
        put_fresh(self._store.callbacks, callback.id, callback)
        self._store.emit(CallbackPressed(callback))
        return callback

    def answer_press(
        self, bot: Account, callback_id: str, text: str = "", *, is_alert: bool = False, url: str = ""
    ) -> None:
        callback = self._store.callbacks.get(callback_id)
        if callback is None or callback.bot != bot.id or callback.is_answered or self._is_late(callback):
            raise WorldError("QUERY_ID_INVALID")
        callback.is_answered = True
        callback.text, callback.is_alert, callback.url = text, is_alert, url
        self._store.emit(CallbackAnswered(callback))

    def _is_late(self, callback: Callback) -> bool:
        return self._store.clock.time() - callback.date > QUESTION_LIFE

    # -- typing and drafts

    def type(self, account: Account, chat: Chat, action: str, topic: int = 0) -> None:
        check_may_write(self._store, account, chat)
        self._store.emit(Typing(chat, account.id, action, topic_of(self._store, account, chat, topic)))

    def draft(
        self,
        bot: Account,
        chat: Chat,
        draft_id: int,
        content: Content,
        *,
        topic: int = 0,
        can_stop: bool = False,
        keep_on_stop: bool = False,
    ) -> None:
        """Show a part of an answer; a draft that was stopped takes no more changes."""
        if not draft_id:
            raise WorldError("DRAFT_ID_INVALID")
        if chat.kind != "private":
            raise WorldError("PERSONS_ONLY")
        check_may_write(self._store, bot, chat)
        topic = topic_of(self._store, bot, chat, topic)
        if content.text or content.rich:
            content = prepared(content)
        key = (bot.id, chat.key, topic)
        old = self._store.drafts.get(key)
        if old is not None and old.draft_id == draft_id and old.is_stopped:
            return
        now = self._store.clock.time()
        draft = Draft(bot.id, chat, draft_id, content, now, topic, can_stop, keep_on_stop)
        self._store.drafts[key] = draft
        self._store.emit(DraftChanged(draft))

    def drafts_in(self, chat: Chat) -> list[Draft]:
        """The drafts on the screen now."""
        fresh = self._store.clock.time() - DRAFT_LIFE
        return [each for each in self._store.drafts.values() if each.chat is chat and each.date >= fresh]

    def stop(self, person: Account, chat: Chat, draft_id: int = 0) -> Draft:
        """Press Stop under the bot's draft (the newest one, or that with this id)."""
        check_reachable(self._store, person, chat)
        open_ones = [each for each in self.drafts_in(chat) if each.can_stop and not each.is_stopped]
        draft = next((each for each in reversed(open_ones) if draft_id in (0, each.draft_id)), None)
        if draft is None:
            raise WorldError("DRAFT_ID_INVALID")
        draft.is_stopped = True
        self._store.emit(GenerationStopped(draft))
        self._store.emit(DraftChanged(draft, is_gone=not draft.keep_on_stop))
        return draft

    # -- inline mode

    def ask_inline(self, person: Account, bot: Account, chat: Chat, query: str, offset: str = "") -> InlineQuery:
        if bot.bot is None or bot.bot.inline_placeholder is None:
            raise WorldError("QUERY_ID_INVALID")
        asked = InlineQuery(str(secrets.randbits(60)), person.id, bot.id, chat, query, offset, self._store.clock.time())
        put_fresh(self._store.inline_queries, asked.id, asked)
        self._store.emit(InlineAsked(asked))
        return asked

    def answer_inline(self, bot: Account, query_id: str, results: Sequence[Json], button: Json | None = None) -> None:
        query = self._store.inline_queries.get(query_id)
        if query is None or query.bot != bot.id or query.results is not None:
            raise WorldError("QUERY_ID_INVALID")
        query.results, query.button = list(results), button
        self._store.emit(InlineAnswered(query))

    def choose_inline(
        self,
        person: Account,
        query: InlineQuery,
        result_id: str,
        content: Content,
        markup: Json | None,
        *,
        topic: int = 0,
    ) -> Message:
        """Send one of the results: the person's message, via the bot."""
        inline_id = secrets.token_urlsafe(16)
        options = Options(markup=markup, via_bot=query.bot, inline_id=inline_id, topic=topic)
        message = self._posting.send(person, query.chat, content, options)
        self._store.emit(InlineChosen(query, result_id, message))
        return message

    # -- the bot's menu

    def set_commands(self, bot: Account, scope: str, commands: list[Json] | None) -> None:
        """`scope` as in BotProfile.commands; None deletes the list."""
        if bot.bot is None:
            raise WorldError("USER_ID_INVALID")
        if commands:
            bot.bot.commands[scope] = commands
        else:
            bot.bot.commands.pop(scope, None)
        self._store.emit(CommandsChanged(bot.id))

    def commands_for(self, bot: Account, chat: Chat, person: int, language: str) -> list[Json]:
        """The command list that this person sees in this chat: the narrowest scope that has one."""
        profile = bot.bot
        if profile is None:
            return []
        for scope in self._scopes(chat, person):
            for spoken in (language, ""):
                if found := profile.commands.get(f"{scope}|{spoken}"):
                    return found
        return []

    def _scopes(self, chat: Chat, person: int) -> list[str]:
        if chat.kind == "private":
            return [f"chat:{person}", "all_private_chats", "default"]
        scopes = [f"chat_member:{chat.id}:{person}"]
        is_admin = self._store.member(chat, person).is_admin
        scopes += [f"chat_administrators:{chat.id}"] if is_admin else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if is_admin else []
        return [*scopes, "all_group_chats", "default"]
