"""What a page may ask of the world, checked at the border."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sandbox.model import MessageEntity


class Ask(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: int


class Open(Ask):
    do: Literal["open"]
    person: int


class InChat(Ask):
    chat: int
    topic: int = 0


class History(InChat):
    do: Literal["history"]
    before: int = 0
    limit: int = Field(50, ge=1, le=200)


class Read(InChat):
    do: Literal["read"]


class Typing(InChat):
    do: Literal["typing"]


class Entity(BaseModel):
    """The Bot API's MessageEntity, as far as people write them."""

    type: str
    offset: int = Field(ge=0)
    length: int = Field(gt=0)
    url: str = ""
    language: str = ""

    def in_world(self) -> MessageEntity:
        return MessageEntity(self.type, self.offset, self.length, url=self.url, language=self.language)


class Sent(BaseModel):
    """One uploaded file of a message."""

    upload: int
    kind: Literal["photo", "document", "voice"]
    name: str = ""
    mime: str = ""
    duration: int = Field(0, ge=0)


class Send(InChat):
    do: Literal["send"]
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply: int = 0
    files: tuple[Sent, ...] = ()


class Edit(InChat):
    do: Literal["edit"]
    message: int
    text: str = ""
    entities: tuple[Entity, ...] = ()


class Delete(InChat):
    do: Literal["delete"]
    messages: tuple[int, ...]


class Press(InChat):
    do: Literal["press"]
    message: int
    data: str


class Stop(InChat):
    do: Literal["stop"]
    draft: int = 0


class React(InChat):
    do: Literal["react"]
    message: int
    emoji: str = ""


class OpenTopic(InChat):
    """In the chat with a bot; without a name of the person's own."""

    do: Literal["open_topic"]
    title: str


class AskInline(InChat):
    """`@bot query` is in the composer."""

    do: Literal["inline"]
    bot: str
    query: str = ""


class ChooseInline(InChat):
    do: Literal["choose"]
    query: str
    result: str


AnyAsk = Annotated[
    Open | History | Read | Typing | Send | Edit | Delete | Press | Stop | React | OpenTopic | AskInline | ChooseInline,
    Field(discriminator="do"),
]
ASK: TypeAdapter[AnyAsk] = TypeAdapter(AnyAsk)
