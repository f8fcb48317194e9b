"""Configurations of other forwarders as rules of ours, with a list of what has no counterpart here.

tgcf has `forwards` and one set of plugins for all of them; telemirror has `directions`, each with filters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_TGCF_KINDS = {"gif": "animation", "nofile": "text"}
_TGCF_PLUGINS = frozenset({"filter", "replace", "caption"})
_PLACES = {"{channel_name}": "{source}", "{message_link}": "{link}"}


@dataclass(slots=True)
class Converted:
    """Rules as a file of ours says them; `lost` names what was left out, as it stood in the file."""

    origin: str
    rules: list[dict[str, Any]] = field(default_factory=list)
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """What becomes of the other program's filters."""

    filters: list[dict[str, Any]] = field(default_factory=list)
    transforms: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def rule(self, sources: Sequence[Any], destinations: Sequence[Any], **settings: Any) -> dict[str, Any]:
        rule = {"sources": list(map(_place, sources)), "destinations": list(map(_place, destinations)), **settings}
        if self.filters:
            rule["filters"] = {"all": self.filters}
        if self.transforms:
            rule["transforms"] = self.transforms
        return rule


def converted(content: Mapping[str, Any]) -> Converted | None:
    """None when it is a configuration of neither."""
    if isinstance(content.get("forwards"), list):
        return _of_tgcf(content)
    if isinstance(content.get("directions"), list):
        return _of_telemirror(content)
    return None


def _of_tgcf(content: Mapping[str, Any]) -> Converted:
    parts = _Parts()
    plugins = _mapping(content.get("plugins"))
    _tgcf_filters(_mapping(plugins.get("filter")), parts)
    _tgcf_changes(plugins, parts)
    is_forward = bool(content.get("show_forwarded_from"))
    if is_forward and parts.transforms:
        parts.lost += [f"plugins.{name}" for step in parts.transforms for name in step]
        parts.transforms = []
    live = _mapping(content.get("live"))
    settings = {
        "mode": "forward" if is_forward else "copy",
        "deletions": "follow" if live.get("delete_sync") else "ignore",
    }
    made = Converted("tgcf")
    for forward in map(_mapping, content["forwards"]):
        if forward.get("use_this", True):
            rule = parts.rule([forward.get("source")], _listed(forward.get("dest")), **settings)
            made.rules.append({"name": str(forward.get("con_name") or ""), **rule})
        else:
            parts.lost.append(f"forwards: {forward.get('con_name') or forward.get('source')} (use_this: false)")
        parts.lost += [f"forwards.{name}" for name in ("offset", "end") if forward.get(name)]
    parts.lost += [name for name in ("admins", "past", "login", "bot_messages") if content.get(name)]
    made.lost = tuple(dict.fromkeys(parts.lost))
    return made


def _tgcf_filters(said: Mapping[str, Any], parts: _Parts) -> None:
    if not said.get("check", True):
        return
    text = _mapping(said.get("text"))
    is_regex = bool(text.get("regex"))
    if text.get("case_sensitive"):
        parts.lost.append("plugins.filter.text.case_sensitive")
    for key, is_wanted in (("whitelist", True), ("blacklist", False)):
        if words := _listed(text.get(key)):
            parts.filters.append(_sided(_texts(words, is_regex=is_regex, is_part=True), is_wanted))
        if people := _listed(_mapping(said.get("users")).get(key)):
            parts.filters.append(_sided({"sender": {"who": people}}, is_wanted))
        if kinds := _listed(_mapping(said.get("files")).get(key)):
            named = [_TGCF_KINDS.get(str(kind), str(kind)) for kind in kinds]
            parts.filters.append(_sided({"media": {"kinds": named}}, is_wanted))


def _tgcf_changes(plugins: Mapping[str, Any], parts: _Parts) -> None:
    used = {name: said for name, said in plugins.items() if said and _mapping(said).get("check", True)}
    replacing = _mapping(used.get("replace"))
    if pairs := _pairs(replacing.get("text")):
        is_regex = bool(replacing.get("regex"))
        parts.transforms.append({"replace_regex": {"pairs": pairs}} if is_regex else _replacing(pairs, is_part=True))
    caption = _mapping(used.get("caption"))
    for name in ("header", "footer"):
        if words := str(caption.get(name) or "").strip():
            parts.transforms.append({name: {"text": words, "bare": True}})
    parts.lost += [f"plugins.{name}" for name in used if name not in _TGCF_PLUGINS]


