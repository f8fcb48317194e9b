"""The request that sends a post anew over MTProto, as it cannot be forwarded: with another text, or as an answer."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from telethon import functions, types, utils

from core.ids import MessageId, TopicId
from forwarding.outgoing import Rewrite
from forwarding.transports.mtproto.posts import telethon_entities
from forwarding.transports.protocol import CopyForbidden

NO_PICTURES: Mapping[int, Any] = MappingProxyType({})


def sent_again(
    peer: Any,
    messages: Sequence[Any],
    numbers: Sequence[int],
    said: Rewrite | None,
    *,
    topic: TopicId | None,
    reply_to: MessageId | None,
    markup: Any = None,
    pictures: Mapping[int, Any] = NO_PICTURES,
) -> Any:
    """`numbers` are those that Telegram takes once, one for each message; the first one carries the text.

    A message that is None is one that Telegram does not have: all that it says is `said`. `pictures` are media of ours
    that come instead of those of these messages.
    """
    answered = types.InputReplyToMessage(reply_to or topic, top_msg_id=topic) if reply_to or topic else None
    text, entities = _words(messages, said)
    media = [_media(message, pictures) for message in messages]
    if len(messages) > 1:
        parts = [
            types.InputSingleMedia(
                each,
                text if not place else "",
                random_id=numbers[place],
                entities=entities if not place else None,
            )
            for place, each in enumerate(media)
        ]
        return functions.messages.SendMultiMediaRequest(peer, parts, reply_to=answered)
    if media[0] is None:
        return functions.messages.SendMessageRequest(
            peer,
            text,
            entities=entities,
            random_id=numbers[0],
            reply_to=answered,
            reply_markup=markup,
            no_webpage=said is not None and not said.has_preview,
        )
    return functions.messages.SendMediaRequest(
        peer, media[0], text, random_id=numbers[0], entities=entities, reply_to=answered, reply_markup=markup
    )


def _words(messages: Sequence[Any], said: Rewrite | None) -> tuple[str, Any]:
    if said is not None:
        return said.text, telethon_entities(said.entities)
    captioned = next((message for message in messages if message.message), messages[0])
    return captioned.message or "", captioned.entities


def _media(message: Any, pictures: Mapping[int, Any]) -> Any:
    if message is not None and message.id in pictures:
        return pictures[message.id]
    if message is None or message.media is None or isinstance(message.media, types.MessageMediaWebPage):
        return None
    if (
        isinstance(message.media, types.MessageMediaPoll)
        and message.media.poll.quiz
        and not message.media.results.results
    ):
        raise CopyForbidden("a quiz whose answer is not known")
    return utils.get_input_media(message.media)
