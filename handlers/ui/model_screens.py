"""The screens of /model: the list, one model, a download, a self-test."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from core.buttons import Button, Rows, encode
from core.figures import figure
from core.i18n import Texts
from handlers.ui.keyboards import in_rows, marked
from handlers.ui.pages import page_start, short
from inference.catalog import ModelInfo
from inference.installing import LoadedModel, PullProgress
from inference.selftest import CHECKS, Verdict

AUTOMATIC = "auto"
PAGE = 8
BAR = 12
NAME = 60
"""Characters of a model's name on a button or in a line."""
ICONS = {"tools": "🛠", "vision": "👁", "thinking": "💭"}
MARKS = {"good": "✓", "bad": "✗", "skipped": "—"}
Reason = Literal["operator", "experiment", "tools", "chats"]
FOR_GOOD = timedelta(days=2)
"""Whoever is loaded for longer than this is meant to stay."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is to show."""

    models: Sequence[ModelInfo]
    """Those that can chat."""
    loaded: Mapping[str, LoadedModel]
    speeds: Mapping[str, float]
    """Tokens a second as measured here; 0 while nothing was."""
    chosen: str
    default: str
    reason: Reason
    """Why it is the default."""
    is_blind: bool
    """The chat takes part in an experiment: the default is not named."""
    now: datetime
    time_zone: str

    def named(self, name: str) -> ModelInfo | None:
        """By what a person writes: `:latest` may be left out."""
        wanted = {name.lower(), f"{name.lower()}:latest"}
        return next((model for model in self.models if model.name.lower() in wanted), None)

    def find(self, signed: str) -> ModelInfo | None:
        return next((model for model in self.models if sign(model.name) == signed), None)


def sign(name: str) -> str:
    """Names hold colons and may be long: a press carries their checksum."""
    return f"{zlib.crc32(name.encode()):08x}"


def list_screen(shelf: Shelf, texts: Texts, *, is_admin: bool, offset: int = 0) -> tuple[str, Rows]:
    """What answers now, what there is, and a button for every model."""
    start = page_start(offset, len(shelf.models), PAGE)
    shown = shelf.models[start : start + PAGE]
    lines = [_now(shelf, texts), "", *(model_line(model, shelf, texts) for model in shown), "", texts("model-legend")]
    lines += [texts("choose-hint", example=f"/model {short(shown[0].name, NAME)}")] if shown else []
    buttons = [_choice(texts("model-automatic"), AUTOMATIC, not shelf.chosen)]
    buttons += [_choice(short(model.name, NAME), sign(model.name), model.name == shelf.chosen) for model in shown]
    return "\n".join(lines), in_rows(buttons, 2) + _turning("page", start, len(shelf.models)) + _admins(is_admin, texts)


def _now(shelf: Shelf, texts: Texts) -> str:
    if shelf.is_blind:
        return texts("model-now-blind")
    if shelf.chosen:
        return texts("model-now", model=shelf.chosen)
    return texts("model-now-automatic", model=shelf.default, reason=shelf.reason)


def manage_screen(shelf: Shelf, texts: Texts, offset: int = 0) -> tuple[str, Rows]:
    """For admins: pick a model to test, unload or remove."""
    start = page_start(offset, len(shelf.models), PAGE)
    shown = shelf.models[start : start + PAGE]
    buttons = [Button(short(model.name, NAME), encode("model", "show", sign(model.name))) for model in shown]
    back = Button(texts("button-back"), encode("model", "page", 0))
    return texts("model-manage-which"), in_rows(buttons, 2) + _turning("manage", start, len(shelf.models)) + ((back,),)


def one_screen(model: ModelInfo, shelf: Shelf, texts: Texts) -> tuple[str, Rows]:
    """For admins: one model and what can be done with it."""
    lines = [model_line(model, shelf, texts)]
    if model.context_length:
        lines.append(texts("model-context", tokens=model.context_length))
    signed = sign(model.name)
    buttons = [Button(texts("model-test"), encode("model", "test", signed))]
    if model.server == "ollama":
        if model.name in shelf.loaded:
            buttons.append(Button(texts("model-unload"), encode("model", "unload", signed)))
        buttons.append(Button(texts("model-remove"), encode("model", "sure", signed)))
    back = Button(texts("button-back"), encode("model", "manage", 0))
    return "\n".join(lines), (*in_rows(buttons, 2), (back,))


