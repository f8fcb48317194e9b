"""A forwarding rule in words: its chats, its filters as an indented list, its policies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from core.i18n import Texts
from forwarding.grafting import rooted
from forwarding.rules import Rule
from forwarding.spec import Destination, Node, Source, Step
from handlers.rule_options import OPTIONS, is_told, option_text
from handlers.ui.pages import short

CHATS = 6
LINES = 15
VALUE = 70
"""Characters of a filter's settings."""
TITLE = 50
INDENT = "\u2003"
"""As wide as a letter: Telegram keeps it at the beginning of a line."""


@dataclass(frozen=True, slots=True)
class FilterLine:
    """One line of the list; `number` is its place in the tree, None where nothing can be done with it."""

    text: str
    depth: int
    number: int | None


def rule_text(rule: Rule, texts: Texts, waiting: int = 0) -> str:
    """All that the rule says; `waiting` is how many of its copies have not left yet."""
    lines = [
        rule.name,
        texts("forward-from", chats=_places(rule, rule.spec.sources, texts)),
        texts("forward-to", chats=_places(rule, rule.spec.destinations, texts)),
        "",
        *filters_text(rule.spec.filters, texts),
        *_transforms(rule, texts),
        "",
        " · ".join(_options(rule, texts)),
    ]
    if waiting:
        lines.append(texts("forward-waiting", count=waiting))
    lines.append(texts("forward-version", version=rule.version))
    if rule.is_paused:
        lines.append(texts("forward-paused"))
    return "\n".join(lines)


def filters_text(root: Node, texts: Texts) -> Iterator[str]:
    """What a post has to pass, on at most LINES lines."""
    if not root.parts and root.is_group:
        yield texts("forward-everything")
        return
    lines = filter_lines(root, texts)
    yield texts("forward-filters" if rooted(root).op == "all" else "forward-filters-any")
    yield from (listed(line) for line in lines[:LINES])
    if len(lines) > LINES:
        yield texts("forward-more", count=len(lines) - LINES)


def listed(line: FilterLine, number: int | None = None) -> str:
    return f"{INDENT * line.depth}{'•' if number is None else f'{number}.'} {line.text}"


def filter_lines(root: Node, texts: Texts) -> list[FilterLine]:
    """In the order of reading; the group that a rule begins with stands above."""
    lines = list(_lines(rooted(root), texts, count(), 0))
    return [FilterLine(line.text, line.depth - 1, line.number) for line in lines[1:]]


def filter_text(node: Node, texts: Texts) -> str:
    title, settings = title_of("filter", node.op, texts), _settings(node.params)
    return texts("forward-filter", filter=title, settings=settings) if settings else title


def title_of(kind: str, name: str, texts: Texts) -> str:
    """What people call a filter or a transform."""
    key = f"{kind}-{name.replace('_', '-')}"
    return texts(key) if texts.translator.has(key) else name


def _lines(node: Node, texts: Texts, numbers: Iterator[int], depth: int) -> Iterator[FilterLine]:
    number = next(numbers)
    if not node.is_group:
        yield FilterLine(filter_text(node, texts), depth, number)
    elif node.op == "not" and not node.parts[0].is_group:
        inner = filter_text(node.parts[0], texts)
        yield FilterLine(texts("forward-except", filter=inner), depth, next(numbers))
    elif node.op == "not":
        yield from _not(node.parts[0], texts, numbers, depth)
    else:
        yield FilterLine(texts(f"forward-group-{node.op}"), depth, number)
        for part in node.parts:
            yield from _lines(part, texts, numbers, depth + 1)


def _not(group: Node, texts: Texts, numbers: Iterator[int], depth: int) -> Iterator[FilterLine]:
    if group.op == "any":
        yield FilterLine(texts("forward-group-none"), depth, next(numbers))
        for part in group.parts:
            yield from _lines(part, texts, numbers, depth + 1)
    else:
        yield FilterLine(texts("forward-group-not"), depth, None)
        yield from _lines(group, texts, numbers, depth + 1)


def _settings(params: Mapping[str, object]) -> str:
    """One setting alone needs no name."""
    if len(params) == 1:
        return short(_value(next(iter(params.values()))), VALUE)
    return short(", ".join(f"{name}: {_value(value)}" for name, value in params.items()), VALUE)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value[:VALUE])
    return str(value)


def step_text(step: Step, texts: Texts) -> str:
    title, settings = title_of("transform", step.name, texts), _settings(step.params)
    return texts("forward-filter", filter=title, settings=settings) if settings else title


def _transforms(rule: Rule, texts: Texts) -> Iterator[str]:
    if rule.spec.transforms:
        titles = ", ".join(title_of("transform", step.name, texts) for step in rule.spec.transforms)
        yield texts("forward-transforms", transforms=titles)


def _options(rule: Rule, texts: Texts) -> Iterator[str]:
    for option in OPTIONS:
        if is_told(option, rule.spec):
            yield option_text(option, rule.spec, lambda place: place_text(rule, place, texts), texts)


def _places(rule: Rule, places: Sequence[Source | Destination], texts: Texts) -> str:
    named = [place_text(rule, place, texts) for place in places[:CHATS]]
    return ", ".join(named) + (f" {texts('forward-more', count=len(places) - CHATS)}" if len(places) > CHATS else "")


def place_text(rule: Rule, place: Source | Destination, texts: Texts) -> str:
    topic = place.topic or (place.topic_name if isinstance(place, Destination) else "")
    shown = short(rule.title(place.chat), TITLE)
    return texts("forward-topic", chat=shown, topic=short(str(topic), TITLE)) if topic else shown
