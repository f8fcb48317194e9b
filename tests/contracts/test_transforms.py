"""Every transform answers the same questions: about its parameters, its names, and any post that comes."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId, RuleId
from forwarding.draft import CAPTIONED, Byline, Draft, draft_of
from forwarding.drafting import Drafting, all_transforms
from forwarding.fitting import fitted
from forwarding.means import Context, Means
from forwarding.originals import with_original
from forwarding.post import Album, Media, MediaKind, Post
from forwarding.spec import Destination, RuleSpec, Source, Step
from forwarding.styled import Styled
from forwarding.transform import AnyTransform
from tests.fakes.asking import Capitals
from tests.fakes.clock import FakeClock
from tests.fakes.pictures import Photo, Shelf
from tests.fakes.styled import faults, styled_texts

VALID: dict[str, list[dict[str, Any]]] = {
    "replace": [{"pairs": {"a": "bb", "Яё": "", "@a": "@b"}}, {"pairs": {"🔥": "x", "b ": "\n"}, "part": True}],
    "replace_regex": [
        {"pairs": {r"(\w)\b": r"\1\1", r"\s+": " "}},
        {"pairs": {r"(?<=a)b|()x*": r"\0\\", "[🔥@]": r"\n"}},
    ],
    "strip": [{"what": ["links", "mentions", "hashtags", "tracking"]}, {"what": ["hashtags"]}],
    "header": [{"text": "**{source}** · [x]({link})\n{author}"}, {"text": "🔥 `{date}` {time}", "bare": True}],
    "footer": [{"text": "||{author}||"}, {"text": "[Подписаться](https://t.me/name)", "bare": True}],
    "buttons": [
        {"rows": [[{"text": "{source}", "url": "{link}"}, {"text": "x", "url": "https://a.example/?from={source}"}]]}
    ],
    "caption": [{"over": "cut", "limit": 100, "more": "…"}, {"over": "rest", "limit": 100}, {"keep": False}],
    "preview": [{}, {"show": True}],
    "translate": [{"to": "fr"}, {"to": "RU", "keep_original": False}],
    "summarise": [{"longer_than": 100}, {"sentences": 1, "characters": 50, "keep_original": False}],
    "rewrite": [{"order": "calm tone, no emoji"}, {"order": "Короче", "keep_original": False}],
    "watermark": [{"text": "@мой_канал"}, {"text": "© x", "position": "center", "opacity": 100, "size": 5}],
}
INVALID: dict[str, list[dict[str, Any]]] = {
    "replace": [{}, {"pairs": {}}, {"pairs": {" ": "x"}}, {"pairs": {"a": 5}}, {"pairs": {"a": "b" * 1000}}],
    "replace_regex": [{}, {"pairs": {"(": ""}}, {"pairs": {"a": r"\1"}}, {"pairs": {"(?:(a+)+)+\\1$": ""}}],
    "strip": [{}, {"what": []}, {"what": ["words"]}],
    "header": [{}, {"text": " "}, {"text": "{title}"}, {"text": "x" * 2000}],
    "footer": [{}, {"text": ""}, {"text": "{}"}],
    "buttons": [{}, {"rows": []}, {"rows": [[]]}, {"rows": [[{"text": "x", "url": "javascript:1"}]]}],
    "caption": [{"over": "drop"}, {"limit": 1}, {"limit": 5000}, {"more": ""}],
    "preview": [{"show": "perhaps"}],
    "translate": [{}, {"to": "russian"}, {"to": "xx"}, {"to": "ru", "keep_original": "perhaps"}],
    "summarise": [{"sentences": 0}, {"characters": 10}, {"longer_than": 5}],
    "rewrite": [{}, {"order": " x "}, {"order": "x" * 1000}],
    "watermark": [
        {},
        {"text": " "},
        {"text": "🔥"},
        {"text": "a\nb"},
        {"text": "a", "size": 0},
        {"text": "a", "opacity": 5},
    ],
}
TRANSFORMS = {each.name: each for each in all_transforms()}
GIVEN = [(name, params) for name in TRANSFORMS for params in VALID[name]]
MEANS = Means(FakeClock(), files=Photo(), blobs=Shelf(), asker=Capitals())
CONTEXT = Context(RuleId(1), "Europe/Moscow", MEANS)
MOMENT = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)

kinds: st.SearchStrategy[MediaKind | None] = st.sampled_from(
    [None, "photo", "video", "sticker", "document", "poll", "video_note"]
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    kind, album = draw(kinds), ""
    said = draw(styled_texts()) if kind is None or kind in CAPTIONED else Styled("")
    count = draw(st.integers(1, 3)) if kind in ("photo", "video") else 1
    if count > 1:
        album = "album"
    posts = [post(number, said if number == 1 else Styled(""), kind, album) for number in range(1, count + 1)]
    source = draw(st.sampled_from(["", "News *bold* {link} [x](https://b.example)", "🔥"]))
    return draft_of(Album(tuple(posts)), Byline(source, draw(st.sampled_from(["", "https://t.me/news/1"]))))


def post(number: int, said: Styled, kind: MediaKind | None = None, album: str = "") -> Post:
    media = Media(kind, "file", "unique") if kind else None
    return Post(ChatId(-1001), MessageId(number), MOMENT, said.text, said.entities, media, album)


def applied(transform: AnyTransform, params: dict[str, Any], draft: Draft) -> Draft:
    made = transform.prepare(transform.read(params), CONTEXT)(draft)
    if isinstance(made, Draft):
        return made

    async def wait() -> Draft:
        return await made

    return asyncio.run(wait())


def test_every_transform_is_asked():
    assert set(VALID) == set(INVALID) == set(TRANSFORMS)


@pytest.mark.parametrize(("name", "params"), GIVEN)
async def test_its_parameters_read_back_as_they_were_written_in_json_and_in_yaml(name: str, params: dict[str, Any]):
    spec = RuleSpec(
        sources=(Source(chat=ChatId(-1)),),
        destinations=(Destination(chat=ChatId(-2)),),
        transforms=(Step(name=name, params=params),),
    )
    await Drafting(all_transforms(), MEANS).check(spec)
    written = spec.model_dump(mode="json")
    assert RuleSpec.model_validate(json.loads(json.dumps(written))) == spec
    assert RuleSpec.model_validate(yaml.safe_load(yaml.safe_dump(written, allow_unicode=True))) == spec


@pytest.mark.parametrize(("name", "params"), [(name, params) for name in INVALID for params in INVALID[name]])
def test_parameters_that_do_not_fit_are_refused(name: str, params: dict[str, Any]):
    with pytest.raises((UserError, ValidationError)):
        TRANSFORMS[name].read(params)


@pytest.mark.parametrize("name", TRANSFORMS)
def test_a_parameter_that_it_does_not_know_is_refused(name: str):
    with pytest.raises(ValidationError):
        TRANSFORMS[name].read({**VALID[name][0], "unheard_of": 1})


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_has_a_title_and_a_sentence_in_both_languages(name: str, language: str, translator: Translator):
    key = f"transform-{name.replace('_', '-')}"
    assert len(translator.text(language, key).split()) <= 3
    assert translator.text(language, f"{key}-about").endswith(".")


@pytest.mark.parametrize(("name", "params"), GIVEN)
@settings(deadline=None)  # the first look at a language reads 40 MB
@given(draft=drafts())
def test_whatever_comes_its_formatting_is_such_as_telegram_takes(name: str, params: dict[str, Any], draft: Draft):
    changed = applied(TRANSFORMS[name], params, draft)
    assert faults(changed.styled) == []
    assert [fault for each in changed.rest for fault in faults(each)] == []
    assert changed.album == draft.album
    sent = with_original(fitted(changed))
    assert [fault for each in (sent.styled, *sent.rest) for fault in faults(each)] == []
    assert sent.styled.length <= sent.limit


@pytest.mark.parametrize(("name", "params"), [each for each in GIVEN if "bare" not in each[1]])
@pytest.mark.parametrize("kind", ["photo", "sticker", "poll", "location", "voice"])
def test_media_without_a_text_stays_without(name: str, params: dict[str, Any], kind: MediaKind):
    draft = draft_of(Album((post(1, Styled(""), kind),)), Byline("News", "https://t.me/news/1"))
    changed = applied(TRANSFORMS[name], params, draft)
    assert (changed.text, changed.entities, changed.rest) == ("", (), ())


@pytest.mark.parametrize(("name", "params"), [each for each in GIVEN if "bare" in each[1]])
@pytest.mark.parametrize("kind", ["sticker", "poll", "location", "video_note"])
def test_nothing_is_written_where_no_text_may_stand(name: str, params: dict[str, Any], kind: MediaKind):
    draft = draft_of(Album((post(1, Styled(""), kind),)), Byline("News", "https://t.me/news/1"))
    assert applied(TRANSFORMS[name], params, draft) == draft
