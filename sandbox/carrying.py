"""Messages are carried elsewhere: forwards keep where they came from, copies do not; albums stay whole."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.model import Account, Chat, Content, Json, Message, Origin
from sandbox.posting import PLAIN, Options, Posting, prepared
from sandbox.refusals import WorldError
from sandbox.rules import check_may_write, check_reachable, topic_of
from sandbox.store import Store


class Carrying:
    def __init__(self, store: Store, posting: Posting) -> None:
        self._store = store
        self._posting = posting

    def forward(
        self,
        actor: Account,
        source: Chat,
        ids: Sequence[int],
        target: Chat,
        options: Options = PLAIN,
        *,
        without_author: bool = False,
        without_captions: bool = False,
        random_ids: Sequence[int] = (),
    ) -> list[Message]:
        """Carry what can be carried, in the given order; what cannot (gone, service, protected) is passed over.

        `without_author` makes copies. Callers that carry one message check for an empty result.
        """
        store = self._store
        check_reachable(store, actor, source)
        albums: dict[str, str] = {}
        carried = []
        keys = list(random_ids) or [0] * len(ids)
        for number, key in zip(ids, keys, strict=True):
            original = store.box(source, actor.id).messages.get(number)
            if original is None or original.chat is not source or not self._is_free(original):
                continue
            if key and (actor.id, key) in store.random_ids:
                raise WorldError("RANDOM_ID_DUPLICATE")
            message = self._carry(actor, original, target, options, is_copy=without_author, is_bare=without_captions)
            if original.album and len(ids) > 1:
                if original.album not in albums:
                    albums[original.album] = self._posting.new_album()
                message.album = albums[original.album]
            self._posting.publish(message, key)
            carried.append(message)
        return carried

    def copy(
        self, actor: Account, original: Message, target: Chat, options: Options = PLAIN, caption: Content | None = None
    ) -> Message:
        """One message again as the actor's own; `caption` replaces that of media, the keyboard is `options.markup`."""
        if not self._is_free(original):
            raise WorldError("MESSAGE_COPY_FORBIDDEN")
        content = original.content
        if caption is not None and content.media is not None:
            content = replace(caption, media=content.media)
        return self._posting.send(actor, target, content, options)

    def _is_free(self, message: Message) -> bool:
        return message.service is None and not message.is_protected and not message.chat.is_protected

    def _carry(
        self, actor: Account, original: Message, target: Chat, options: Options, *, is_copy: bool, is_bare: bool
    ) -> Message:
        check_may_write(self._store, actor, target, original.content)
        content = original.content
        if is_bare and content.media is not None:
            content = replace(content, text="", entities=())
        origin = None if is_copy else original.origin or origin_of(original)
        message = self._posting.build(actor, target, prepared(content), options, origin)
        message.topic = topic_of(self._store, actor, target, options.topic)
        message.markup = self._kept_markup(original)
        return message

    def _kept_markup(self, original: Message) -> Json | None:
        return original.markup if original.markup and "inline_keyboard" in original.markup else None


def origin_of(message: Message) -> Origin:
    """Where a forward of this message says it comes from."""
    is_post = message.chat.kind == "channel"
    return Origin(message.date, message.sender, message.shared_id if is_post else 0, message.signature)


def knows_answer(account: int, message: Message) -> bool:
    """Whether it can be sent anew by this account: a quiz only if it is its own, or over."""
    media = message.content.media
    poll = media.data if media is not None and media.kind == "poll" else {}
    return poll.get("type") != "quiz" or bool(poll.get("is_closed")) or message.author == account
