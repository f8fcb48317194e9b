"""Rules as YAML: written with the @names of their chats, read back with whatever is wrong said in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from core.errors import PlatformError, UserError
from core.ids import ChatId
from forwarding.foreign_rules import converted
from forwarding.program import refuse_params
from forwarding.rules import MAX_RULES, Rule, RuleBook, RuleRefused
from forwarding.spec import RuleSpec

LARGEST = 1_000_000
"""Bytes."""
LARGEST_SETTINGS = 64_000
"""Bytes."""
DEEPEST = 40

_PLACES = ("sources", "destinations")
_CHATS = ("check_chat", "review_chat")


@dataclass(frozen=True, slots=True)
class ReadRules:
    """What a file says; chats are still named as they stand there. `lost` has no counterpart here."""

    rules: tuple[Mapping[str, Any], ...]
    lost: tuple[str, ...] = ()
    origin: str = ""
    """The program whose configuration it is; empty for our own."""

    @property
    def chats(self) -> tuple[str, ...]:
        """How the rules name their chats, each once."""
        return tuple(dict.fromkeys(str(place["chat"]) for rule in self.rules for place in _places(rule)))


def write_rules(rules: Sequence[Rule], addresses: Mapping[ChatId, str]) -> str:
    """What is left at its default is not written; `addresses` are those of feeds and webhooks."""
    written = [_written(rule, addresses) for rule in rules]
    return yaml.dump({"rules": written}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def read_rules(data: bytes) -> ReadRules:
    """Takes up to a second: in a thread.

    Raises:
        UserError: `error-rules-…`: too large, no YAML, or no rules in it.
    """
    if len(data) >= LARGEST:
        raise UserError("error-rules-too-large", limit=LARGEST // 1000)
    content = _parsed(data)
    if not isinstance(content, Mapping):
        raise UserError("error-rules-shape")
    found = converted(content)
    if found is not None:
        return ReadRules(_checked_list(found.rules), found.lost, found.origin)
    if set(content) != {"rules"}:
        raise UserError("error-rules-shape")
    return ReadRules(_checked_list(content["rules"]))


def read_settings(text: str) -> dict[str, Any]:
    """What one filter or transform is told, as a person writes it.

    Raises:
        UserError: `error-rules-…`: too large, no YAML, or no names with values.
    """
    data = text.encode()
    if len(data) >= LARGEST_SETTINGS:
        raise UserError("error-rules-settings-large", limit=LARGEST_SETTINGS // 1000)
    content = _parsed(data)
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise UserError("error-rules-settings-shape")
    return content


def write_settings(params: Mapping[str, Any]) -> str:
    """As `read_settings` reads them, a setting a line."""
    return "\n".join(_setting(name, value) for name, value in params.items())


def _setting(name: str, value: Any) -> str:
    style = None if isinstance(value, list | tuple | dict) else False
    text: str = yaml.dump(
        {name: value},
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=style,
        width=1000,
    )
    return text.strip()


async def resolved(read: ReadRules, rulebook: RuleBook) -> list[RuleSpec]:
    """With its chats looked up: as rules know them already, or as they are visible now.

    Raises:
        UserError: a chat is not to be found; or which rule cannot be read, and why.
    """
    known = {
        f"@{chat.username}".lower(): id
        for rule in await rulebook.list()
        for id, chat in rule.chats.items()
        if chat.username
    }
    return specs_of(read, {name: await _chat(name, known, rulebook) for name in read.chats})


def specs_of(read: ReadRules, ids: Mapping[str, ChatId]) -> list[RuleSpec]:
    """
    Raises:
        RuleRefused: which rule cannot be read, and why.
    """
    return [_spec(number, rule, ids) for number, rule in enumerate(read.rules, 1)]


async def _chat(name: str, known: Mapping[str, ChatId], rulebook: RuleBook) -> ChatId:
    if name.removeprefix("-").isdecimal():
        return ChatId(int(name))
    return known.get(name.lower()) or (await rulebook.resolve(name)).id


def _written(rule: Rule, addresses: Mapping[ChatId, str]) -> dict[str, Any]:
    said: dict[str, Any] = rule.spec.model_dump(mode="json", exclude_defaults=True)
    for place in _places(said):
        chat = ChatId(place["chat"])
        name = f"@{name}" if (name := rule.username(chat)) else addresses.get(chat)
        place["chat"] = name or chat
    return said


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        _check_events(text)
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise UserError("error-rules-not-text") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UserError("error-rules-broken", line=mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UserError("error-rules-broken", line=1) from error


def _check_events(text: str) -> None:
    """Before anything is built of it: references can make a small file huge, and depth ends a process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise UserError("error-rules-references")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UserError("error-rules-too-deep")


def _checked_list(rules: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(rules, Sequence) or isinstance(rules, str) or not rules:
        raise UserError("error-rules-shape")
    if len(rules) > MAX_RULES:
        raise UserError("error-rule-too-many", limit=MAX_RULES)
    for number, rule in enumerate(rules, 1):
        if not isinstance(rule, Mapping) or not all(isinstance(name, str) for name in rule):
            raise RuleRefused(number, "", UserError("error-rules-shape"))
    return tuple(rules)


def _places(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where chats are named; what has another shape is refused later, with its own sentence."""
    lists = (rule.get(name) for name in _PLACES)
    every = [each for list_ in lists if isinstance(list_, Sequence) for each in list_]
    every += [rule.get(name) for name in _CHATS]
    return [place for place in every if isinstance(place, dict) and isinstance(place.get("chat"), str | int)]


def _spec(number: int, rule: Mapping[str, Any], ids: Mapping[str, ChatId]) -> RuleSpec:
    name = rule.get("name", "")
    said = dict(rule)
    for field in _PLACES:
        if isinstance(said.get(field), Sequence):
            said[field] = [_with_id(place, ids) for place in said[field]]
    said |= {field: _with_id(said[field], ids) for field in _CHATS if field in said}
    try:
        return _validated(said)
    except PlatformError as error:
        raise RuleRefused(number, name if isinstance(name, str) else "", error) from error


def _validated(said: Mapping[str, Any]) -> RuleSpec:
    try:
        return RuleSpec.model_validate(said)
    except ValidationError as error:
        refuse_params("rule", error)


def _with_id(place: Any, ids: Mapping[str, ChatId]) -> Any:
    if not isinstance(place, Mapping) or str(place.get("chat")) not in ids:
        return place
    return {**place, "chat": ids[str(place["chat"])]}
