"""What a rule would have done: the same as the pipeline says now, counted, with examples, and nothing is sent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.i18n import Translator
from core.ids import ChatId, TopicId
from forwarding.pipeline import all_filters
from forwarding.post import Album, Entity, Media
from forwarding.replaying import EXAMPLES, Replay, Replayed
from forwarding.routing import to_stored
from forwarding.spec import Destination, Node, RuleSpec, Source, simple_rule
from forwarding.trials import Trials
from storage import archive
from storage.archive import Archive
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import OTHER, SOURCE, TARGET, Room, make_room, post

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


async def replayed(room: Room, database: Database, spec: RuleSpec, since: datetime = LONG_AGO) -> Replayed:
    return await Replay(Archive(database), Trials(all_filters(), room.clock)).run(spec, since)


async def store(room: Room, *texts: str, source: ChatId = SOURCE, first: int = 1) -> None:
    for number, text in enumerate(texts, first):
        await room.posts.add(to_stored(post(number, text, source=source), "bot"))


def spec(*filters: dict[str, object], source: ChatId = SOURCE, topic: TopicId | None = None) -> RuleSpec:
    return RuleSpec(
        sources=(Source(chat=source, topic=topic),),
        destinations=(Destination(chat=TARGET),),
        filters=Node.model_validate({"all": list(filters)}),
    )


async def test_outcomes_are_counted_with_what_decided_and_examples(room: Room, database: Database):
    await store(room, "Python 3", "python ads", "rust", "more Python", "nothing")
    told = await replayed(room, database, simple_rule(SOURCE, TARGET, keep=["python"], drop=["ads"]))
    assert dict(told.counts) == {"pass": 2, "drop": 3}
    assert told.deciders["pass"].most_common(1) == [(("keywords", "python"), 2)]
    assert told.deciders["drop"] == {("keywords", ""): 2, ("keywords", "ads"): 1}
    assert [(each.message, each.text) for each in told.examples["pass"]] == [(1, "Python 3"), (4, "more Python")]


async def test_nothing_is_sent_decided_or_remembered(room: Room, database: Database):
    await store(room, "a", "a")
    waiting = await room.posts.waiting(SOURCE)
    told = await replayed(room, database, spec({"not": {"duplicate": {}}}))
    assert told.posts == 2
    assert await room.posts.waiting(SOURCE) == waiting
    assert await room.posts.decisions(SOURCE, post(1).message) == []
    assert await room.outbox.counts() == {}


async def test_what_needs_means_that_a_replay_has_not_is_said_to_be_unknown(room: Room, database: Database):
    await store(room, "a", "b")
    told = await replayed(room, database, spec({"judged": {"sentence": "only news"}}))
    assert dict(told.counts) == {"held": 2}


async def test_an_album_is_one_post_also_over_the_end_of_a_page(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive, "PAGE", 2)
    for number, text in ((1, "python"), (2, ""), (3, "")):
        await room.posts.add(to_stored(post(number, text, album="a"), "bot"))
    await store(room, "rust", first=4)
    told = await replayed(room, database, simple_rule(SOURCE, TARGET, keep=["python"]))
    assert dict(told.counts) == {"pass": 1, "drop": 1}


async def test_only_the_sources_their_topics_and_the_time_are_looked_at(room: Room, database: Database):
    await store(room, "a")
    await store(room, "a", source=OTHER)
    await room.posts.add(to_stored(post(2, "a", topic=TopicId(7)), "bot"))
    assert (await replayed(room, database, spec())).posts == 2
    assert (await replayed(room, database, spec(topic=TopicId(7)))).posts == 1
    assert (await replayed(room, database, spec(), since=post(1).date + timedelta(days=1))).posts == 0


async def test_examples_are_few_and_counts_are_not(room: Room, database: Database):
    await store(room, *["x"] * (EXAMPLES + 3))
    told = await replayed(room, database, simple_rule(SOURCE, TARGET, keep=["python"]))
    assert (told.counts["drop"], len(told.examples["drop"])) == (EXAMPLES + 3, EXAMPLES)


async def test_progress_ends_with_all_of_them(room: Room, database: Database):
    await store(room, "a", "b", "c")
    steps: list[tuple[int, int]] = []
    trials = Trials(all_filters(), room.clock)
    await Replay(Archive(database), trials).run(spec(), LONG_AGO, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=30) | st.just("\ud83d python https://x.org"), min_size=1, max_size=5))
async def test_a_replay_says_what_the_pipeline_says(room: Room, database: Database, texts: list[str]):
    filters: list[dict[str, object]] = [
        {"keywords": {"words": ["python", "a"]}},
        {"not": {"has": {"any_of": ["link"]}}},
    ]
    source = ChatId(SOURCE - 1000 - abs(hash(tuple(texts))) % 10**9)
    posts = [
        post(number, text, source=source, entities=(Entity("url", 0, 1),) * (number % 2), media=Media("photo"))
        for number, text in enumerate(texts, 1)
    ]
    for each in posts:
        await room.posts.add(to_stored(each, "bot"))
    asked = spec(*filters, source=source)
    program = await Trials(all_filters(), room.clock).program(asked)
    told = await replayed(room, database, asked)
    wanted = {"pass": 0, "drop": 0, "held": 0}
    for each in posts:
        judged = await program.judge(await program.look_at(Album((each,)), each.date))
        wanted[judged[next(iter(judged))].outcome] += 1
    assert dict(told.counts) == {outcome: count for outcome, count in wanted.items() if count}
