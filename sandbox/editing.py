"""Messages change and leave the world: edits of text, media and keyboards, deletions."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.events import MessageEdited, MessagesDeleted
from sandbox.model import Account, Chat, Content, Json, Message
from sandbox.posting import prepared
from sandbox.refusals import WorldError
from sandbox.rules import check_may_delete, check_may_edit
from sandbox.store import Store


class Editing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def edit(self, editor: Account, message: Message, content: Content | None, markup: Json | None) -> Message:
        """Replace content (None keeps it) and keyboard (None takes it away), as the Bot API does.

        Raises:
            WorldError: not the editor's, gone, or nothing would change.
        """
        check_may_edit(self._store, editor, message)
        content = prepared(content) if content is not None else message.content
        if content == message.content and markup == message.markup:
            raise WorldError("MESSAGE_NOT_MODIFIED")
        is_visible = content != message.content
        message.content = content
        message.markup = markup
        if is_visible or not message.edited:
            message.edited = self._store.now()
        self._store.emit(MessageEdited(message, editor.id))
        return message

    def edit_text(self, editor: Account, message: Message, content: Content, markup: Json | None) -> Message:
        """Text of a message without media; a rich message becomes plain or stays rich by what is given."""
        if message.content.media is not None:
            raise WorldError("MESSAGE_EDIT_NO_TEXT")
        return self.edit(editor, message, content, markup)

    def edit_caption(self, editor: Account, message: Message, caption: Content, markup: Json | None) -> Message:
        if message.content.media is None:
            raise WorldError("MESSAGE_EDIT_NO_CAPTION")
        return self.edit(editor, message, replace(caption, media=message.content.media), markup)

    def delete(self, actor: Account, chat: Chat, ids: Sequence[int], *, for_all: bool = True) -> list[Message]:
        """Delete the messages that are there; numbers that are not are passed over. All or nothing by rights."""
        store = self._store
        box = store.box(chat, actor.id)
        found = [box.messages[each] for each in ids if each in box.messages and box.messages[each].chat is chat]
        if for_all:
            for message in found:
                check_may_delete(store, actor, message)
        gone: dict[int, list[int]] = {}
        for message in found:
            for key, number in self._drop(message, None if for_all or chat.is_shared else actor.id):
                gone.setdefault(key, []).append(number)
        if gone:
            ids_by_box = {key: tuple(numbers) for key, numbers in gone.items()}
            store.emit(MessagesDeleted(chat, ids_by_box, tuple(found)))
        return found

    def _drop(self, message: Message, only: int | None) -> list[tuple[int, int]]:
        """Take it out of all boxes (or one); what is returned is (box, number)."""
        store = self._store
        if message.shared_id:
            places = [(message.chat.id, message.shared_id)]
        else:
            places = [(box, number) for box, number in message.ids.items() if only in (None, box)]
        for box, number in places:
            store.boxes[box].messages.pop(number, None)
            message.ids.pop(box, None)
        if message.shared_id or not message.ids:
            message.is_deleted = True
            store.messages.pop(message.uid, None)
            store.history[message.chat.key].remove(message)
            if message.uid in message.chat.pinned:
                message.chat.pinned.remove(message.uid)
        return places