def _of_telemirror(content: Mapping[str, Any]) -> Converted:
    made = Converted("telemirror")
    lost = [name for name in content if name not in {"filters", "disable_edit", "disable_delete", "mode", "directions"}]
    for direction in map(_mapping, content["directions"]):
        said = {**content, **direction}
        parts = _Parts()
        for each in _listed(said.get("filters")):
            _telemirror_filter(each, parts)
        is_forward = said.get("mode") == "forward"
        if is_forward:
            parts.lost += [f"filters ({name}, mode: forward)" for step in parts.transforms for name in step]
            parts.transforms = []
        settings = {
            "mode": "forward" if is_forward else "copy",
            "edits": "ignore" if said.get("disable_edit") else "follow",
            "deletions": "ignore" if said.get("disable_delete") else "follow",
        }
        made.rules.append(parts.rule(_listed(said.get("from")), _listed(said.get("to")), **settings))
        lost += [*parts.lost, *(name for name in direction if name not in _DIRECTION)]
    made.lost = tuple(dict.fromkeys(lost))
    return made


_DIRECTION = frozenset({"from", "to", "filters", "disable_edit", "disable_delete", "mode"})


def _telemirror_filter(said: Any, parts: _Parts) -> None:
    name, settings = next(iter(said.items())) if isinstance(said, Mapping) and said else (str(said), {})
    settings = _mapping(settings)
    match name:
        case "EmptyMessageFilter":
            pass
        case "SkipWithKeywordsFilter" | "AllowWithKeywordsFilter":
            for node in _keyword_nodes(_listed(settings.get("keywords")), is_regex=bool(settings.get("regex"))):
                parts.filters.append(_sided(node, name.startswith("Allow")))
        case "SkipUrlFilter":
            kinds = ["link"] if settings.get("skip_mention") is False else ["link", "mention"]
            parts.filters.append({"not": {"has": {"any_of": kinds}}})
        case "KeywordReplaceFilter":
            parts.transforms += _replacements(_pairs(settings.get("keywords")), is_regex=bool(settings.get("regex")))
        case "UrlMessageFilter" if not settings.get("blacklist") and not settings.get("whitelist"):
            parts.transforms.append({"strip": {"what": ["links"]}})
        case "ForwardFormatFilter":
            _frame(str(settings.get("format") or ""), parts)
        case _:
            parts.lost.append(str(name))


def _keyword_nodes(words: Sequence[Any], *, is_regex: bool) -> Iterator[dict[str, Any]]:
    """One filter: words and, marked as r'…', patterns."""
    patterns = [_bare(word) for word in map(str, words) if is_regex or word.startswith("r'")]
    plain = [word for word in map(str, words) if not is_regex and not word.startswith("r'")]
    both = [node for found, node in (
        (plain, {"keywords": {"words": plain}}), (patterns, {"regex": {"patterns": patterns}})
    ) if found]  # fmt: skip
    if both:
        yield both[0] if len(both) == 1 else {"any": both}


def _replacements(pairs: Mapping[str, str], *, is_regex: bool) -> Iterator[dict[str, Any]]:
    patterns = {_bare(old): new for old, new in pairs.items() if is_regex or old.startswith("r'")}
    plain = {old: new for old, new in pairs.items() if not is_regex and not old.startswith("r'")}
    if plain:
        yield _replacing(plain, is_part=False)
    if patterns:
        yield {"replace_regex": {"pairs": patterns}}


def _frame(form: str, parts: _Parts) -> None:
    """Words before and after the text."""
    above, found, below = form.partition("{message_text}")
    if not found:
        parts.lost.append("ForwardFormatFilter")
        return
    for name, words in (("header", above), ("footer", below)):
        if text := _renamed(words).strip():
            parts.transforms.append({name: {"text": text}})


def _renamed(words: str) -> str:
    """With our names of what is filled in."""
    for theirs, ours in _PLACES.items():
        words = words.replace(theirs, ours)
    return words


def _sided(node: dict[str, Any], is_wanted: bool) -> dict[str, Any]:
    return node if is_wanted else {"not": node}


def _texts(words: Sequence[Any], *, is_regex: bool, is_part: bool) -> dict[str, Any]:
    said = [str(word) for word in words]
    return {"regex": {"patterns": said}} if is_regex else {"keywords": {"words": said, "part": is_part}}


def _replacing(pairs: Mapping[str, str], *, is_part: bool) -> dict[str, Any]:
    return {"replace": {"pairs": dict(pairs), "part": is_part}}


def _bare(pattern: str) -> str:
    return pattern.removeprefix("r'").removesuffix("'") if pattern.startswith("r'") else pattern


def _place(chat: Any) -> dict[str, Any]:
    """An id, a name or a link; a topic stands behind `#`."""
    name, _, topic = str(chat).strip().partition("#")
    place: dict[str, Any] = {"chat": name}
    if topic.isdecimal():
        place["topic"] = int(topic)
    return place


def _pairs(value: Any) -> dict[str, str]:
    return {str(old): str(new) for old, new in _mapping(value).items()}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str | int):
        return [value]
    return list(value) if isinstance(value, list | set | tuple) else []
