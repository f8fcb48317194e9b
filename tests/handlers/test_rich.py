"""Rich messages: which answers become one, and that the sandbox takes whatever a model wrote."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from handlers.ui.rich import fits_rich, needs_rich, rich_markdown, rich_message
from sandbox.bot_api.rich import rich_of
from tests.fakes.model_outputs import model_outputs


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(model_outputs())
def test_whatever_a_model_wrote_is_taken_as_a_rich_message(markdown: str):
    if fits_rich(markdown):
        assert rich_of(rich_message(markdown).model_dump(exclude_none=True), may_be_empty=True).rich is not None


@pytest.mark.parametrize(
    "markdown",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "## Title",
        "- [ ] to do",
        "$$x^2$$",
        "\\[ x \\]",
        "so $\\frac{a}{b}$",
        "<details><summary>a</summary>b</details>",
    ],
)
def test_what_entities_cannot_show_needs_a_rich_message(markdown: str):
    assert needs_rich(f"Words\n\n{markdown}\n\nwords")


@pytest.mark.parametrize(
    "markdown", ["**bold** `code`", "```\n| a |\n|---|\n# no\n```", "- item\n1. item", "it costs $5 and $6", "a # b"]
)
def test_what_entities_show_needs_none(markdown: str):
    assert not needs_rich(markdown)


def test_tags_that_telegram_does_not_know_are_words():
    assert rich_message("List<int> <br> `a<b>`").markdown == "List&lt;int> <br> `a<b>`"


def test_what_begins_from_right_to_left_says_so():
    assert rich_message("1. שלום world").is_rtl
    assert rich_message("hello שלום").is_rtl is None


@pytest.mark.parametrize(
    "markdown",
    [
        "![x](https://e.example/?q=1)",
        "text ![](https://e.example/x) more",
        "[![a](https://e.example/p)](https://b.example)",
    ],
)
def test_a_picture_by_address_is_a_link_that_nobody_fetches(markdown: str):
    assert re.search(r"(?<!\\)!\[", rich_markdown(markdown)) is None
    assert "e.example" in rich_markdown(markdown)


def test_the_sandbox_shows_what_it_is_sent_as_it_was_meant():
    given = rich_message("<details><summary>Heard</summary>\n\nA List<int> & `a<b>`\n\n</details>\n\nAfter")
    details, after = (rich_of(given.model_dump(exclude_none=True)).rich or {})["blocks"]

    assert (details["type"], details["summary"]) == ("details", "Heard")
    assert details["blocks"] == [{"type": "paragraph", "text": ["A List<int> & ", {"type": "code", "text": "a<b>"}]}]
    assert after == {"type": "paragraph", "text": "After"}
