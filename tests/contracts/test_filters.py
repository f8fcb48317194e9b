"""Every filter of the catalogue is asked the same: it reads its parameters or says why not, and judges any post."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import PlatformError, UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId, RuleId
from forwarding.means import Context, Means
from forwarding.pipeline import all_filters
from forwarding.post import Album, Entity, Media, Origin, Post
from forwarding.post_filter import AnyFilter, Candidate, Verdict
from forwarding.program import Program, params_of
from forwarding.spec import Node
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import post

FILTERS: Mapping[str, AnyFilter] = {each.name: each for each in all_filters()}

Params = dict[str, Any]

GOOD: Mapping[str, list[Params]] = {
    "keywords": [{"words": ["python", "скидк*"], "inflected": True}, {"words": ["a"], "part": True}],
    "regex": [{"patterns": [r"\bреклама\b", "(a|b)c+"]}, {"patterns": ["(?<!no )sale"]}],
    "media": [{"kinds": ["photo", "Video"]}, {"kinds": "text"}],
    "size": [{"max": "10MB"}, {"min": 1, "max": "1,5 ГБ"}],
    "duration": [{"min": "10s", "max": "1m30s"}, {"max": "1:30"}, {"min": 60}],
    "extension": [{"extensions": ["pdf", ".tar.gz"]}, {"extensions": "*.7z"}],
    "language": [{"languages": ["ru", "EN"]}, {"languages": "kk", "unknown": "hold"}],
    "sender": [{"who": [1001, "@anna", "Ivan Petrov"]}, {"who": "editor"}],
    "forwarded_from": [{"chats": ["anywhere"]}, {"chats": [-1001234, "https://t.me/news", "nowhere"]}],
    "has": [{"any_of": ["link", "button"]}, {"any_of": "emoji"}],
    "domains": [{"names": ["example.com", "*.пример.рф", "ru"]}, {"names": "https://t.me/x", "outside": True}],
    "length": [{"min": 10}, {"min": 5, "max": 100, "unit": "words"}],
    "advertisement": [{}, {"threshold": 0.9}],
    "duplicate": [{}, {"hours": 1, "near": False}],
    "judged": [{"sentence": "only news about hardware"}],
    "relevant": [{}, {"threshold": 0.7}],
    "same_picture": [{}, {"hours": 48}],
    "hours": [{"between": ["09:00-18:00", "22:00-06:00"], "days": ["mon-fri", "sun"]}, {"days": "sat"}],
}

BAD: Mapping[str, list[Params]] = {
    "keywords": [{}, {"words": []}, {"words": ["x" * 101]}],
    "regex": [{"patterns": ["("]}, {"patterns": [".*"]}, {"patterns": "a"}],
    "media": [{}, {"kinds": []}, {"kinds": ["painting"]}],
    "size": [{}, {"max": "ten"}, {"max": "10 parsecs"}, {"min": "2MB", "max": "1MB"}, {"max": -1}, {"max": True}],
    "duration": [{}, {"max": "soon"}, {"max": ""}, {"min": "2h", "max": "1m"}, {"min": 1.5}],
    "extension": [{}, {"extensions": []}, {"extensions": ["a b"]}, {"extensions": [""]}, {"extensions": ["x" * 99]}],
    "language": [{"languages": ["klingon"]}, {"languages": []}, {"languages": ["en"], "unknown": "maybe"}],
    "sender": [{}, {"who": []}, {"who": [""]}, {"who": [None]}],
    "forwarded_from": [{}, {"chats": []}, {"chats": [" "]}],
    "has": [{}, {"any_of": []}, {"any_of": ["luck"]}],
    "domains": [
        {},
        {"names": []},
        {"names": ["two words"]},
        {"names": ["a..b"]},
        {"names": ["-"]},
        {"names": ["\ud800"]},
    ],
    "length": [{}, {"min": 3, "max": 2}, {"max": 1, "unit": "pages"}, {"min": "many"}],
    "advertisement": [{"threshold": 2}, {"threshold": "high"}],
    "duplicate": [{"hours": 0}, {"among": "stars"}],
    "judged": [{}, {"sentence": ""}],
    "relevant": [{"threshold": -1}],
    "same_picture": [{"hours": 0}],
    "hours": [{"between": ["9-18"]}, {"between": ["25:00-26:00"]}, {"between": ["09:00-09:00"]}, {"days": ["friyay"]}],
}

LONGEST_VALUE = 300
MILLION = 1_000_000

ALL_GOOD = [(name, params) for name, given in GOOD.items() for params in given]
ALL_BAD = [(name, params) for name, given in BAD.items() for params in given]

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
CONTEXT = Context(RuleId(1), "Europe/Moscow", Means(FakeClock(), filter_seconds=2))

odd_texts = st.one_of(
    st.text(st.characters(), max_size=60),
    st.text("\ud800\udfff\u202e\u200f\u0000\ufeff\u0301א🏳️‍🌈aяß1.@#:/", max_size=60),
    st.sampled_from(["", "https://пример.рф/x", "http://[::1]:80/", "xn--", "http://xn--a-.xn--99999999/", "a" * 300]),
)
numbers = st.one_of(st.integers(-5, 5), st.integers(-(2**53), 2**53))
kinds = st.sampled_from(["url", "text_link", "mention", "text_mention", "hashtag", "custom_emoji", "bold", "strange"])
entities = st.builds(Entity, kinds, st.integers(0, 80), st.integers(0, 80), url=odd_texts, user=numbers)
medias = st.builds(
    Media,
    st.sampled_from(["photo", "video", "document", "poll", "voice", "sticker"]),
    unique_id=odd_texts,
    file_name=odd_texts,
    mime_type=st.one_of(odd_texts, st.just("application/pdf")),
    size=numbers,
    duration=numbers,
)
origins = st.builds(Origin, numbers, odd_texts, odd_texts, numbers)
posts = st.builds(
    Post,
    source=st.just(ChatId(-1001)),
    message=st.integers(1, 10**9).map(MessageId),
    date=st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds it
    text=odd_texts,
    entities=st.lists(entities, max_size=4).map(tuple),
    media=st.none() | medias,
    author=odd_texts,
    sender=numbers,
    sender_name=odd_texts,
    sender_username=odd_texts,
    forwarded_from=st.none() | origins,
    buttons=st.lists(odd_texts, max_size=3).map(tuple),
)
albums = st.lists(posts, min_size=1, max_size=3).map(lambda parts: Album(tuple(parts)))


def node_of(name: str, params: Params) -> Node:
    return Node.model_validate({name: params})


class Asked:
    """One filter, asked without the program around it, which would catch what it raises."""

    def __init__(self, name: str, params: Params) -> None:
        post_filter = FILTERS[name]
        self._program = Program([(node_of(name, params), CONTEXT)], FILTERS)
        self._judge = post_filter.prepare(post_filter.read(params), CONTEXT, (RuleId(1), 0))

    async def look_at(self, album: Album) -> Candidate:
        return await self._program.look_at(album, NOW)

    async def judge(self, candidate: Candidate) -> Verdict:
        try:
            verdict = self._judge(candidate)
            return verdict if isinstance(verdict, Verdict) else await verdict
        except PlatformError as error:  # the one way to say that it cannot tell
            return Verdict("held", error.key)


def test_every_filter_is_asked():
    assert set(GOOD) == set(BAD) == set(FILTERS)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_has_a_title_and_a_sentence_in_every_language(name: str, translator: Translator):
    for language in translator.languages:
        texts = translator.bound(language)
        key = FILTERS[name].title
        assert 1 <= len(texts(key).split()) <= 3
        assert texts(f"{key}-about").endswith(".")


@pytest.mark.parametrize(("name", "params"), ALL_GOOD)
def test_what_is_read_reads_the_same_after_a_way_through_yaml(name: str, params: Params):
    read = FILTERS[name].read(params)
    assert FILTERS[name].read(yaml.safe_load(yaml.safe_dump(params, allow_unicode=True))) == read
    written = yaml.safe_dump(read.model_dump(mode="json"), allow_unicode=True)
    assert FILTERS[name].read(yaml.safe_load(written)) == read


@pytest.mark.parametrize(("name", "params"), ALL_BAD)
def test_what_cannot_be_read_is_answered_with_one_sentence(name: str, params: Params, translator: Translator):
    with pytest.raises(UserError) as raised:
        params_of(node_of(name, params), FILTERS[name])
    for language in translator.languages:
        said = translator.bound(language)(raised.value.key, **raised.value.params)
        assert len(said) < 400
        assert raised.value.key not in said


@pytest.mark.parametrize("name", FILTERS)
def test_a_name_that_it_does_not_know_is_refused(name: str):
    with pytest.raises(ValidationError):
        FILTERS[name].read({**GOOD[name][0], "surprise": 1})


@pytest.mark.parametrize(("name", "params"), ALL_GOOD)
def test_any_post_gets_a_verdict(name: str, params: Params):
    asked = Asked(name, params)

    async def verdict_on(album: Album) -> Verdict:
        return await asked.judge(await asked.look_at(album))

    @settings(max_examples=60, deadline=None)
    @given(albums)
    def judge(album: Album) -> None:
        verdict = asyncio.run(verdict_on(album))
        assert verdict.outcome in ("pass", "drop", "held")
        assert len(verdict.value) <= LONGEST_VALUE

    judge()


@pytest.mark.parametrize(("name", "params"), ALL_GOOD)
async def test_an_endless_post_is_judged_in_a_tenth_of_a_second(name: str, params: Params):
    asked = Asked(name, params)
    await asked.judge(await asked.look_at(Album((post(1, "Первый текст, after which models are read."),))))
    for text in ("а" * MILLION, "word " * (MILLION // 5), "." * MILLION, "🔥" * (MILLION // 4), "a." * (MILLION // 2)):
        links = (Entity("url", 0, MILLION), Entity("text_link", 0, 5, url=text))
        candidate = await asked.look_at(Album((post(1, text, entities=links, author=text, sender_name=text),)))
        assert min([await seconds_of(asked, candidate) for _ in range(3)]) < 0.1


async def seconds_of(asked: Asked, candidate: Candidate) -> float:
    """Of this process, whatever else the machine does."""
    started = time.process_time()
    await asked.judge(candidate)
    return time.process_time() - started
