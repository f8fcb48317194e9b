"""What a rule would have done in the last days: told in the chat, while the bot goes on with everything else."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message

from core.clock import Clock
from core.errors import PlatformError, UserError
from core.i18n import Texts
from core.ids import ChatId, RuleId
from core.tasks import Supervisor
from forwarding.notices import link_to
from forwarding.post_filter import Outcome
from forwarding.replaying import Replay, Replayed
from forwarding.rules import Rule
from handlers.ui.keyboards import markup
from handlers.ui.rule_screens import back
from handlers.ui.rule_text import title_of

DAYS = 30
AT_ONCE = 2
PROGRESS_SECONDS = 3.0
MOST_DECIDERS = 3
QUIET = LinkPreviewOptions(is_disabled=True)


class Replays:
    """Two run beside each other, and a rule once at a time: each reads what may be a million posts."""

    def __init__(self, replay: Replay, supervisor: Supervisor, clock: Clock) -> None:
        self._replay = replay
        self._supervisor = supervisor
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)
        self._running: set[RuleId] = set()

    async def start(self, rule: Rule, place: Message, texts: Texts) -> None:
        """Answers with a message that grows.

        Raises:
            UserError: `error-replay-running`.
        """
        if rule.id in self._running:
            raise UserError("error-replay-running")
        self._running.add(rule.id)
        told = await place.answer(texts("forward-replay-begun", rule=rule.name, days=DAYS))
        self._supervisor.spawn(self._run(rule, told, texts), name=f"replay:{rule.id}")

    async def _run(self, rule: Rule, told: Message, texts: Texts) -> None:
        try:
            async with self._places:
                text = await self._replayed(rule, told, texts)
        except PlatformError as error:
            text = texts(error.key, **error.params)
        finally:
            self._running.discard(rule.id)
        await _put(told, text, markup((back(rule, texts),)))

    async def _replayed(self, rule: Rule, told: Message, texts: Texts) -> str:
        done, total = 0, 0

        def note(posts: int, all_posts: int) -> None:
            nonlocal done, total
            done, total = posts, all_posts

        since = self._clock.now() - timedelta(days=DAYS)
        replaying = self._supervisor.spawn(self._replay.run(rule.spec, since, note), name=f"replaying:{rule.id}")
        while not (await asyncio.wait({replaying}, timeout=PROGRESS_SECONDS))[0]:
            await _put(told, texts("forward-replay-progress", rule=rule.name, done=done, total=total))
        return "\n".join(replay_lines(rule, await replaying, texts, ChatId(told.chat.id)))


def replay_lines(rule: Rule, replayed: Replayed, texts: Texts, here: ChatId) -> Iterator[str]:
    """How many posts would have passed, the first of them with their links, and what kept the others back.

    What was said in private is quoted to nobody else.
    """
    if not replayed.posts:
        yield texts("forward-replay-nothing", days=DAYS)
        return
    passed = replayed.counts["pass"]
    yield texts("forward-replay-done", rule=rule.name, days=DAYS, passed=passed, posts=replayed.posts)
    yield from _examples(rule, replayed, "pass", texts, here)
    if dropped := replayed.counts["drop"]:
        yield ""
        by = ", ".join(_deciders(replayed, texts))
        yield texts("forward-replay-dropped", count=dropped, filters=by or "—")
        yield from _examples(rule, replayed, "drop", texts, here)
    if held := replayed.counts["held"]:
        yield ""
        yield texts("forward-replay-held", count=held)


def _examples(rule: Rule, replayed: Replayed, outcome: Outcome, texts: Texts, here: ChatId) -> Iterator[str]:
    for example in replayed.examples.get(outcome, ()):
        if example.source > 0 and example.source != here:
            continue
        link = link_to(example.source, rule.username(example.source), example.message)
        yield f"• {example.text or texts('forward-replay-wordless')} {link}".rstrip()


def _deciders(replayed: Replayed, texts: Texts) -> Iterator[str]:
    for (name, value), count in replayed.deciders["drop"].most_common(MOST_DECIDERS):
        if name:
            title = title_of("filter", name, texts)
            shown = texts("forward-filter", filter=title, settings=value[:50]) if value else title
            yield f"{shown}: {count}"


async def _put(message: Message, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """A message that was deleted meanwhile is nobody's error."""
    with suppress(TelegramBadRequest):
        await message.edit_text(text, reply_markup=keyboard, link_preview_options=QUIET)