def sure_screen(model: ModelInfo, texts: Texts) -> tuple[str, Rows]:
    signed = sign(model.name)
    yes = Button(texts("model-remove"), encode("model", "remove", signed))
    no = Button(texts("button-cancel"), encode("model", "show", signed))
    return texts("model-remove-sure", model=model.name, size=size_text(model.size, texts)), ((yes, no),)


def model_line(model: ModelInfo, shelf: Shelf, texts: Texts) -> str:
    """Name, size, what it can, how fast it is here, and whether it is loaded."""
    rate = shelf.speeds.get(model.name)
    loaded = shelf.loaded.get(model.name)
    facts = (
        size_text(model.size, texts) if model.size else "",
        " ".join(icon for capability, icon in ICONS.items() if capability in model.capabilities),
        texts("model-speed", rate=figure(rate, texts)) if rate else texts("model-speed-unknown"),
        _loaded_text(loaded, shelf, texts) if loaded is not None else "",
    )
    name = marked(short(model.name, NAME), model.name == shelf.chosen)
    return f"{name} – {' · '.join(fact for fact in facts if fact)}"


def pull_text(name: str, progress: PullProgress | None, texts: Texts) -> str:
    """A bar that moves only with the percent that stands beside it."""
    title = texts("pull-title", model=name)
    if progress is None or progress.phase == "starting":
        return f"{title}\n{texts('pull-starting')}\n{texts('pull-hint')}"
    share = progress.completed / progress.total if progress.total else 0.0
    full = int(share * BAR)
    bar = f"{'▰' * full}{'▱' * (BAR - full)} {int(share * 100)} %"
    sizes = texts("pull-sizes", completed=size_text(progress.completed, texts), total=size_text(progress.total, texts))
    last = texts("pull-finishing") if progress.phase in ("finishing", "done") else texts("pull-hint")
    return f"{title}\n{bar}\n{sizes}\n{last}"


def selftest_text(name: str, told: Sequence[Verdict], texts: Texts) -> str:
    """A line a check: its verdict, or what it waits for."""
    lines = [texts("selftest-title", model=name)]
    for number, check in enumerate(CHECKS):
        label = texts(f"selftest-{check}")
        if number < len(told):
            verdict = told[number]
            params = {
                key: figure(each, texts) if isinstance(each, float) else each for key, each in verdict.params.items()
            }
            lines.append(f"{MARKS[verdict.state]} {label}: {texts(f'selftest-{verdict.reason}', **params)}")
        else:
            lines.append(f"{'⏳' if number == len(told) else '·'} {label}")
    return "\n".join(lines)


def size_text(size: int, texts: Texts) -> str:
    if size < 10**8:
        return texts("size-mb", size=figure(size / 1e6, texts))
    return texts("size-gb", size=figure(size / 1e9, texts))


def _loaded_text(loaded: LoadedModel, shelf: Shelf, texts: Texts) -> str:
    memory = size_text(loaded.memory, texts)
    if loaded.until is None or loaded.until - shelf.now > FOR_GOOD:
        return texts("model-loaded-for-good", memory=memory)
    until = loaded.until.astimezone(ZoneInfo(shelf.time_zone))
    return texts("model-loaded", memory=memory, until=f"{until:%H:%M}")


def _choice(text: str, argument: str, is_chosen: bool) -> Button:
    return Button(marked(text, is_chosen), encode("model", argument))


def _turning(action: str, start: int, total: int) -> Rows:
    buttons = []
    if start:
        buttons.append(Button("←", encode("model", action, start - PAGE)))
    if start + PAGE < total:
        buttons.append(Button("→", encode("model", action, start + PAGE)))
    return (tuple(buttons),) if buttons else ()


def _admins(is_admin: bool, texts: Texts) -> Rows:
    if not is_admin:
        return ()
    manage = Button(texts("model-manage"), encode("model", "manage", 0))
    return ((Button(texts("model-pull"), encode("model", "pull")), manage),)
