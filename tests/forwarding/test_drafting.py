"""The transforms of a rule one after the other, from the post to what stands in the destination."""

from typing import Any

import pytest

from core.errors import UserError
from core.i18n import Translator
from core.ids import MessageId
from forwarding.draft import draft_of
from forwarding.post import Album, Entity, Media
from forwarding.spec import Step
from forwarding.styled import Styled
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import SOURCE, TARGET, Room, make_room, post


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def said(room: Room, text: str, *transforms: dict[str, Any], **fields: Any) -> list[str]:
    await room.rule(transforms=[Step.model_validate(each) for each in transforms])
    await room.forwarder.accept(post(7, text, **fields))
    for _ in range(3):
        await room.deliver(seconds=5)
    return [each.text for each in room.transport.arrived if each.chat == TARGET]


async def test_one_transform_works_on_what_the_one_before_made(room: Room):
    steps: list[dict[str, Any]] = [
        {"strip": {"what": ["links"]}},
        {"replace": {"pairs": {"кот": "пёс"}}},
        {"footer": {"text": "[{source}]({link})"}},
        {"buttons": {"rows": [[{"text": "Открыть", "url": "{link}"}]]}},
    ]
    assert await said(room, "Кот https://a.example", *steps) == ["Пёс\n\nSource news"]


async def test_a_text_that_grew_too_long_goes_on_in_the_next_message_whole(room: Room):
    text = "слово " * 400
    arrived = await said(room, text, {"footer": {"text": "Подпись"}}, media=Media("photo", "f", "u"))
    assert len(arrived[0]) <= 1024
    assert " ".join(arrived).split() == [*text.split(), "Подпись"]


async def test_a_post_of_which_nothing_is_left_waits_and_its_owner_is_told_by_which_transform(room: Room):
    steps: list[dict[str, Any]] = [{"strip": {"what": ["links"]}}, {"header": {"text": "Смотрите", "bare": True}}]
    assert await said(room, "https://a.example/1", *steps) == []
    (decision,) = await room.posts.decisions(SOURCE, MessageId(7))
    assert (decision.verdict, decision.reason) == ("held", "strip: error-draft-empty")


async def test_nothing_is_made_of_protected_words(room: Room):
    assert await said(room, "тайна", {"header": {"text": "Из {source}"}}, is_protected=True) == [
        "Source news\nhttps://t.me/source_news/7"
    ]


async def test_a_rule_that_asks_for_what_a_transform_cannot_do_is_not_saved(room: Room):
    with pytest.raises(UserError) as refused:
        await room.rule(transforms=[Step(name="header", params={"text": "{title}"})])
    assert refused.value.key == "error-rule-template-name"
    assert await room.rulebook.list() == ()


def test_the_captions_of_an_album_are_one_text_and_it_is_still_the_original():
    parts = (
        post(1, "первая", album="a", entities=(Entity("bold", 0, 6),)),
        post(2, album="a"),
        post(3, "вторая", album="a", entities=(Entity("italic", 0, 6),)),
    )
    draft = draft_of(Album(parts))
    assert (draft.text, draft.entities) == ("первая\n\nвторая", (Entity("bold", 0, 6), Entity("italic", 8, 6)))
    assert draft.is_original
    assert not draft.showing(Styled("другая")).is_original
