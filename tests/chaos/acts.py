"""What happens in a source: a post, an edit, a deletion, an album; and how the destination shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.model import Content, Media, Message
from tests.chaos.house import House, Pair
from tests.fakes.chat_page import picture


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens in a source, again and again."""

    name: str
    do: Callable[[House, Pair, int, Message | None], Sequence[Message]]
    """Returns the posts that are to be shown then, each once. The number tells the times apart."""
    has_draft: bool = False
    """It happens to a post that was there, and was copied in peace."""


def _new(house: House, pair: Pair, number: int, _draft: Message | None) -> Sequence[Message]:
    return [house.post(pair, f"Post {number}")]


def _edit(house: House, _pair: Pair, number: int, draft: Message | None) -> Sequence[Message]:
    assert draft is not None
    house.world.editing.edit_text(house.author, draft, Content(f"Post {number}"), None)
    return [draft]


def _delete(house: House, pair: Pair, _number: int, draft: Message | None) -> Sequence[Message]:
    assert draft is not None
    house.world.editing.delete(house.author, pair.source, [draft.shared_id])
    return ()


def _album(house: House, pair: Pair, number: int, _draft: Message | None) -> Sequence[Message]:
    photos = [_photo(house, number, shade) for shade in (90, 200)]
    contents = [Content(f"Post {number}", media=photos[0]), Content(media=photos[1])]
    parts: list[Message] = house.world.posting.send_album(house.author, pair.source, contents)
    return parts


def _photo(house: House, number: int, shade: int) -> Media:
    file = house.world.files_kept.add(picture(number % 256, shade, 0), "photo.png", "image/png")
    return Media("photo", file.id, "photo.png", "image/png", width=file.width, height=file.height)


ACTS = {
    act.name: act
    for act in (
        Act("new", _new),
        Act("edit", _edit, has_draft=True),
        Act("delete", _delete, has_draft=True),
        Act("album", _album),
    )
}
