"""Rules as YAML: what is written reads back the same, and whatever is wrong is one sentence with nothing saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.i18n import Translator
from core.ids import ChatId, RuleId
from forwarding.drafting import Drafting, all_transforms
from forwarding.means import Means
from forwarding.permissions import ChatTitle
from forwarding.pipeline import Pipeline, all_filters
from forwarding.rule_files import LARGEST, read_rules, read_settings, specs_of, write_rules
from forwarding.rules import Rule, RuleRefused
from forwarding.spec import Destination, Node, RuleSpec, Sample, Source
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, OTHER, SOURCE, TARGET, Room, make_room

TWO = """
rules:
- name: first
  sources: [{chat: "@source_news"}]
  destinations: [{chat: -1002}]
  filters: {keywords: {words: [python]}}
- name: second
  sources: [{chat: -1001}]
  destinations: [{chat: -1003, topic: 7}]
"""
IDS = {"@source_news": SOURCE, "-1001": SOURCE, "-1002": TARGET, "-1003": OTHER}

words = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4)
nodes = st.recursive(
    words.map(lambda each: Node(op="keywords", params={"words": each})),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda each: Node(op="any", parts=tuple(each))),
        parts.map(lambda each: Node(op="not", parts=(each,))),
    ),
    max_leaves=5,
)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


def rule(spec: RuleSpec) -> Rule:
    return Rule(RuleId(1), spec, AUTHOR, is_paused=False, chats={SOURCE: ChatTitle("Source news", "source_news")})


@given(filters=nodes, name=st.text(max_size=50), text=st.text(max_size=50))
def test_what_is_written_reads_back_the_same(filters: Node, name: str, text: str):
    spec = RuleSpec(
        name=name,
        sources=(Source(chat=SOURCE),),
        destinations=(Destination(chat=TARGET),),
        filters=filters,
        samples=(Sample(text=text, expected="drop"),),
    )
    read = read_rules(write_rules([rule(spec)], {}).encode())
    assert read.chats == ("@source_news", str(TARGET))
    assert specs_of(read, {"@source_news": SOURCE}) == [spec]


def test_feeds_webhooks_and_the_chats_where_people_look_are_written_as_they_are_named():
    feed, hook = ChatId(-4_000_000_000_001), ChatId(-4_000_000_000_002)
    spec = RuleSpec(
        sources=(Source(chat=feed),),
        destinations=(Destination(chat=hook),),
        trouble="check",
        check_chat=Destination(chat=SOURCE),
    )
    addresses = {feed: "https://example.org/feed.xml", hook: "hook:https://example.org/in"}
    read = read_rules(write_rules([rule(spec)], addresses).encode())
    assert read.chats == (*addresses.values(), "@source_news")
    assert specs_of(read, {**{name: id for id, name in addresses.items()}, "@source_news": SOURCE}) == [spec]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("overflow_after: 0", "меньше 1"),
        ("overflow_after: many", "целое число"),
        ("overflow: perhaps", "queue"),
        ("name: " + "x" * 101, "длиннее 100"),
        ("destinations: 5", "список"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_the_language_of_the_reader(
    settings: str, words: str, translator: Translator
):
    text = "rules:\n- sources: [{chat: -1001}]\n  destinations: [{chat: -1002}]\n".replace(
        "  destinations: [{chat: -1002}]\n" if settings.startswith("destinations") else "\0", ""
    )
    with pytest.raises(RuleRefused) as raised:
        specs_of(read_rules(f"{text}  {settings}\n".encode()), IDS)
    said = translator.text("ru", raised.value.reason.key, **raised.value.reason.params)
    assert words in said
    assert "should" not in said


async def test_a_file_is_saved_as_a_whole_and_the_second_time_changes_nothing(room: Room):
    specs = specs_of(read_rules(TWO.encode()), IDS)
    assert [each.name for each in await room.rulebook.create_all(specs, AUTHOR, "one")] == ["first", "second"]
    assert await room.rulebook.create_all(specs, AUTHOR, "two") == []
    assert len(await room.rulebook.list()) == 2


async def test_one_rule_that_is_refused_keeps_all_others_out(room: Room):
    circle = f"{TWO}- {{name: back, sources: [{{chat: -1003}}], destinations: [{{chat: -1001}}]}}\n"
    with pytest.raises(RuleRefused) as raised:
        await room.rulebook.create_all(specs_of(read_rules(circle.encode()), IDS), AUTHOR, "one")
    assert raised.value.params == {"number": 3, "rule": "back"}
    assert raised.value.reason.key == "error-rule-loop"
    assert await room.rulebook.list() == ()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"rules: [" + b"1, " * LARGEST + b"1]", "error-rules-too-large"),
        (b"rules:\n  - [", "error-rules-broken"),
        (b"rules:\n  - name: \x01", "error-rules-broken"),
        (b"\xff\xfe\x00", "error-rules-not-text"),
        (b"", "error-rules-shape"),
        (b"hello", "error-rules-shape"),
        (b"rules: []", "error-rules-shape"),
        (b"rules: [1]", "error-rules-one-refused"),
        (b"rules: {a: 1}", "error-rules-shape"),
        (b"a: &a [x, x]\nrules: [*a, *a]", "error-rules-references"),
        (b"[" * 100_000, "error-rules-too-deep"),
        (b"rules: [" + b"{}," * 600 + b"{}]", "error-rule-too-many"),
        (b"rules: 2026-99-99", "error-rules-broken"),
    ],
)
def test_a_file_that_is_none_of_rules_is_said_to_be_so(data: bytes, key: str, translator: Translator):
    with pytest.raises(UserError) as raised:
        read_rules(data)
    assert raised.value.key == key
    for language in translator.languages:
        assert "{" not in translator.text(language, key, **raised.value.params)


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("{sources: [{chat: '@nowhere'}], destinations: [{chat: -1002}]}", "error-rule-params"),
        ("{sources: 7, destinations: [{chat: -1002}]}", "error-rule-params"),
        ("{sources: [{chat: -1001}], destinations: [{chat: -1002}], colour: red}", "error-rule-params"),
        ("{sources: [{chat: -1001}], destinations: [{chat: -1002}], filters: {a: 1, b: 2}}", "error-rule-filter-shape"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_with_what_is_wrong(rule: str, key: str):
    with pytest.raises(RuleRefused) as raised:
        specs_of(read_rules(f"rules: [{rule}]".encode()), IDS)
    assert (raised.value.params["number"], raised.value.reason.key) == (1, key)


async def test_a_sample_of_which_the_filters_say_something_else_refuses_the_saving(room: Room, translator: Translator):
    samples = [{"text": "Python 3.15"}, {"text": "Rust", "expected": "drop"}]
    saved = await room.rule(keep=["python"], samples=samples)
    assert len(saved.spec.samples) == 2
    wrong = saved.spec.model_copy(update={"samples": (Sample(text="About Rust"),)})
    with pytest.raises(UserError) as raised:
        await room.rulebook.change(saved, wrong, AUTHOR)
    assert raised.value.key == "error-rule-sample"
    assert raised.value.params["text"] == "About Rust"
    told = translator.text("ru", raised.value.key, **raised.value.params)
    assert told.startswith("Этот пример отсеивается")
    assert "а должен пройти: About Rust" in told
    assert (await room.rulebook.list())[0].version == 1


async def test_a_sample_has_the_links_and_the_media_that_it_says(room: Room):
    filters = {"all": [{"has": {"any_of": ["link"]}}, {"media": {"kinds": ["photo"]}}]}
    samples = [
        {"text": "Смотри 🔥 https://example.org", "media": "photo"},
        {"text": "https://example.org", "expected": "drop"},
        {"text": "no link", "media": "photo", "expected": "drop"},
    ]
    assert (await room.rule(filters=filters, samples=samples)).version == 1


TGCF = """
admins: [anna]
forwards:
- {source: channelName, dest: [anotherChannel, -100123], offset: 5, con_name: News}
- {source: -1005, dest: [-1006], use_this: false}
live: {delete_sync: true}
past: {delay: 2}
plugins:
  filter:
    text: {blacklist: [nope], whitelist: [yes please], case_sensitive: true}
    users: {blacklist: [1547315064]}
    files: {whitelist: [gif, nofile]}
  replace: {text: {god: devil}}
  caption: {footer: bye}
  ocr: {check: true}
  mark: {check: false}
