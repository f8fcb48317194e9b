"""The agents: what answers people."""

import asyncio

from agents.outside.pages import Pages
from agents.outside.search import Search
from agents.outside.servers import Servers
from agents.runner import AgentRunner
from agents.services import Services
from agents.supervisor import agents_classifier
from agents.understanding import intents_classifier
from bot.rooms import Rooms
from memory.learning import Learning


async def learn_classifiers() -> None:
    """Beside the loop, before the first person waits for it."""
    for learn in (agents_classifier, intents_classifier):
        await asyncio.to_thread(learn)


def build_runner(rooms: Rooms) -> AgentRunner:
    """What answers people."""
    settings, stores, models = rooms.settings, rooms.stores, rooms.models
    services = Services(
        turns=stores.turns,
        cached_answers=stores.cached_answers,
        memory=rooms.memory,
        model=models.chat,
        catalog=models.catalog,
        gate=models.gate,
        warmup=models.warmup,
        measures=stores.measures,
        summaries=stores.summaries,
        approvals=stores.approvals,
        reminders=stores.reminders,
        digests=stores.digests,
        users=stores.users,
        chats=stores.chats,
        posts=stores.posts,
        rules=rooms.forwarding.rulebook,
        rights=stores.tool_rights,
        servers=Servers(stores.tool_servers),
        pages=Pages(settings.tools.hosts),
        search=Search(settings.searxng_url) if settings.searxng_url else None,
        metrics=rooms.metrics,
        translator=rooms.translator,
        clock=stores.clock,
        num_ctx=settings.inference.num_ctx,
        recall_limit=settings.memory.recall_limit,
    )
    return AgentRunner(services, Learning(rooms.memory), rooms.supervisor)
