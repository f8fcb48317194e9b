"""Posts before a reviewer: shown, published once as they are by then, skipped, written anew, withdrawn, given up."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.buttons import Rows
from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import EditCopy
from forwarding.post import Entity, Post
from forwarding.reviewing import Key
from forwarding.rules import Rule
from forwarding.styled import Styled
from storage.database import Database
from storage.reviews import Review
from storage.users import Role, User
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import ELSEWHERE, OTHER, SOURCE, TARGET, Room, make_room, post

REVIEWERS = OTHER
ANNA = User(UserId(1), "Anna", "anna", "en", Role.ADMIN, "UTC", datetime(2026, 1, 1, tzinfo=UTC))
BEN = replace(ANNA, id=UserId(2), name="Ben")


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def reviewed(room: Room, *posts: Post, **fields: Any) -> tuple[Rule, Key]:
    """A rule that asks, and what it asks about."""
    rule = await room.rule(review_chat={"chat": REVIEWERS}, **fields)
    for each in posts:
        await room.forwarder.accept(each)
    await room.deliver(5.0)
    return rule, (rule.id, SOURCE, posts[0].message)


async def review(room: Room, key: Key) -> Review:
    found = await room.reviews.get(*key)
    assert found is not None
    return found


def words(rows: Rows) -> list[str]:
    return [button.data.split(":")[1] for row in rows for button in row if button.data]


def edited(message: int, text: str, minute: int = 1, **fields: Any) -> Post:
    return post(message, text, edited=datetime(2026, 11, 2, 12, minute, tzinfo=UTC), **fields)


async def test_a_post_is_shown_with_its_buttons_and_goes_nowhere_by_itself(room: Room):
    _, key = await reviewed(room, post(1, "news"))
    assert (room.transport.originals(REVIEWERS), room.transport.originals(TARGET)) == ([1], [])
    assert words(room.transport.copied[0].under) == ["publish", "skip", "edit"]
    assert (await review(room, key)).is_waiting
    (decision,) = await room.posts.decisions(SOURCE, MessageId(1))
    assert decision.verdict == "review"


async def test_what_the_filters_drop_is_not_shown(room: Room):
    await reviewed(room, post(1, "rain"), keep=["news"])
    assert room.transport.arrived == []


async def test_an_album_is_shown_whole_and_a_question_with_the_buttons_follows(room: Room):
    rule, key = await reviewed(room, post(1, "all", album="a"), post(2, album="a"))
    assert room.transport.originals(REVIEWERS) == [1, 2]
    assert room.transport.copied[0].under == ()
    assert words(room.transport.texts[0].buttons) == ["publish", "skip", "edit"]
    assert (await room.reviewing.publish(key, ANNA)).key == "review-published"
    await room.deliver(5.0)
    assert room.transport.originals(TARGET) == [1, 2]
    assert {each.verdict for number in (1, 2) for each in await room.posts.decisions(SOURCE, MessageId(number))} == {
        "pass"
    }
    assert rule.name in room.transport.texts[0].text


async def test_published_it_goes_out_once_however_many_press_at_once(room: Room):
    _, key = await reviewed(room, post(1, "news"))
    answers = await asyncio.gather(*(room.reviewing.publish(key, by) for by in (ANNA, BEN, ANNA)))
    await room.deliver(5.0)
    assert room.transport.originals(TARGET) == [1]
    assert sorted(each.key for each in answers) == ["review-decided", "review-decided", "review-published"]
    assert len({each.review.decider for each in answers if each.review}) == 1


async def test_whoever_comes_second_hears_who_decided_and_changes_nothing(room: Room):
    _, key = await reviewed(room, post(1, "news"))
    assert (await room.reviewing.skip(key, ANNA)).key == "review-skipped"
    answer = await room.reviewing.publish(key, BEN)
    assert answer.key == "review-decided"
    assert answer.review is not None
    assert (answer.review.state, answer.review.decider) == ("skipped", "Anna")
    await room.deliver(5.0)
    assert room.transport.originals(TARGET) == []


async def test_it_goes_out_as_its_source_has_it_by_then_and_the_preview_follows_until_then(room: Room):
    _, key = await reviewed(
        room, post(1, "draft"), transforms=[{"replace": {"pairs": {"draft": "first", "final": "second"}}}]
    )
    await room.forwarder.accept_edit(edited(1, "final"))
    await room.deliver(5.0)
    (edit,) = [content for chat, _, content in room.transport.edits if chat == REVIEWERS]
    assert (edit.text, words(edit.under)) == ("second", ["publish", "skip", "edit"])
    await room.reviewing.publish(key, ANNA)
    await room.deliver(5.0)
    assert [each.text for each in room.transport.arrived if each.chat == TARGET] == ["second"]


async def test_an_edit_after_that_follows_in_the_copy_and_no_longer_in_the_preview(room: Room):
    _, key = await reviewed(room, post(1, "draft"))
    await room.reviewing.publish(key, ANNA)
    await room.deliver(5.0)
    await room.forwarder.accept_edit(edited(1, "final"))
    await room.deliver(5.0)
    assert [(chat, content.text) for chat, _, content in room.transport.edits] == [(TARGET, "final")]


async def test_other_words_are_shown_anew_and_go_out_with_their_formatting(room: Room):
    _, key = await reviewed(room, post(1, "badly said"))
    assert (await room.reviewing.may_rewrite(key)).key == "review-ask-words"
    said = Styled("well said", (Entity("bold", 0, 4),))
    assert (await room.reviewing.rewrite(key, 0, said)).key == "review-rewritten"
    await room.deliver(5.0)
    await room.reviewing.publish(key, ANNA)
    await room.deliver(5.0)
    shown = [each.text for each in room.transport.arrived if each.chat == REVIEWERS]
    assert shown == ["", "well said"]
    (copy,) = [each for each in room.transport.copied if each.rewrite and not each.under]
    assert copy.rewrite is not None
    assert (copy.rewrite.text, copy.rewrite.entities) == ("well said", said.entities)


async def test_a_reviewers_words_stay_when_the_original_is_edited(room: Room):
    _, key = await reviewed(room, post(1, "badly said"))
    await room.reviewing.rewrite(key, 0, Styled("well said"))
    await room.deliver(5.0)
    await room.forwarder.accept_edit(edited(1, "worse said"))
    await room.reviewing.publish(key, ANNA)
    await room.deliver(5.0)
    await room.forwarder.accept_edit(edited(1, "worst", minute=2))
    await room.deliver(5.0)
    assert {content.text for _, _, content in room.transport.edits if isinstance(content, EditCopy)} == {"well said"}
    assert [each.text for each in room.transport.arrived if each.chat == TARGET] == ["well said"]


async def test_of_two_who_write_other_words_the_slower_one_is_told(room: Room):
    _, key = await reviewed(room, post(1, "badly said"))
    await room.reviewing.rewrite(key, 0, Styled("Anna's"))
    assert (await room.reviewing.rewrite(key, 0, Styled("Ben's"))).key == "review-changed"


@pytest.mark.parametrize("fields", [{"mode": "forward"}, {"merge": {}}])
async def test_what_can_have_no_other_words_says_so(room: Room, fields: dict[str, Any]):
    _, key = await reviewed(room, post(1, "as it is"), **fields)
    assert (await room.reviewing.may_rewrite(key)).key == "review-wordless"


async def test_a_post_that_is_deleted_while_it_waits_is_withdrawn_where_the_rule_cares(room: Room):
    _, key = await reviewed(room, post(1, "news"), deletions="follow")
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(5.0)
    assert (await review(room, key)).state == "withdrawn"
    assert [chat for chat, _ in room.transport.deleted] == [REVIEWERS]
    assert "withdrawn" in room.transport.said(REVIEWERS)[0]
    assert (await room.reviewing.publish(key, ANNA)).key == "review-decided"
    await room.deliver(5.0)
    assert room.transport.originals(TARGET) == []


async def test_a_part_of_an_album_that_is_deleted_is_not_published_with_the_others(room: Room):
    _, key = await reviewed(room, post(1, "all", album="a"), post(2, album="a"), deletions="follow")
    await room.forwarder.accept_deletion(SOURCE, [MessageId(2)])
    assert (await review(room, key)).is_waiting
    await room.reviewing.publish(key, ANNA)
    await room.deliver(5.0)
    assert room.transport.originals(TARGET) == [1]


async def test_a_paused_rule_publishes_nothing_and_the_post_goes_on_waiting(room: Room):
    rule, key = await reviewed(room, post(1, "news"))
    await room.rulebook.pause(rule.id)
    assert (await room.reviewing.publish(key, ANNA)).key == "review-paused"
    await room.rulebook.resume(rule.id)
    assert (await room.reviewing.publish(key, ANNA)).key == "review-published"


async def test_a_rule_that_changed_shows_the_post_anew_before_anybody_publishes_it(room: Room):
    rule, key = await reviewed(room, post(1, "news"))
    footer = {"footer": {"text": "ours"}}
    spec = rule.spec.model_validate({**rule.spec.model_dump(), "transforms": [footer]})
    await room.rulebook.change(rule, spec, rule.created_by)
    assert (await room.reviewing.publish(key, ANNA)).key == "review-rule-changed"
    await room.deliver(5.0)
    assert [each.text for each in room.transport.arrived if each.chat == REVIEWERS] == ["", "news\n\nours"]
    assert (await room.reviewing.publish(key, ANNA)).key == "review-published"


async def test_of_a_rule_that_is_deleted_there_is_nothing_to_decide(room: Room):
    rule, key = await reviewed(room, post(1, "news"))
    await room.rulebook.delete(rule.id)
    assert (await room.reviewing.publish(key, ANNA)).key == "review-gone"


async def test_what_waits_moves_to_the_chat_where_its_rule_asks_now(room: Room):
    rule, _ = await reviewed(room, post(1, "news"))
    spec = rule.spec.model_validate({**rule.spec.model_dump(), "review_chat": {"chat": ELSEWHERE}})
    await room.rulebook.change(rule, spec, rule.created_by)
    for _ in range(2):
        await room.reviewing.run()
        await room.deliver(5.0)
    assert room.transport.originals(ELSEWHERE) == [1]


async def test_what_nobody_decided_about_in_time_is_given_up_and_told(room: Room, clock: FakeClock):
    _, key = await reviewed(room, post(1, "one"), post(2, "two"))
    await room.posts.purge(clock.now())
    clock.advance(29 * 86_400)
    await room.reviewing.run()
    assert (await review(room, key)).is_waiting
    clock.advance(2 * 86_400)
    await room.posts.purge(clock.now())
    assert await room.posts.get(SOURCE, MessageId(1)) is not None
    await room.reviewing.run()
    await room.reviewing.run()
    await room.deliver(5.0)
    assert (await review(room, key)).state == "expired"
    (told,) = room.transport.said(REVIEWERS)
    assert "2 posts" in told
    await room.posts.purge(clock.now())
    assert await room.posts.get(SOURCE, MessageId(1)) is None


async def test_a_process_that_dies_after_the_word_publishes_it_all_the_same(
    room: Room, database: Database, translator: Translator, clock: FakeClock
):
    _, key = await reviewed(room, post(1, "news"))
    await room.reviewing.publish(key, ANNA)
    after = make_room(database, translator, clock, room.transport)
    assert (await after.reviewing.publish(key, ANNA)).key == "review-decided"
    await after.deliver(5.0)
    assert room.transport.originals(TARGET) == [1]


async def test_what_is_published_waits_for_its_time_like_any_other(room: Room):
    _, key = await reviewed(room, post(1, "news"), timing={"kind": "delay", "minutes": 30})
    await room.reviewing.publish(key, ANNA)
    await room.deliver(60.0)
    assert room.transport.originals(TARGET) == []
    await room.deliver(1800.0)
    assert room.transport.originals(TARGET) == [1]


async def test_a_reviewers_words_wait_too(room: Room):
    _, key = await reviewed(room, post(1, "bad"), timing={"kind": "delay", "minutes": 30})
    await room.reviewing.rewrite(key, 0, Styled("good"))
    await room.reviewing.publish(key, ANNA)
    await room.deliver(1900.0)
    assert [each.text for each in room.transport.arrived if each.chat == TARGET] == ["good"]


async def test_a_post_that_a_transform_breaks_on_goes_on_waiting_and_says_why(room: Room):
    rule, key = await reviewed(room, post(1, "news"), transforms=[{"replace": {"pairs": {"gone": ""}}}])
    await room.forwarder.accept_edit(edited(1, "gone"))
    answer = await room.reviewing.publish(key, ANNA)
    assert (answer.key, answer.reason) == ("review-unmade", "error-draft-empty")
    assert (await review(room, key)).is_waiting
    assert rule.name


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"review_chat": {"chat": SOURCE}}, "error-rule-review-chat-is-source"),
        ({"review_chat": {"chat": TARGET}}, "error-rule-review-chat-is-destination"),
        ({"review_chat": {"chat": ChatId(-999)}}, "error-chat-not-found"),
        ({"votes": True, "mode": "forward"}, "error-rule-votes-forward"),
    ],
)
async def test_a_place_where_nobody_can_decide_is_refused_at_saving(room: Room, fields: dict[str, Any], key: str):
    with pytest.raises(UserError) as refused:
        await room.rule(**fields)
    assert refused.value.key == key


async def test_what_a_reviewer_wrote_stays_when_the_first_part_of_the_album_is_deleted(room: Room):
    _, key = await reviewed(room, post(1, "all", album="a"), post(2, album="a"), deletions="follow")
    await room.reviewing.rewrite(key, (await review(room, key)).revision, Styled("anew"))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    assert (await room.reviewing.publish(key, ANNA)).key == "review-published"
    await room.deliver(5.0)
    copy = room.transport.copied[-1]
    assert copy.rewrite is not None
    assert (copy.messages, copy.rewrite.text) == ((2,), "anew")
