"""One table of what a rule's buttons change: a field of the rule a line, how it is shown, asked and read.

A line needs texts in `locales/<lang>.ftl`, where `<field>` is its path with hyphens for dots and underscores:
`forward-about-<field>`, said when it is opened; of a choice `forward-policy-<field>-<name>` for each, which names the
field too; of anything else `forward-option-<field>` with `$value`, and `forward-ask-<field>`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.errors import UserError
from core.i18n import Texts
from core.zones import find_zone, zone_in
from forwarding.amending import field_of
from forwarding.spec import Destination, RuleSpec, StoryWindow
from forwarding.timing import MOST_MINUTES, MOST_TOLD, read_merge, read_times, read_weekdays
from forwarding.weekdays import DAYS, read_days, written_days

Group = Literal["changes", "when", "more"]
"""The screen on which a line stands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few: what a press carries, and what stands in the rule."""

    values: Mapping[str, object]

    def chosen(self, value: object) -> str:
        """The choice that stands for the value; empty where none does."""
        return next((name for name, each in self.values.items() if each == value), "")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    least: int
    most: int

    def read(self, text: str) -> int:
        """
        Raises:
            UserError: `error-rule-number`.
        """
        written = text.strip()
        if not (written.isascii() and written.isdigit() and self.least <= int(written[:12]) <= self.most):
            raise UserError("error-rule-number", least=self.least, most=self.most)
        return int(written)


def _plain(value: object, _: Texts) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Written:
    """Words that `read` understands or refuses with a UserError."""

    read: Callable[[str], object]
    show: Callable[[object, Texts], str] = _plain


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, or a topic of it: named or linked, or found by a message forwarded from there."""


Kind = Choice | Number | Written | Place


@dataclass(frozen=True, slots=True)
class Option:
    """One line. `path` is a field of RuleSpec, or a field of one of its parts with a dot between."""

    path: str
    kind: Kind
    group: Group
    is_always_told: bool = False
    """On the card also when it is as usual."""
    is_clearable: bool = False
    """None is one of its values."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """By choice the path of another option, which is asked for first where it says nothing yet."""
    only_for: tuple[str, tuple[object, ...]] | None = None
    """It matters only while the field of this path has one of these values."""

    @property
    def key(self) -> str:
        """The end of its locale keys."""
        return self.path.replace(".", "-").replace("_", "-")

    def is_shown(self, spec: RuleSpec) -> bool:
        return self.only_for is None or field_of(spec, self.only_for[0]) in self.only_for[1]


def choice(*values: str) -> Choice:
    """The words that stand in the rule."""
    return Choice({value: value for value in values})


def _zone(text: str) -> str:
    return zone_in(text[:100]) or find_zone(text)


def _days(value: object, texts: Texts) -> str:
    given = value if isinstance(value, tuple) else ()
    if len(read_days(given)) == len(DAYS):
        return texts("forward-every-day")
    spans = [[texts("weekday-short", day=day) for day in written_days(each).split("-")] for each in given]
    return ", ".join("–".join(span) for span in spans)


_BY_TIMES = ("times", "slots", "digest")
_NEEDED = {"delay": "timing.minutes", **dict.fromkeys(_BY_TIMES, "timing.times")}

SWITCH = Choice({"on": True, "off": False})
STORIES = Choice(
    {"off": None, **{name: StoryWindow(hours=hours) for name, hours in (("6h", 6), ("day", 24), ("3d", 72))}}
)

OPTIONS: tuple[Option, ...] = (
    Option("mode", choice("copy", "forward"), "changes", is_always_told=True),
    Option("edits", choice("follow", "versions", "strike", "ignore"), "changes", is_always_told=True),
    Option("deletions", choice("follow", "strike", "tombstone", "ignore"), "changes", is_always_told=True),
    Option("votes", SWITCH, "changes"),
    Option("stories", STORIES, "changes"),
    Option("timing.kind", choice("now", "delay", "times", "slots", "digest"), "when", needs=_NEEDED),
    Option("timing.minutes", Number(1, MOST_MINUTES), "when", only_for=("timing.kind", ("delay",))),
    Option("timing.times", Written(read_times), "when", only_for=("timing.kind", _BY_TIMES)),
    Option("timing.weekdays", Written(read_weekdays, _days), "when", only_for=("timing.kind", _BY_TIMES)),
    Option("timing.count", Number(2, MOST_TOLD), "when", is_clearable=True, only_for=("timing.kind", ("digest",))),
    Option("merge", Written(read_merge), "when", is_clearable=True, only_for=("timing.kind", ("now",))),
    Option("review_chat", Place(), "when", is_clearable=True),
    Option("time_zone", Written(_zone, lambda zone, _: str(zone).removeprefix("Etc/")), "when"),
    Option("doubt", choice("at_most_once", "at_least_once"), "more", is_always_told=True),
    Option("trouble", choice("wait", "check"), "more", needs={"check": "check_chat"}),
    Option("check_chat", Place(), "more", is_clearable=True),
    Option("overflow", choice("queue", "drop_oldest", "digest", "paid"), "more"),
    Option("overflow_after", Number(1, 100_000), "more", only_for=("overflow", ("drop_oldest", "digest", "paid"))),
)
"""In the order of the screens."""


def option_at(path: str) -> Option:
    """
    Raises:
        UserError: there is none; the button is old.
    """
    found = next((each for each in OPTIONS if each.path == path), None)
    if found is None:
        raise UserError("error-old-button")
    return found


def options_of(group: Group, spec: RuleSpec) -> list[Option]:
    """Those that matter now."""
    return [each for each in OPTIONS if each.group == group and each.is_shown(spec)]


def choice_text(option: Option, name: str, texts: Texts) -> str:
    return texts(f"forward-policy-{option.key}-{name.replace('_', '-')}")


def option_text(option: Option, spec: RuleSpec, title: Callable[[Destination], str], texts: Texts) -> str:
    """The line with its present value; `title` tells what a place is called."""
    value, kind = field_of(spec, option.path), option.kind
    if isinstance(kind, Choice) and (name := kind.chosen(value)):
        return choice_text(option, name, texts)
    if value in (None, ()):
        shown = texts("forward-option-none")
    elif isinstance(value, Destination):
        shown = title(value)
    else:
        shown = kind.show(value, texts) if isinstance(kind, Written) else str(value)
    return texts(f"forward-option-{option.key}", value=shown)


def is_told(option: Option, spec: RuleSpec) -> bool:
    """Whether it stands on the card: what is as usual goes without saying."""
    if not option.is_shown(spec):
        return False
    return option.is_always_told or field_of(spec, option.path) != field_of(_usual(spec), option.path)


def _usual(spec: RuleSpec) -> RuleSpec:
    return RuleSpec(sources=spec.sources, destinations=spec.destinations)
