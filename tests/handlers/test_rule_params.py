"""Settings as people type them: what an app made formatting of is read as it was typed."""

from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, Message, MessageEntity

from forwarding.rule_files import read_settings, write_settings
from handlers.rule_params import as_typed


def message(text: str, *entities: tuple[str, int, int]) -> Message:
    found = [MessageEntity(type=kind, offset=offset, length=length) for kind, offset, length in entities]
    return Message(
        message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), text=text, entities=found or None
    )


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        (message("text: '{source}'", ("bold", 7, 8)), "text: '**{source}**'"),
        (message("🗞 a b", ("bold", 3, 1), ("italic", 5, 1)), "🗞 **a** __b__"),
        (message("both", ("bold", 0, 4), ("italic", 0, 4)), "__**both**__"),
        (message("outer in", ("bold", 0, 8), ("strikethrough", 6, 2)), "**outer ~~in~~**"),
        (message("ab", ("bold", 0, 1), ("code", 1, 1)), "**a**`b`"),
        (message("see @anna and #tag", ("mention", 4, 5), ("hashtag", 14, 4)), "see @anna and #tag"),
        (message("words: [python]"), "words: [python]"),
    ],
)
def test_marks_that_an_app_took_for_formatting_are_read_as_they_were_typed(sent: Message, typed: str):
    assert as_typed(sent) == typed


def test_a_link_that_an_app_made_is_read_as_it_was_typed():
    sent = message("text: 'Original'")
    link = MessageEntity(type="text_link", offset=7, length=8, url="https://example.org/{link}")
    assert as_typed(sent.model_copy(update={"entities": [link]})) == "text: '[Original](https://example.org/{link})'"


def test_settings_are_shown_a_line_each_without_brackets_around_all():
    params = {"text": "**{source}**\nНовости", "bare": True, "rows": [[{"text": "Open", "url": "{link}"}]]}
    shown = write_settings(params)
    assert not shown.startswith("{")
    assert "bare: true" in shown.splitlines()
    assert read_settings(shown) == params
    assert write_settings({"words": ["python", "релиз"]}) == "words: [python, релиз]"
