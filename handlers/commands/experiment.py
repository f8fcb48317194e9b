"""/experiment: two models or two personas on a share of the chats, judged by 👍 and 👎, without anybody knowing."""

import re
from dataclasses import dataclass

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.manners import USUAL, Personas
from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.figures import figure
from core.i18n import Texts
from engines.sequential import Judgement, judge
from handlers.command import SlashCommand
from handlers.ui.keyboards import markup
from handlers.ui.pages import short
from handlers.ui.presses import redraw
from inference.catalog import ModelCatalog
from storage.experiments import Experiment, Experiments, ExperimentState, Kind, Tally
from storage.users import Role, User

ERROR_RATE = 0.05
"""How often two equally good arms may get a winner."""

NAME = 40
"""Characters of a model's name on a button."""

ASKED = re.compile(r"(model|prompt)\s+(\S+)\s+(?:vs\.?|против)\s+(\S+)(?:\s+(\d{1,3})\s*%?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an admin asks for, in words; the share in percent."""

    kind: Kind
    a: str
    b: str
    percent: int


async def on_experiment(
    message: Message,
    command: CommandObject,
    user: User,
    texts: Texts,
    experiments: Experiments,
    catalog: ModelCatalog,
    personas: Personas,
) -> None:
    if command.args:
        plan = read_plan(command.args)
        a, b = [await _known(plan.kind, name, catalog, personas) for name in (plan.a, plan.b)]
        if a == b:
            raise UserError("error-experiment-same")
        await experiments.start(plan.kind, a, b, share=plan.percent / 100, error_rate=ERROR_RATE, author=user.id)
    text, rows = await state_screen(experiments, texts)
    await message.answer(text, reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery, arguments: tuple[str, ...], texts: Texts, experiments: Experiments
) -> str | None:
    action, number = arguments
    experiment = await experiments.get(int(number))
    if experiment is None:
        raise UserError("error-old-button")
    if action == "state":
        await redraw(query, *await state_screen(experiments, texts))
        return None
    if not await _change(action, experiment, experiments):
        raise UserError("error-old-button")
    await redraw(query, *await state_screen(experiments, texts))
    return texts(f"experiment-{action}-done")


def read_plan(words: str) -> Plan:
    """`model A vs B 30%`; without a share it is everybody.

    Raises:
        UserError: these are other words, or no share.
    """
    found = ASKED.fullmatch(words.strip())
    if found is None:
        raise UserError("usage-experiment")
    percent = int(found[4] or 100)
    if not 1 <= percent <= 100:
        raise UserError("usage-experiment")
    return Plan("model" if found[1].lower() == "model" else "prompt", found[2], found[3], percent)


async def state_screen(experiments: Experiments, texts: Texts) -> tuple[str, Rows]:
    """All that is in force, each with what can be done about it."""
    parts: list[str] = []
    rows: list[tuple[Button, ...]] = []
    in_force = await experiments.in_force()
    for experiment in reversed(in_force):
        if experiment.state is ExperimentState.RUNNING:
            a, b = await experiments.tally(experiment.id)
            judgement = judge(a.ratings, b.ratings, experiment.error_rate)
            parts.append(_running_text(experiment, a, b, judgement, texts))
            rows += _running_rows(experiment, texts)
        elif experiment.winner:
            name = experiment.name_of(experiment.winner)
            parts.append(texts("experiment-adopted", kind=texts(f"experiment-kind-{experiment.kind}"), name=name))
            back = texts("experiment-back", kind=texts(f"experiment-kind-{experiment.kind}"))
            rows.append((Button(back, encode("experiment", "back", experiment.id)),))
    running = [each for each in in_force if each.state is ExperimentState.RUNNING]
    if running:
        rows.append((Button(texts("experiment-refresh"), encode("experiment", "state", running[0].id)),))
    return "\n\n".join(parts) or f"{texts('experiment-none')}\n\n{texts('usage-experiment')}", tuple(rows)


async def _change(action: str, experiment: Experiment, experiments: Experiments) -> bool:
    match action:
        case "adopt-a":
            return await experiments.end(experiment.id, ExperimentState.ADOPTED, "a")
        case "adopt-b":
            return await experiments.end(experiment.id, ExperimentState.ADOPTED, "b")
        case "back":
            return await experiments.end(experiment.id, ExperimentState.ROLLED_BACK)
        case "stop":
            return await experiments.end(experiment.id, ExperimentState.STOPPED)
        case _:
            return False


async def _known(kind: Kind, name: str, catalog: ModelCatalog, personas: Personas) -> str:
    """
    Raises:
        UserError: there is no such model or persona.
    """
    if kind == "model":
        found = await catalog.find(name)
        if found is None or not found.can_chat:
            raise UserError("error-model-unknown", model=name[:100])
        return found.name
    if name != USUAL and not await personas.prompt(name):
        raise UserError("error-persona-unknown", persona=name[:100])
    return name


def _running_text(experiment: Experiment, a: Tally, b: Tally, judgement: Judgement, texts: Texts) -> str:
    percent = round(experiment.share * 100)
    lines = [texts("experiment-title", kind=texts(f"experiment-kind-{experiment.kind}"), percent=percent)]
    for letter, name, tally in (("A", experiment.a, a), ("B", experiment.b, b)):
        ups = sum(tally.ratings)
        downs = len(tally.ratings) - ups
        lines.append(texts("experiment-arm", arm=letter, name=name, answers=tally.answers, ups=ups, downs=downs))
    evidence, needed = figure(judgement.evidence, texts), figure(judgement.needed, texts)
    lines.append(texts("experiment-evidence", evidence=evidence, needed=needed))
    if judgement.winner:
        better = experiment.name_of(judgement.winner)
        lines.append(texts("experiment-decided", name=better, rate=_percent(experiment)))
    else:
        lines.append(texts("experiment-open", rate=_percent(experiment)))
    lines.append(texts("experiment-once"))
    return "\n".join(lines)


def _running_rows(experiment: Experiment, texts: Texts) -> Rows:
    """Each names what it is about: several experiments stand in one message."""
    kind = texts(f"experiment-kind-{experiment.kind}")
    adopt_a, adopt_b = (
        texts("experiment-adopt", arm=arm, name=short(name, NAME))
        for arm, name in (("A", experiment.a), ("B", experiment.b))
    )
    return (
        (Button(adopt_a, encode("experiment", "adopt-a", experiment.id)),),
        (Button(adopt_b, encode("experiment", "adopt-b", experiment.id)),),
        (Button(texts("experiment-stop", kind=kind), encode("experiment", "stop", experiment.id)),),
    )


def _percent(experiment: Experiment) -> int:
    return round(experiment.error_rate * 100)


COMMAND = SlashCommand("experiment", on_experiment, role=Role.ADMIN, press=on_press)
