"""Reading calls of tools out of text, in the many ways in which models write them, with their small faults mended."""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from inference.chat_model import ToolCall

Offered = Mapping[str, Sequence[str]]
"""Tools by name, each with the names of its arguments in order."""

NAMES = ("name", "tool", "tool_name", "function", "action")
ARGUMENTS = ("arguments", "parameters", "args", "params", "input", "action_input", "tool_input", "kwargs")
CALL_KEYS = frozenset((*NAMES, *ARGUMENTS, "id", "type", "tool_calls", "function_call", "call"))

_PREFIX = re.compile(r"^(?:functions?|tools?)\.")
_PARAMETER = re.compile(r"<parameter=([^>\s]+)>\s*(.*?)\s*(?:</parameter>|(?=<parameter=)|$)", re.DOTALL)
_CLOSERS = {"{": "}", "[": "]", "(": ")"}


def read_calls(text: str, offered: Offered) -> tuple[ToolCall, ...]:
    """The calls in what a tag, a fence or a line holds; nothing when it is none."""
    try:
        return tuple(call for call in _read(text.strip(), offered) if _is_sendable(call))
    except RecursionError:  # brackets in brackets without end
        return ()


def _is_sendable(call: ToolCall) -> bool:
    """The model is shown its own call again, as JSON: Python has values that JSON lacks."""
    try:
        return bool(json.dumps(call.arguments))
    except (TypeError, ValueError):
        return False


def _read(text: str, offered: Offered) -> tuple[ToolCall, ...]:
    if text.startswith("<function="):
        return _tagged(text)
    if text[:1] in {"{", "["} and (calls := _of_values(_values(text), offered)):
        return calls
    return _named(text) or _python(text, offered)


def end_of_brackets(text: str) -> int:
    """Where the bracket that the text begins with is closed again, strings left out; -1 when it is not yet."""
    open_, quote, is_escaped = 0, "", False
    for place, letter in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif quote:
            is_escaped = letter == "\\"
            quote = "" if letter == quote else quote
        elif letter == '"' or (letter == "'" and _begins_string(text, place)):
            quote = letter
        elif letter in "{[(":
            open_ += 1
        elif letter in "}])":
            open_ -= 1
            if not open_:
                return place + 1
    return -1


def keys_of(text: str) -> list[str]:
    """Keys of the outermost object, or of the objects of the outermost list, as far as the text goes."""
    inner = 2 if text.startswith("[") else 1
    keys: list[str] = []
    depth, start, last, is_escaped = 0, -1, "", False
    for place, letter in enumerate(text):
        if start >= 0:
            if letter == '"' and not is_escaped:
                last, start = text[start:place], -1
            is_escaped = letter == "\\" and not is_escaped
        elif letter == '"':
            start = place + 1
        elif letter == ":" and depth == inner and last:
            keys.append(last)
        elif not letter.isspace():
            depth += (letter in "{[") - (letter in "}]")
            last = ""
    return keys


def _begins_string(text: str, place: int) -> bool:
    """An apostrophe within a word is none."""
    before = text[:place].rstrip()[-1:]
    return before in {"{", "[", "(", ",", ":", "="}


def _values(text: str) -> list[Any]:
    """One value or several after each other."""
    decoder, values, rest = json.JSONDecoder(strict=False), list[Any](), text
    while rest:
        try:
            value, end = decoder.raw_decode(rest)
        except ValueError:
            mended = _mended(rest)
            return values if mended is None else [*values, mended]
        values.append(value)
        rest = rest[end:].lstrip(" \n\r\t,;")
    return values


def _mended(text: str) -> Any:
    """Commas too many, brackets too few, Python's quotes and words."""
    text = re.sub(r",\s*([}\]])", r"\1", text)
    text += "".join(reversed(_unclosed(text)))
    try:
        return json.loads(text, strict=False)
    except ValueError:
        pass
    try:
        return ast.literal_eval(re.sub(r"\b(true|false|null)\b", _pythons_word, text))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _pythons_word(match: re.Match[str]) -> str:
    return {"true": "True", "false": "False", "null": "None"}[match.group()]


def _unclosed(text: str) -> list[str]:
    waiting: list[str] = []
    is_string = is_escaped = False
    for letter in text:
        if is_string or letter == '"':
            is_string = (letter != '"' or is_escaped) if is_string else True
            is_escaped = letter == "\\" and not is_escaped
        elif letter in _CLOSERS:
            waiting.append(_CLOSERS[letter])
        elif waiting and letter == waiting[-1]:
            waiting.pop()
    return waiting


def _of_values(values: Sequence[Any], offered: Offered) -> tuple[ToolCall, ...]:
    return tuple(call for value in values for call in _of_value(value, offered))


def _of_value(value: Any, offered: Offered) -> tuple[ToolCall, ...]:
    if isinstance(value, list):
        return _of_values(value, offered)
    if not isinstance(value, dict):
        return ()
    for wrapper in ("tool_calls", "function_call", "function", "call"):
        if isinstance(value.get(wrapper), dict | list):
            return _of_value(value[wrapper], offered)
    if len(value) == 1 and (only := next(iter(value))) in offered and isinstance(value[only], dict):
        return (ToolCall(only, value[only]),)
    name = next((value[key] for key in NAMES if isinstance(value.get(key), str)), "")
    given = next((value[key] for key in ARGUMENTS if key in value), None)
    if isinstance(given, str):
        given = next(iter(_values(given)), None)
    name = _PREFIX.sub("", name)
    if given is None and name in offered:
        given = {}
    return (ToolCall(name, given),) if name and isinstance(given, dict) else ()


def _tagged(text: str) -> tuple[ToolCall, ...]:
    """`<function=name><parameter=x>1</parameter></function>`, one or several."""
    calls = []
    for part in text.split("<function=")[1:]:
        name, closed, body = part.partition(">")
        inner = body.partition("</function>")[0].strip()
        given: Any = dict(_PARAMETER.findall(inner))
        if not given and inner.startswith("{"):
            given = next(iter(_values(inner)), None)
        if closed and isinstance(given, dict):
            calls.append(ToolCall(name.strip(), given))
    return tuple(calls)


def _named(text: str) -> tuple[ToolCall, ...]:
    """`name{…}` and `name[ARGS]{…}`, also with a line break between."""
    match = re.match(r"(?:functions?\.)?([\w.-]+)\s*(?:\[ARGS\])?\s*(?=\{)", text)
    given = next(iter(_values(text[match.end() :])), None) if match else None
    return (ToolCall(match[1], given),) if match and isinstance(given, dict) else ()


def _python(text: str, offered: Offered) -> tuple[ToolCall, ...]:
    """`name(a=1)`, or a list of such; the arguments must be plain values."""
    try:
        tree = ast.parse(text, mode="eval").body
        nodes = tree.elts if isinstance(tree, ast.List) else [tree]
        return tuple(_of_node(node, offered) for node in nodes)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ()


def _of_node(node: ast.expr, offered: Offered) -> ToolCall:
    """
    Raises:
        ValueError: no call of an offered tool.
    """
    if not isinstance(node, ast.Call):
        raise ValueError("no call")
    name = _PREFIX.sub("", ast.unparse(node.func))
    if name not in offered or len(node.args) > len(offered[name]):
        raise ValueError("not offered")
    given = {key: ast.literal_eval(value) for key, value in zip(offered[name], node.args, strict=False)}
    given |= {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg}
    if any(value is ... for value in given.values()):
        raise ValueError("a sketch of a call")
    return ToolCall(name, given)
