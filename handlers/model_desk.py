"""All that /model shows, asked of everybody who knows a part of it."""

from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from handlers.choices import Choices
from handlers.ui.model_screens import Shelf, list_screen, sign
from inference.catalog import ModelCatalog, ModelInfo
from inference.installing import Installer
from storage.chats import Chat
from storage.measures import Measures
from storage.users import User


class ModelDesk:
    """Reads; what changes models are the installer and the jobs."""

    def __init__(
        self, catalog: ModelCatalog, installer: Installer, measures: Measures, choices: Choices, clock: Clock
    ) -> None:
        self._catalog = catalog
        self._installer = installer
        self._measures = measures
        self._choices = choices
        self._clock = clock

    async def shelf(self, user: User, chat: Chat) -> Shelf | None:
        """None when no server answers or none has a model that can chat."""
        default = await self._choices.default_model() if await self._catalog.is_reachable() else None
        if default is None:
            return None
        automatic = await self._catalog.automatic()
        models = [model for model in await self._catalog.list() if model.can_chat]
        await self._measures.load()
        return Shelf(
            models=models,
            loaded={model.name: model for model in await self._installer.loaded()},
            speeds={model.name: self._speed(model.name) for model in models},
            chosen=chat.settings.model,
            default=default,
            reason=automatic.reason if automatic is not None and automatic.model == default else "experiment",
            is_blind=await self._choices.is_blind(chat),
            now=self._clock.now(),
            time_zone=user.time_zone,
        )

    def _speed(self, model: str) -> float:
        measured = self._measures.of(model)
        return (measured.tokens_per_second or 0.0) if measured is not None else 0.0

    async def screen(self, user: User, chat: Chat, texts: Texts) -> tuple[str, Rows]:
        """The list, or what to do where there is none."""
        shelf = await self.shelf(user, chat)
        if shelf is not None:
            return list_screen(shelf, texts, is_admin=user.role.is_admin)
        pull = Button(texts("model-pull"), encode("model", "pull"))
        return texts("model-none"), ((pull,),) if user.role.is_admin else ()

    async def answering(self, chat: Chat, texts: Texts) -> str:
        """The name of the model that answers in the chat, unless an experiment keeps it a secret."""
        if await self._choices.is_blind(chat):
            return texts("model-automatic")
        return chat.settings.model or await self._choices.default_model() or texts("settings-no-model")

    async def model(self, signed: str) -> ModelInfo:
        """The model behind a press.

        Raises:
            UserError: it is gone.
        """
        found = next((model for model in await self._catalog.list() if sign(model.name) == signed), None)
        if found is None:
            raise UserError("error-old-button")
        return found

    async def named(self, name: str) -> ModelInfo:
        """The model that a person names.

        Raises:
            UserError: there is none.
        """
        found = await self._catalog.find(name.strip())
        if found is None:
            raise UserError("error-model-unknown", model=name.strip()[:100])
        return found
