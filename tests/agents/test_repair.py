"""Calls that a model writes as text: read in all their ways, never shown, and ordinary text is never held up."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.repair import HeldBack
from inference.chat_model import ToolCall

OFFERED = {"calculate": ("expression",), "remind": ("when", "what"), "recall": ("query",)}
CALL = ToolCall("calculate", {"expression": "2+2"})


def heard(text: str, *, size: int = 3, wants_json: bool = False) -> tuple[str, list[ToolCall], bool]:
    """What is said, what is called and whether something could not be read, of a reply in pieces of this size."""
    said: list[str] = []
    held = HeldBack(OFFERED, said.append, wants_json=wants_json)
    for start in range(0, len(text), size):
        held.take(text[start : start + size])
    held.close()
    assert "".join(said) == held.said
    return held.said, held.calls, held.is_broken


WRITTEN = [
    '{"name": "calculate", "arguments": {"expression": "2+2"}}',
    '{"name": "calculate", "parameters": {"expression": "2+2"}}',
    '{"tool": "calculate", "args": {"expression": "2+2"}}',
    '{"function": "calculate", "arguments": {"expression": "2+2"}}',
    '{"type": "function", "function": {"name": "calculate", "arguments": "{\\"expression\\": \\"2+2\\"}"}}',
    '{"tool_calls": [{"id": "1", "function": {"name": "calculate", "arguments": {"expression": "2+2"}}}]}',
    '{"calculate": {"expression": "2+2"}}',
    '[{"name": "calculate", "arguments": {"expression": "2+2"}}]',
    '{"name": "functions.calculate", "arguments": {"expression": "2+2"}}',
    '{"name": "calculate", "arguments": {"expression": "2+2",}}',
    "{'name': 'calculate', 'arguments': {'expression': '2+2'}}",
    '{\n  "name": "calculate",\n  "arguments": {\n    "expression": "2+2"\n  }\n}',
    '```json\n{"name": "calculate", "arguments": {"expression": "2+2"}}\n```',
    '```\n{"name": "calculate", "arguments": {"expression": "2+2"}}\n```',
    '```tool_call\n{"name": "calculate", "arguments": {"expression": "2+2"}}\n```',
    '```tool_code\ncalculate(expression="2+2")\n```',
    '```python\ncalculate("2+2")\n```',
    '<tool_call>{"name": "calculate", "arguments": {"expression": "2+2"}}</tool_call>',
    '<tool_call>\n{"name": "calculate", "arguments": {"expression": "2+2"}}\n</tool_call>',
    '<tool_call>{"name": "calculate", "arguments": {"expression": "2+2"}}',
    '<function_call>{"name": "calculate", "arguments": {"expression": "2+2"}}</function_call>',
    '<|tool_call|>[{"name": "calculate", "arguments": {"expression": "2+2"}}]<|/tool_call|>',
    '<|python_tag|>{"name": "calculate", "parameters": {"expression": "2+2"}}',
    '<|python_tag|>calculate(expression="2+2")',
    "<function=calculate><parameter=expression>2+2</parameter></function>",
    "<tool_call>\n<function=calculate>\n<parameter=expression>\n2+2\n</parameter>\n</function>\n</tool_call>",
    '[TOOL_CALLS] [{"name": "calculate", "arguments": {"expression": "2+2"}}]',
    '[TOOL_CALLS]calculate[ARGS]{"expression": "2+2"}',
    '[TOOL_CALLS]calculate{"expression": "2+2"}',
    'calculate(expression="2+2")',
    'calculate("2+2")',
    'functions.calculate(expression="2+2")',
    '[calculate(expression="2+2")]',
]


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_call_written_as_text_is_a_call_and_nothing_of_it_is_said(text: str, size: int):
    said, calls, is_broken = heard(text, size=size)

    assert (said.strip(), calls, is_broken) == ("", [CALL], False)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_the_model_says_before_a_call_is_said(text: str):
    said, calls, _ = heard(f"Let me see.\n\n{text}")

    assert (said.strip(), calls) == ("Let me see.", [CALL])


def test_several_calls_are_several():
    line = '<tool_call>{"name": "calculate", "arguments": {"expression": "2+2"}}</tool_call>\n'

    assert heard(line * 2) == ("", [CALL, CALL], False)
    assert heard('[calculate(expression="2+2"), calculate(expression="2+2")]') == ("", [CALL, CALL], False)


def test_a_call_of_a_tool_that_nobody_has_is_not_shown_either():
    _, calls, _ = heard('{"name": "get_weather", "arguments": {"city": "Paris"}}')

    assert calls == [ToolCall("get_weather", {"city": "Paris"})]


ORDINARY = [
    "Hello! 2 < 3 and [a link](https://example.org) and `code`, {braces} too.",
    '{"name": "Anna", "age": 30}',
    '```json\n{"title": "Dune", "year": 1965}\n```\nThat is the book.',
    '[\n  {"city": "Paris"},\n  {"city": "Rome"}\n]',
    "[1, 2, 3]",
    "- [ ] milk\n- [x] bread",
    "```python\nprint('hello')\n```\n\n```python\ndef calculate(x):\n    return x\n```",
    "calculate is a word, and so is\nrecall, or\nremind me",
    "calculate(x) gives the value of a function.",
    "<b>bold</b> <tool> <table>\n<tr>",
    "`calculate` is a tool\n`x`",
    '{"id": 5, "type": "book"}',
    "{",
    "[",
    "```",
    "```json\n",
    "It's 5 o'clock {it's true",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$$\\sum_{i=1}^{n} x_i$$\n{x | x > 0}",
    '"name": "calculate"',
]


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_ordinary_text_is_said_as_it_is(text: str, size: int):
    assert heard(text, size=size) == (text, [], False)


@given(st.text(alphabet="<[{`]}>|\n\"':, aclutenm_/TOL()=1", max_size=80), st.integers(1, 9))
def test_text_of_any_kind_is_either_said_whole_or_holds_a_call(text: str, size: int):
    said, calls, is_broken = heard(text, size=size)

    assert said == text or calls or is_broken


def test_ordinary_text_waits_for_nothing():
    said: list[str] = []
    held = HeldBack(OFFERED, said.append)
    for piece in ("The ", "answer <", "b> is", " [here", "](x)"):
        held.take(piece)

    assert "".join(said) == "The answer <b> is [here](x)"


def test_json_that_is_an_answer_flows_from_its_first_key_on():
    said: list[str] = []
    held = HeldBack(OFFERED, said.append)
    held.take('{"title": ')

    assert "".join(said) == '{"title": '


def test_whoever_asks_for_json_sees_it():
    text = json.dumps({"name": "calculate", "arguments": {"expression": "2+2"}})

    assert heard(text, wants_json=True) == (text, [], False)
    assert heard(f"<tool_call>{text}</tool_call>", wants_json=True) == ("", [CALL], False)


@pytest.mark.parametrize(
    "text",
    [
        "<tool_call>calculate 2+2</tool_call>",
        '<tool_call>{"name": "calculate", "argum',
        '{"name": "calculate", "arguments": "2+2',
        "[TOOL_CALLS]calculate",
    ],
)
def test_what_was_meant_as_a_call_and_cannot_be_read_is_not_shown(text: str):
    said, calls, is_broken = heard(text)

    assert (said.strip(), calls, is_broken) == ("", [], True)


@pytest.mark.parametrize(
    "text",
    [
        '<tool_call>{"name": ' + "[" * 15_000 + "</tool_call>",
        '<tool_call>{"name": "calculate", "arguments": {"expression": {1j}}}</tool_call>',
    ],
)
def test_what_no_json_can_hold_is_a_broken_call_and_breaks_nothing(text: str):
    said, calls, is_broken = heard(text, size=1000)
    assert (said, calls, is_broken) == ("", [], True)
