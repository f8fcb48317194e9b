"""What the bot can do here: by BotFather's switches, and by what the operator has installed."""

from aiogram.types import User

from core.config import Settings
from core.i18n import Texts
from inference.catalog import ModelCatalog


def ability_lines(me: User, texts: Texts) -> str:
    """A line for being called by name, topics, inline mode and guest mode each; `me` as getMe gives it now."""
    found = {
        "names": me.can_read_all_group_messages,
        "topics": me.has_topics_enabled,
        "inline": me.supports_inline_queries,
        "guest": me.supports_guest_queries,
    }
    return "\n".join(_line(name, me, texts, is_on=bool(is_on)) for name, is_on in found.items())


async def senses(settings: Settings, catalog: ModelCatalog) -> dict[str, str]:
    """Whether voice notes and pictures are understood, as texts ask for it."""
    sees = await catalog.is_reachable() and await catalog.first_that_can("vision") is not None
    return {"voice": "yes" if settings.whisper_model else "no", "pictures": "yes" if sees else "no"}


def _line(ability: str, me: User, texts: Texts, *, is_on: bool) -> str:
    key = f"ability-{ability}" if is_on else f"ability-{ability}-off"
    return f"{'✅' if is_on else '▫️'} {texts(key, name=me.first_name, username=me.username or '')}"
