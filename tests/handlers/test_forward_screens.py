"""The screens of /forward: they fit a message and a press, and say what a rule does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.buttons import Rows
from core.errors import UserError
from core.i18n import Texts, Translator
from core.ids import ChatId, RuleId, UserId
from forwarding.amending import with_fields
from forwarding.drafting import all_transforms
from forwarding.grafting import rooted, with_beside
from forwarding.permissions import ChatTitle
from forwarding.pipeline import all_filters
from forwarding.post_filter import AnyFilter
from forwarding.rule_files import read_settings, write_settings
from forwarding.rules import Rule
from forwarding.spec import Destination, Node, RuleSpec, Sample, simple_rule
from forwarding.transform import AnyTransform
from handlers.rule_options import OPTIONS, Choice, Number, Option, option_at, option_text
from handlers.ui.rule_filter_screens import (
    catalogue_screen,
    filters_screen,
    node_screen,
    settings_screen,
    side_screen,
)
from handlers.ui.rule_option_screens import group_screen, option_screen, question_screen
from handlers.ui.rule_place_screens import place_screen, places_screen
from handlers.ui.rule_sample_screens import expected_screen, samples_screen
from handlers.ui.rule_screens import Screen, list_screen, rest_screen, rule_screen, sure_screen, versions_screen
from handlers.ui.rule_settings import LISTS
from handlers.ui.rule_text import INDENT, rule_text
from handlers.ui.rule_transform_screens import (
    step_settings_screen,
    transform_catalogue_screen,
    transform_screen,
    transforms_screen,
)
from storage.rules import StoredVersion

SOURCE, TARGET, ANNA = ChatId(-1001234567890), ChatId(-1009876543210), UserId(1001)
CHATS = {SOURCE: ChatTitle("Source news"), TARGET: ChatTitle("Digest")}
LIMIT = 4096
CHANGING = {
    "set", "value", "drop", "turn", "edit", "group", "add", "pick", "ask", "usual", "revert", "filter",
    "step", "stepdrop", "stepmove", "stepask", "stepusual", "stepedit",
    "place", "placedrop", "placeadd", "topic", "sample", "sampledrop",
}  # fmt: skip


@pytest.fixture(params=["en", "ru"])
def texts(translator: Translator, request: pytest.FixtureRequest) -> Texts:
    return translator.bound(request.param)


@pytest.fixture
def english(translator: Translator) -> Texts:
    return translator.bound("en")


def rule(spec: RuleSpec | None = None, *, version: int = 1, is_paused: bool = False, **fields: object) -> Rule:
    said = spec or simple_rule(SOURCE, TARGET, keep=["python"], drop=["advertisement"])
    said = RuleSpec.model_validate({**said.model_dump(), **fields})
    return Rule(RuleId(999_999), said, ANNA, is_paused, CHATS, version)


def data(rows: Rows) -> list[str]:
    return [button.data for row in rows for button in row]


def labels(rows: Rows) -> list[str]:
    return [button.text for row in rows for button in row]


def test_a_rule_is_told_in_words(english: Texts):
    filters = {
        "all": [
            {"keywords": {"words": ["python"]}},
            {"not": {"advertisement": {}}},
            {
                "any": [
                    {"media": {"kinds": ["photo"]}},
                    {"not": {"any": [{"length": {"max": 5, "unit": "words"}}]}},
                    {"not": {"all": [{"advertisement": {}}]}},
                ]
            },
        ]
    }
    said = rule(
        filters=filters,
        sources=[{"chat": SOURCE, "topic": 5}],
        destinations=[{"chat": TARGET, "topic_name": "News"}],
        transforms=[{"header": {"text": "Hi"}}],
    )
    told = rule_text(said, english, waiting=3)
    assert told.splitlines() == [
        "Source news → Digest",
        "From: Source news (topic 5)",
        "To: Digest (topic News)",
        "",
        "A post has to pass:",
        "• Words (python)",
        "• not: Advertisement",
        "• at least one of these:",
        f"{INDENT}• Media (photo)",
        f"{INDENT}• none of these:",
        f"{INDENT * 2}• Text length (max: 5, unit: words)",
        f"{INDENT}• none of this:",
        f"{INDENT * 2}• all of these:",
        f"{INDENT * 3}• Advertisement",
        "Changed on the way: Header",
        "",
        "Copies · Edits: take over · Deleted: keep · Unsure: send once",
        "Waiting to be sent: 3",
        "Version 1",
    ]


def test_a_rule_without_filters_says_that_every_post_passes(english: Texts):
    told = rule_text(rule(simple_rule(SOURCE, TARGET), is_paused=True), english)
    assert "Every post passes." in told
    assert told.endswith("Paused.")


def screens(rule: Rule, texts: Texts) -> list[Screen]:
    at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    versions = [
        StoredVersion(number, {}, {}, ANNA, at + timedelta(days=number)) for number in range(rule.version, 0, -1)
    ]
    names = {ANNA: "A" * 128}
    return [
        list_screen([rule] * 500, texts, 100),
        rule_screen(rule, texts, 1000),
        sure_screen(rule, texts),
        rest_screen(rule, texts),
        group_screen(rule, "when", texts),
        *(option_screen(rule, each, texts) for each in OPTIONS),
        *(question_screen(rule, each, texts) for each in OPTIONS if not isinstance(each.kind, Choice)),
        *(filters_screen(rule, texts, start) for start in (0, 10, 190, 10_000)),
        catalogue_screen(rule, all_filters(), "or", 399, texts),
        *(side_screen(rule, each, "in", 399, texts) for each in all_filters()),
        *(settings_screen(rule, each, "in", 399, "drop", texts) for each in all_filters()),
        *(node_screen(rule, number, texts) for number, _ in enumerate(rooted(rule.spec.filters).walk())),
        transforms_screen(rule, texts),
        transform_catalogue_screen(rule, all_transforms(), texts),
        *(transform_screen(rule, number, texts) for number in range(len(rule.spec.transforms))),
        *(step_settings_screen(rule, each, texts) for each in all_transforms()),
        *(places_screen(rule, texts, start) for start in (0, 40, 10_000)),
        place_screen(rule, "destinations", 0, rule.spec.destinations[0], texts),
        *(samples_screen(rule, texts, start) for start in (0, 40)),
        expected_screen(rule, Sample(text="x" * 4096), texts),
        *(versions_screen(rule, versions, names, "Europe/Riga", texts, start) for start in (0, 500)),
    ]


def test_the_largest_rule_fits_every_screen(texts: Texts):
    words = {"keywords": {"words": [f"{'w' * 90}{number}" for number in range(1000)]}}
    filters = {"all": [{"any": [{"not": words}] * 100}, *[words] * 100]}
    chats = [{"chat": ChatId(SOURCE - number), "topic": 10**9} for number in range(50)]
    largest = rule(
        version=9999,
        name="n" * 100,
        filters=filters,
        sources=chats,
        destinations=[{"chat": ChatId(TARGET - number), "topic_name": "t" * 128} for number in range(50)],
        transforms=[{"header": {"text": "x" * 500}}] * 20,
        samples=[{"text": "s" * 4096, "media": "photo"}] * 50,
    )
    for text, rows in screens(largest, texts):
        assert 0 < len(text.encode("utf-16-le")) // 2 <= LIMIT
        assert len(data(rows)) <= 100
        assert all(len(press.encode()) <= 64 for press in data(rows))


def test_a_press_that_changes_a_rule_carries_the_version_that_was_seen(english: Texts):
    many: dict[str, Any] = {
        "filters": {"any": [{"length": {"max": 5}}, {"has": {"any_of": ["link"]}}]},
        "sources": [{"chat": SOURCE}, {"chat": -5}],
        "destinations": [{"chat": TARGET}, {"chat": TARGET, "topic": 5}],
        "transforms": [{"header": {"text": "x"}}, {"footer": {"text": "x"}}],
        "samples": [{"text": "x"}],
    }
    changing = [
        press
        for text, rows in screens(rule(version=7, **many), english)
        for press in data(rows)
        if press.split(":")[1] in CHANGING
    ]
    assert {press.split(":")[1] for press in changing} == CHANGING
    assert all(press.split(":")[3] == "7" for press in changing)


def test_an_option_shows_what_is_chosen_and_deletions_say_what_a_bot_cannot_see(english: Texts):
    text, rows = option_screen(rule(edits="strike"), option_at("edits"), english)
    assert [label for label in labels(rows) if label.startswith("✓")] == ["✓ Edits: strike out"]
    assert "does not tell bots" not in text
    deletions = option_at("deletions")
    assert "does not tell bots" in option_screen(rule(), deletions, english)[0]
    seen = Rule(RuleId(1), rule().spec, ANNA, is_paused=False, chats={SOURCE: ChatTitle("Source", via="account")})
    assert "does not tell bots" not in option_screen(seen, deletions, english)[0]


def test_an_option_that_does_not_matter_now_is_not_shown(english: Texts):
    after = english("forward-option-overflow-after", value="100")
    assert after not in labels(group_screen(rule(), "more", english)[1])
    assert after in labels(group_screen(rule(overflow="drop_oldest"), "more", english)[1])


def test_the_card_tells_what_is_not_as_usual(english: Texts):
    told = rule_text(rule(time_zone="Europe/Riga", trouble="check", check_chat={"chat": TARGET, "topic": 4}), english)
    assert "Time zone: Europe/Riga" in told
    assert "Can't check: ask people · Check chat: Digest (topic 4)" in told
    assert "Time zone" not in rule_text(rule(), english)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda each: each.path)
def test_every_option_has_its_texts_in_every_language(option: Option, translator: Translator, texts: Texts):
    needed = [f"forward-about-{option.key}"]
    if isinstance(option.kind, Choice):
        needed += [f"forward-policy-{option.key}-{name.replace('_', '-')}" for name in option.kind.values]
    else:
        needed += [f"forward-option-{option.key}", f"forward-ask-{option.key}"]
    assert [key for key in needed if not translator.has(key)] == []
    assert option_text(option, rule().spec, lambda place: "x", texts)


def test_every_choice_and_every_need_of_the_table_is_one_that_a_rule_takes():
    for option in OPTIONS:
        needed = {option_at(path).path for path in option.needs.values()}
        values = option.kind.values if isinstance(option.kind, Choice) else {}
        assert set(option.needs) <= set(values)
        for value in values.values():
            fields = {path: Destination(chat=ChatId(-5)) if path == "check_chat" else 1 for path in needed}
            assert with_fields(rule().spec, {option.path: value, **fields})


@pytest.mark.parametrize("written", ["0", "101", "-1", "five", "٣", "1.5", "", "9" * 5000])
def test_a_number_outside_its_bounds_or_no_number_is_refused(written: str):
    with pytest.raises(UserError) as raised:
        Number(1, 100).read(written)
    assert raised.value.key == "error-rule-number"
    assert Number(1, 100).read(" 100 ") == 100


def test_words_are_asked_for_only_where_they_are_simple(english: Texts):
    assert english("forward-words") in labels(filters_screen(rule(), english)[1])
    tree = with_beside(rule().spec.filters, 0, Node(op="keywords", params={"words": ["b"]}))
    assert english("forward-words") not in labels(filters_screen(rule(filters=tree), english)[1])


def test_all_versions_but_the_present_one_can_be_brought_back(english: Texts):
    versions = [StoredVersion(number, {}, {}, ANNA, datetime(2026, 11, 21, tzinfo=UTC)) for number in (3, 2, 1)]
    text, rows = versions_screen(rule(version=3), versions, {ANNA: "Anna"}, "Europe/Riga", english)
    assert "3. 2026-11-21 02:00, Anna" in text
    assert [label for label in labels(rows) if "↩" in label] == ["↩ 2", "↩ 1"]


@pytest.mark.parametrize("post_filter", all_filters(), ids=lambda each: each.name)
def test_every_example_of_the_catalogue_is_what_its_filter_takes(post_filter: AnyFilter, texts: Texts):
    example = texts(f"{post_filter.title}-example")
    post_filter.read(read_settings(example))
    assert example in settings_screen(rule(), post_filter, "in", 0, "keep", texts)[0]


@pytest.mark.parametrize("transform", all_transforms(), ids=lambda each: each.name)
def test_every_example_of_the_catalogue_is_what_its_transform_takes(transform: AnyTransform, texts: Texts):
    example = texts(f"transform-{transform.name.replace('_', '-')}-example")
    transform.read(read_settings(example))
    assert example in step_settings_screen(rule(), transform, texts)[0]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_that_can_be_sent_as_a_file_is_a_setting_of_its_filter(name: str):
    post_filter = next(each for each in all_filters() if each.name == name)
    assert LISTS[name] in post_filter.params.model_fields


def test_settings_are_shown_as_they_are_read_and_long_ones_are_not(english: Texts):
    params = {"words": ["a: b", "релиз*", "#c"], "inflected": True}
    assert read_settings(write_settings(params)) == params
    shown = node_screen(rule(filters={"all": [{"keywords": params}]}), 1, english)[0]
    assert write_settings(params) in shown
    long = {"words": [f"word{number}" for number in range(1000)]}
    assert "word7" not in node_screen(rule(filters={"all": [{"keywords": long}]}), 1, english)[0]


def test_the_first_and_the_last_step_move_one_way_only(english: Texts):
    steps = rule(transforms=[{"header": {"text": "x"}}, {"preview": {}}, {"footer": {"text": "x"}}])
    moves = [[label for label in labels(transform_screen(steps, at, english)[1]) if label in "↑↓"] for at in range(3)]
    assert moves == [["↓"], ["↑", "↓"], ["↑"]]


def test_the_last_source_cannot_be_taken_out(english: Texts):
    out = english("forward-take-out")
    assert out not in labels(place_screen(rule(), "sources", 0, rule().spec.sources[0], english)[1])
    two = rule(sources=[{"chat": SOURCE}, {"chat": -5}])
    assert out in labels(place_screen(two, "sources", 0, two.spec.sources[0], english)[1])
