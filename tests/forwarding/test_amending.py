"""What a person changes in a rule gives exactly that next rule, and nothing else of it."""

import pytest

from core.errors import UserError
from core.ids import ChatId
from forwarding.amending import (
    LONGEST_NAME,
    Words,
    field_of,
    is_ready,
    name_of_copy,
    renamed,
    with_fields,
    with_words,
    words_of,
)
from forwarding.grafting import with_beside
from forwarding.pipeline import all_filters
from forwarding.spec import EVERYTHING, Destination, Node, RuleSpec, simple_rule

SOURCE, TARGET = ChatId(-1001), ChatId(-1002)


def spec(filters: Node = EVERYTHING) -> RuleSpec:
    return RuleSpec.model_validate({**simple_rule(SOURCE, TARGET).model_dump(), "filters": filters})


def names(node: Node) -> list[tuple[str, object]]:
    return [(each.op, each.params) for each in node.walk() if not each.is_group]


def test_words_change_and_all_else_stays():
    simple = simple_rule(SOURCE, TARGET, keep=["a"], drop=["b"])
    media = Node(op="media", params={"kinds": "photo"})
    before = with_fields(simple, {"filters": with_beside(simple.filters, 0, media)})
    after = with_words(before, Words(("c", "d e"), ()))
    assert words_of(after) == Words(("c", "d e"), ())
    assert names(after.filters) == [("keywords", {"words": ["c", "d e"]}), ("media", {"kinds": "photo"})]


def test_how_words_are_looked_for_stays():
    inflected = spec(Node(op="all", parts=(Node(op="keywords", params={"words": ["a"], "inflected": True}),)))
    assert names(with_words(inflected, Words(("b",))).filters) == [("keywords", {"words": ["b"], "inflected": True})]


@pytest.mark.parametrize(
    "filters",
    [
        {"any": [{"keywords": {"words": ["a"]}}]},
        {"all": [{"keywords": {"words": ["a"]}}, {"keywords": {"words": ["b"]}}]},
    ],
)
def test_words_that_the_simple_form_cannot_say_are_left_alone(filters: dict[str, object]):
    complicated = spec(Node.model_validate(filters))
    assert words_of(complicated) is None
    with pytest.raises(UserError) as raised:
        with_words(complicated, Words(("c",)))
    assert raised.value.key == "error-rule-not-simple"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * (LONGEST_NAME + 1)])
def test_a_name_of_nothing_or_too_long_is_refused(name: str):
    with pytest.raises(UserError) as raised:
        renamed(spec(), name)
    assert raised.value.key == "error-rule-name"


def test_a_copy_has_the_next_free_number_and_fits():
    assert name_of_copy("News", ["News"]) == "News (2)"
    assert name_of_copy("News", ["News", "News (2)"]) == "News (3)"
    assert renamed(spec(), name_of_copy("x" * LONGEST_NAME, [])).name.endswith(" (2)")


def test_fields_are_changed_together_and_by_their_own_rules():
    checked = with_fields(spec(), {"trouble": "check", "check_chat": Destination(chat=ChatId(-1009))})
    assert (field_of(checked, "trouble"), field_of(checked, "check_chat.chat")) == ("check", -1009)
    moved = with_fields(checked, {"check_chat.topic": 7})
    assert (field_of(moved, "check_chat.chat"), field_of(moved, "check_chat.topic")) == (-1009, 7)
    assert field_of(with_fields(moved, {"trouble": "wait", "check_chat": None}), "check_chat.topic") is None
    for fields, key in (
        ({"edits": "tombstone"}, "error-rule-params"),
        ({"check_chat": None}, "error-rule-no-check-chat"),
    ):
        with pytest.raises(UserError) as raised:
            with_fields(moved, fields)
        assert raised.value.key == key


def test_one_filter_more_than_a_rule_takes_is_refused():
    full = spec(Node(op="all", parts=tuple(Node(op="sender", params={"who": str(n)}) for n in range(200))))
    with pytest.raises(UserError) as raised:
        with_fields(full, {"filters": with_beside(full.filters, 0, Node(op="media", params={"kinds": "photo"}))})
    assert raised.value.key == "error-rule-too-many-filters"


def test_filters_that_need_no_settings_are_known():
    ready = {each.name for each in all_filters() if is_ready(each)}
    assert {"duplicate", "advertisement"} <= ready
    assert not {"keywords", "regex", "size"} & ready
