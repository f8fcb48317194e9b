"""What Telegram refuses and in which words: MTProto's name, the Bot API's code and description."""

REFUSALS: dict[str, tuple[int, str]] = {
    "MESSAGE_NOT_MODIFIED": (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message",
    ),
    "MESSAGE_EMPTY": (400, "Bad Request: message text is empty"),
    "MESSAGE_TOO_LONG": (400, "Bad Request: message is too long"),
    "MEDIA_CAPTION_TOO_LONG": (400, "Bad Request: message caption is too long"),
    "RICH_MESSAGE_TOO_LONG": (400, "Bad Request: rich message is too long"),
    "MESSAGE_ID_INVALID": (400, "Bad Request: message to edit not found"),
    "MESSAGE_EDIT_FORBIDDEN": (400, "Bad Request: message can't be edited"),
    "MESSAGE_EDIT_NO_TEXT": (400, "Bad Request: there is no text in the message to edit"),
    "MESSAGE_EDIT_NO_CAPTION": (400, "Bad Request: there is no caption in the message to edit"),
    "MESSAGE_DELETE_NOT_FOUND": (400, "Bad Request: message to delete not found"),
    "MESSAGE_DELETE_FORBIDDEN": (400, "Bad Request: message can't be deleted for everyone"),
    "MESSAGE_FORWARD_NOT_FOUND": (400, "Bad Request: message to forward not found"),
    "MESSAGE_COPY_NOT_FOUND": (400, "Bad Request: message to copy not found"),
    "MESSAGES_FORWARD_NOT_FOUND": (400, "Bad Request: there are no messages to forward"),
    "MESSAGE_COPY_FORBIDDEN": (400, "Bad Request: message can't be copied"),
    "CHAT_FORWARDS_RESTRICTED": (400, "Bad Request: message has protected content and can't be forwarded"),
    "MESSAGE_IDS_NOT_INCREASING": (400, "Bad Request: message identifiers must be in a strictly increasing order"),
    "REPLY_MESSAGE_ID_INVALID": (400, "Bad Request: message to be replied not found"),
    "MESSAGE_PIN_NOT_FOUND": (400, "Bad Request: message to pin not found"),
    "MESSAGE_UNPIN_NOT_FOUND": (400, "Bad Request: message to unpin not found"),
    "MESSAGE_REACT_NOT_FOUND": (400, "Bad Request: message to react not found"),
    "REACTION_INVALID": (400, "Bad Request: REACTION_INVALID"),
    "REACTIONS_TOO_MANY": (400, "Bad Request: REACTIONS_TOO_MANY"),
    "TOPIC_ID_INVALID": (400, "Bad Request: message thread not found"),
    "TOPIC_CLOSED": (400, "Bad Request: TOPIC_CLOSED"),
    "TOPIC_NOT_MODIFIED": (400, "Bad Request: TOPIC_NOT_MODIFIED"),
    "TOPIC_TITLE_EMPTY": (400, "Bad Request: topic name is empty"),
    "CHANNEL_FORUM_MISSING": (400, "Bad Request: the chat is not a forum"),
    "PEER_ID_INVALID": (400, "Bad Request: chat not found"),
    "USER_ID_INVALID": (400, "Bad Request: user not found"),
    "USERNAME_NOT_OCCUPIED": (400, "Bad Request: chat not found"),
    "USERNAME_OCCUPIED": (400, "Bad Request: USERNAME_OCCUPIED"),
    "USERNAME_INVALID": (400, "Bad Request: USERNAME_INVALID"),
    "USER_IS_BLOCKED": (403, "Forbidden: bot was blocked by the user"),
    "INPUT_USER_DEACTIVATED": (403, "Forbidden: user is deactivated"),
    "BOT_NOT_STARTED": (403, "Forbidden: bot can't initiate conversation with a user"),
    "USER_IS_BOT": (403, "Forbidden: bot can't send messages to bots"),
    "CHAT_WRITE_FORBIDDEN": (400, "Bad Request: not enough rights to send text messages to the chat"),
    "CHAT_SEND_MEDIA_FORBIDDEN": (400, "Bad Request: not enough rights to send media to the chat"),
    "CHANNEL_POST_FORBIDDEN": (400, "Bad Request: need administrator rights in the channel chat"),
    "CHAT_ADMIN_REQUIRED": (400, "Bad Request: not enough rights"),
    "RIGHT_PIN_MISSING": (400, "Bad Request: not enough rights to manage pinned messages in the chat"),
    "RIGHT_TOPICS_MISSING": (400, "Bad Request: not enough rights to create a topic"),
    "NOT_MEMBER_GROUP": (403, "Forbidden: bot is not a member of the group chat"),
    "NOT_MEMBER_SUPERGROUP": (403, "Forbidden: bot is not a member of the supergroup chat"),
    "NOT_MEMBER_CHANNEL": (403, "Forbidden: bot is not a member of the channel chat"),
    "KICKED_GROUP": (403, "Forbidden: bot was kicked from the group chat"),
    "KICKED_SUPERGROUP": (403, "Forbidden: bot was kicked from the supergroup chat"),
    "KICKED_CHANNEL": (403, "Forbidden: bot was kicked from the channel chat"),
    "CHAT_MIGRATED": (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    "QUERY_ID_INVALID": (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "BUTTON_DATA_INVALID": (400, "Bad Request: BUTTON_DATA_INVALID"),
    "REPLY_MARKUP_INVALID": (400, "Bad Request: object expected as reply markup"),
    "RANDOM_ID_DUPLICATE": (400, "Bad Request: RANDOM_ID_DUPLICATE"),
    "USER_ALREADY_PARTICIPANT": (400, "Bad Request: user is already a participant of the chat"),
    "USER_NOT_PARTICIPANT": (400, "Bad Request: user is not a participant of the chat"),
    "USER_ADMIN_INVALID": (400, "Bad Request: user is an administrator of the chat"),
    "USER_BANNED_IN_CHANNEL": (400, "Bad Request: user is banned in the chat"),
    "INVITE_HASH_INVALID": (400, "Bad Request: invite link is invalid"),
    "CHAT_TITLE_EMPTY": (400, "Bad Request: chat title is empty"),
    "ALBUM_SIZE_INVALID": (400, "Bad Request: group of messages must contain 2-10 messages"),
    "ALBUM_MIXED": (400, "Bad Request: can't mix these kinds of media in one group"),
    "DRAFT_ID_INVALID": (400, "Bad Request: draft identifier must be non-zero"),
    "FILE_REFERENCE_INVALID": (400, "Bad Request: wrong file identifier/HTTP URL specified"),
    "FILE_TOO_BIG": (400, "Bad Request: file is too big"),
    "FILE_EMPTY": (400, "Bad Request: file must be non-empty"),
    "UPLOAD_TOO_BIG": (413, "Request Entity Too Large"),
    "PERSONS_ONLY": (400, "Bad Request: method is available for private chats only"),
    "BAD_REQUEST": (400, "Bad Request: {reason}"),
    "ENTITIES_UNPARSABLE": (400, "Bad Request: can't parse entities: {reason}"),
    "FLOOD": (429, "Too Many Requests: retry after {retry_after}"),
}

MTPROTO_NAMES: dict[str, str] = {
    "MESSAGE_DELETE_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_FORWARD_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGES_FORWARD_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_COPY_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_COPY_FORBIDDEN": "MESSAGE_ID_INVALID",
    "MESSAGE_PIN_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_UNPIN_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_REACT_NOT_FOUND": "MESSAGE_ID_INVALID",
    "MESSAGE_EDIT_FORBIDDEN": "MESSAGE_AUTHOR_REQUIRED",
    "MESSAGE_EDIT_NO_TEXT": "MESSAGE_ID_INVALID",
    "MESSAGE_EDIT_NO_CAPTION": "MESSAGE_ID_INVALID",
    "BOT_NOT_STARTED": "PEER_ID_INVALID",
    "CHANNEL_POST_FORBIDDEN": "CHAT_WRITE_FORBIDDEN",
    "RIGHT_PIN_MISSING": "CHAT_ADMIN_REQUIRED",
    "RIGHT_TOPICS_MISSING": "CHAT_ADMIN_REQUIRED",
    "NOT_MEMBER_GROUP": "CHAT_WRITE_FORBIDDEN",
    "NOT_MEMBER_SUPERGROUP": "CHANNEL_PRIVATE",
    "NOT_MEMBER_CHANNEL": "CHANNEL_PRIVATE",
    "KICKED_GROUP": "CHAT_WRITE_FORBIDDEN",
    "KICKED_SUPERGROUP": "USER_BANNED_IN_CHANNEL",
    "KICKED_CHANNEL": "USER_BANNED_IN_CHANNEL",
    "CHAT_MIGRATED": "PEER_ID_INVALID",
    "ALBUM_SIZE_INVALID": "MULTI_MEDIA_TOO_LONG",
    "ALBUM_MIXED": "MEDIA_INVALID",
}
"""Where the refusal is named more finely than MTProto does."""


class WorldError(Exception):
    """A refusal: `name` is the key in REFUSALS, `code` and `description` are the Bot API's, `mtproto` the other's."""

    def __init__(self, name: str, **parameters: int | str) -> None:
        self.name = name
        self.code, words = REFUSALS[name]
        self.description = words.format(**parameters) if parameters else words
        self.parameters = parameters
        """`retry_after` or `migrate_to_chat_id`."""
        self.mtproto = f"FLOOD_WAIT_{parameters['retry_after']}" if name == "FLOOD" else MTPROTO_NAMES.get(name, name)
        super().__init__(self.description)

    @property
    def mtproto_code(self) -> int:
        return 420 if self.name == "FLOOD" else self.code if self.code in {400, 403} else 400
