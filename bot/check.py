"""`python -m bot check`: ask every dependency, say what is missing and what to do."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

from bot.models import open_models
from bot.paths import LOCALES
from bot.probes import ask_telegram, build_health
from bot.remembering import open_memory
from bot.stores import open_stores
from bot.telegram import build_bot
from core.config import Settings
from core.health import Finding
from core.i18n import Texts, Translator
from core.logs import configure_logs
from core.tasks import Supervisor

MEMORY_IN_USE = "error-memory-in-use"
"""Embedded Chroma lets one process in; beside a running bot that is how it should be."""


async def check(settings: Settings, say: Callable[[str], None]) -> int:
    """1 when something is missing without which nothing works."""
    configure_logs("ERROR", [])
    texts = Translator(LOCALES).bound("en")
    async with AsyncExitStack() as stack:
        stores = open_stores(settings, stack)
        models = open_models(settings, stores, Supervisor(), stack)
        memory = open_memory(settings, stores, models, stack)
        findings = await build_health(settings, stores, models, memory, partial(_ask_telegram, settings)).report()
    for finding in findings:
        say(line(finding, texts))
    is_well = all(finding.is_well or not finding.is_needed for finding in findings)
    say("All that is needed answers." if is_well else "Something that is needed is missing.")
    return 0 if is_well else 1


async def _ask_telegram(settings: Settings) -> None:
    """A token that is missing or cannot be one is a finding here like any other."""
    async with build_bot(settings).context() as bot:
        await ask_telegram(bot)


def line(finding: Finding, texts: Texts) -> str:
    name = texts(f"check-{finding.name}")
    if finding.is_well:
        return f"ok       {name}"
    if finding.key == MEMORY_IN_USE:
        return f"ok       {name}: {texts('check-memory-in-use')}"
    word = "MISSING" if finding.is_needed else "without"
    return f"{word}  {name}: {texts(finding.key, **finding.params)}"
