"""Which model and which persona answer in a chat: its own choice, an experiment's arm, or what holds for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from agents.manners import USUAL, Personas
from core.ids import ChatId
from inference.catalog import ModelCatalog
from storage.chats import Chat, Chats
from storage.experiments import Arm, Experiment, Experiments, ExperimentState, Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """What a turn is answered with; empty is the platform's default."""

    model: str = ""
    persona: str = ""
    """The prompt itself."""
    variant: str = ""
    """The arms that the chat takes part in, `<experiment>:a` or `:b`, divided by spaces."""
    is_blind: bool = False
    """The model is an arm: nobody is told which one it is."""
    gone: str = ""
    """The model that the chat had chosen and that is there no more: the choice is undone, the chat is to be told."""


class Choices:
    """Asked once a turn."""

    def __init__(self, experiments: Experiments, chats: Chats, catalog: ModelCatalog, personas: Personas) -> None:
        self._experiments = experiments
        self._chats = chats
        self._catalog = catalog
        self._personas = personas

    async def of(self, chat: Chat) -> Choice:
        """What answers in the chat now; a model that is gone is no longer its choice afterwards."""
        in_force = await self._experiments.in_force()
        chosen, gone = chat.settings.model, ""
        if chosen and await self._catalog.is_gone(chosen):
            await self._chats.update_settings(chat.id, model="")
            chosen, gone = "", chosen
        model, model_arm = (chosen, "") if chosen else await self._model(chat.id, in_force)
        persona, persona_arm = chat.settings.persona, ""
        if not persona:
            persona, persona_arm = _assigned(chat.id, "prompt", in_force)
        prompt = "" if persona == USUAL else await self._personas.prompt(persona)
        return Choice(model, prompt, " ".join(filter(None, (model_arm, persona_arm))), bool(model_arm), gone)

    async def default_model(self) -> str | None:
        """For a chat that has chosen nothing and takes part in nothing."""
        adopted = _adopted("model", await self._experiments.in_force())
        return adopted if adopted and not await self._catalog.is_gone(adopted) else await self._catalog.default()

    async def is_blind(self, chat: Chat) -> bool:
        """Whether the chat takes part in an experiment between models: then nobody is told which one answers."""
        if chat.settings.model:
            return False
        return bool(_assigned(chat.id, "model", await self._experiments.in_force())[1])

    async def _model(self, chat: ChatId, in_force: Sequence[Experiment]) -> tuple[str, str]:
        model, variant = _assigned(chat, "model", in_force)
        if model and await self._catalog.is_gone(model):
            return "", ""
        return model, variant


def arm_of(experiment: Experiment, chat: ChatId) -> Arm | None:
    """The same for the same chat as long as the experiment lasts; None: the chat is not in its share."""
    digest = sha256(f"{experiment.id}:{chat}".encode()).digest()
    if int.from_bytes(digest[:8]) / 2**64 >= experiment.share:
        return None
    return "a" if digest[8] % 2 == 0 else "b"


def _assigned(chat: ChatId, kind: Kind, in_force: Sequence[Experiment]) -> tuple[str, str]:
    """The name of the model or persona, and the arm if an experiment chose it."""
    for experiment in in_force:
        if experiment.kind == kind and experiment.state is ExperimentState.RUNNING:
            arm = arm_of(experiment, chat)
            if arm is not None:
                return experiment.name_of(arm), f"{experiment.id}:{arm}"
    return _adopted(kind, in_force), ""


def _adopted(kind: Kind, in_force: Sequence[Experiment]) -> str:
    won = next((each for each in in_force if each.kind == kind and each.state is ExperimentState.ADOPTED), None)
    return won.name_of(won.winner) if won is not None and won.winner else ""
