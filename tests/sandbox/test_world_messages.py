import json
from pathlib import Path

import pytest

from sandbox.events import Event, MessagesDeleted, NewMessage
from sandbox.model import Content, Media, Message
from sandbox.posting import Options
from sandbox.refusals import WorldError
from sandbox.seed import ANNA, BEN, BOT, SOURCE, TARGET, seed
from sandbox.snapshot import LEAP, dumped, load, save
from sandbox.world import World


@pytest.fixture
def world() -> World:
    seeded = World()
    seed(seeded)
    return seeded


def _say(world: World, sender: int, other: int, text: str, options: Options | None = None) -> Message:
    return world.posting.send(world.account(sender), world.private(sender, other), Content(text), options or Options())


def test_in_private_chats_each_side_counts_its_own_messages(world: World):
    _say(world, ANNA, BEN, "one")
    second = _say(world, ANNA, BOT, "two")
    assert second.id_for(BOT) == 1
    assert second.id_for(ANNA) == 3
    assert second.id_for(BEN) == 0


def test_in_channels_all_see_one_number(world: World):
    channel = world.chat_named(f"@{SOURCE}", ANNA)
    post = world.posting.send(world.account(ANNA), channel, Content("news"))
    assert {post.id_for(each) for each in (ANNA, BEN, BOT)} == {post.shared_id}
    assert post.sender == channel.id


def test_pts_of_a_box_never_begins_at_zero_and_takes_one_step_a_message(world: World):
    fresh = world.add_person("Fresh")
    assert world.boxes[fresh.id].pts == 1
    heard: list[Event] = []
    world.subscribe(heard.append)
    _say(world, ANNA, fresh.id, "hi")
    said = next(event for event in heard if isinstance(event, NewMessage))
    assert said.pts[fresh.id] == world.boxes[fresh.id].pts == 2
    channel = world.chat_named(f"@{SOURCE}", ANNA)
    before = world.boxes[channel.id].pts
    account_pts = world.boxes[ANNA].pts
    world.posting.send(world.account(ANNA), channel, Content("news"))
    assert world.boxes[channel.id].pts == before + 1
    assert world.boxes[ANNA].pts == account_pts


def test_a_difference_holds_what_came_after_a_pts(world: World):
    since = world.boxes[BEN].pts
    said = _say(world, ANNA, BEN, "while you were out")
    world.editing.delete(world.account(ANNA), said.chat, [said.id_for(ANNA)])
    entries = world.boxes[BEN].since(since)
    assert [type(event) for _, _, event in entries] == [NewMessage, MessagesDeleted]
    assert entries[-1][0] == world.boxes[BEN].pts == since + 2


def test_the_same_random_id_is_refused(world: World):
    _say(world, ANNA, BEN, "once", Options(random_id=42))
    with pytest.raises(WorldError) as refusal:
        _say(world, ANNA, BEN, "twice", Options(random_id=42))
    assert refusal.value.mtproto == "RANDOM_ID_DUPLICATE"
    _say(world, BEN, ANNA, "somebody else's 42", Options(random_id=42))


def test_one_may_delete_for_oneself_only(world: World):
    said = _say(world, ANNA, BEN, "oops")
    world.editing.delete(world.account(BEN), said.chat, [said.id_for(BEN)], for_all=False)
    assert said.id_for(BEN) == 0
    assert said in world.messages_of(said.chat, ANNA)
    assert said not in world.messages_of(said.chat, BEN)


def test_posts_appear_in_the_discussion_group_by_themselves(world: World):
    channel = world.chat_named(f"@{SOURCE}", ANNA)
    group = world.members.create(world.account(ANNA), "supergroup", "Talk")
    world.members.link(channel, group.id)
    post = world.posting.send(world.account(ANNA), channel, Content("discuss"))
    copy = world.messages_of(group, ANNA)[-1]
    assert copy.is_automatic_forward
    assert copy.origin is not None
    assert (copy.text, copy.origin.message_id) == ("discuss", post.shared_id)


def test_an_album_carried_together_stays_one_album(world: World):
    anna = world.account(ANNA)
    source, target = world.chat_named(f"@{SOURCE}", ANNA), world.chat_named(f"@{TARGET}", ANNA)
    stored = world.files_kept.add(b"\x89PNG\r\n\x1a\n" + bytes(20), "a.png")
    photos = [Content(text, media=Media("photo", stored.id)) for text in ("caption", "")]
    album = world.posting.send_album(anna, source, photos)
    carried = world.carrying.forward(anna, source, [each.shared_id for each in album], target)
    assert len({each.album for each in carried}) == 1
    assert carried[0].album not in ("", album[0].album)


def test_service_messages_and_protected_ones_are_not_carried(world: World):
    anna = world.account(ANNA)
    source, target = world.chat_named(f"@{SOURCE}", ANNA), world.chat_named(f"@{TARGET}", ANNA)
    assert world.carrying.forward(anna, source, [1], target) == []
    source.is_protected = True
    assert world.carrying.forward(anna, source, [2, 3], target) == []


def test_a_saved_world_is_the_same_world_with_its_numbers_moved_on(world: World, tmp_path: Path):
    said = _say(world, ANNA, BOT, "remember 😀 @anna")
    world.marks.react(world.account(ANNA), said, ("👍",))
    path = tmp_path / "world.json"
    save(world, path, {"face": [1]})
    again = World()
    assert load(again, path) == {"face": [1]}
    before, after = dumped(world), dumped(again)
    counters, boxes = after.pop("counters"), after.pop("boxes")
    assert counters == {name: number + LEAP for name, number in before.pop("counters").items()}
    assert [[key, last - LEAP, pts - LEAP, log] for key, last, pts, log in boxes] == before.pop("boxes")
    assert json.loads(json.dumps(after)) == json.loads(json.dumps(before))
    assert again.bot_by_token(world.account(BOT).bot.token) is again.account(BOT)  # type: ignore[union-attr]
    assert again.messages_of(again.private(ANNA, BOT), BOT)[-1].content == said.content