"""

TELEMIRROR = """
filters:
- ForwardFormatFilter: {format: "{message_text}\\n\\nForwarded from [{channel_name}]({message_link})"}
- EmptyMessageFilter
- UrlMessageFilter: {blacklist: !!set {? t.me}}
- SkipUrlFilter: {skip_mention: false}
disable_edit: true
disable_delete: true
directions:
- from: [-1001, -1002]
  to: [-100203]
- from: [-100226]
  to: ["-1006#3"]
  disable_edit: false
  filters:
  - KeywordReplaceFilter: {keywords: {"google.com": "bing.com"}, regex: false}
  - SkipWithKeywordsFilter: {keywords: !!set {? stopword, ? "r'ad \\\\d+'"}}
  - RestrictSavingContentBypassFilter
"""


async def test_a_configuration_of_tgcf_becomes_rules_and_a_list_of_what_is_lost():
    read = read_rules(TGCF.encode())
    (spec,) = specs_of(read, {"channelName": SOURCE, "anotherChannel": TARGET, "-100123": OTHER})
    assert (spec.name, spec.source, [each.chat for each in spec.destinations]) == ("News", SOURCE, [TARGET, OTHER])
    assert (spec.mode, spec.deletions) == ("copy", "follow")
    assert [each.model_dump() for each in spec.filters.parts] == [
        {"keywords": {"words": ["yes please"], "part": True}},
        {"media": {"kinds": ["animation", "text"]}},
        {"not": {"keywords": {"words": ["nope"], "part": True}}},
        {"not": {"sender": {"who": [1547315064]}}},
    ]
    assert [step.name for step in spec.transforms] == ["replace", "footer"]
    assert set(read.lost) == {
        "plugins.filter.text.case_sensitive",
        "plugins.ocr",
        "forwards.offset",
        "forwards: -1005 (use_this: false)",
        "admins",
        "past",
    }
    await check(spec)


async def test_a_configuration_of_telemirror_becomes_rules_and_a_list_of_what_is_lost():
    read = read_rules(TELEMIRROR.encode())
    first, second = specs_of(read, {name: ChatId(int(name)) for name in read.chats})
    assert [each.chat for each in first.sources] == [-1001, -1002]
    assert (first.edits, first.deletions, second.edits) == ("ignore", "ignore", "follow")
    assert first.filters.model_dump() == {"all": [{"not": {"has": {"any_of": ["link"]}}}]}
    assert first.transforms[0].model_dump() == {"footer": {"text": "Forwarded from [{source}]({link})"}}
    assert second.destinations == (Destination(chat=ChatId(-1006), topic=3),)
    assert second.filters.parts[0].parts[0].op == "any"
    assert second.transforms[0].params == {"pairs": {"google.com": "bing.com"}, "part": False}
    assert read.lost == ("UrlMessageFilter", "RestrictSavingContentBypassFilter")
    await check(first)
    await check(second)


async def check(spec: RuleSpec) -> None:
    """Whether our filters and transforms take what became of theirs."""
    means = Means(FakeClock())
    await Pipeline(all_filters(), means).check(spec)
    await Drafting(all_transforms(), means).check(spec)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("", "error-rules-settings-shape"),
        ("words", "error-rules-settings-shape"),
        ("[a, b]", "error-rules-settings-shape"),
        ("1: a", "error-rules-settings-shape"),
        ("words: [a", "error-rules-broken"),
        ("a: &a [1]\nb: *a", "error-rules-references"),
        (f"a: {'[' * 50}{']' * 50}", "error-rules-too-deep"),
        (f"a: {'x' * 64_000}", "error-rules-settings-large"),
        ("a: !!python/object/apply:os.getcwd []", "error-rules-broken"),
    ],
)
def test_settings_that_cannot_be_read_are_refused_by_name(written: str, key: str):
    with pytest.raises(UserError) as raised:
        read_settings(written)
    assert raised.value.key == key


def test_settings_are_names_with_values():
    assert read_settings("words: [python, релиз]\ninflected: true") == {"words": ["python", "релиз"], "inflected": True}
