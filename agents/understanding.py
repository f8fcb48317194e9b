"""What a person wants done, understood and done without a model; one question where something is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from agents.classifier import Calibration, Classifier, Learned, learn, once, read_utterances
from agents.intent import Intent, Outcome, Wish
from agents.intents import dates, digest, find, forget, greet, help, make_rule, remind, reminders, settings, sums
from agents.services import Services
from agents.state import Turn
from core.errors import PlatformError
from core.i18n import Texts
from core.ids import ThreadId, UserId
from memory.learning import worth_keeping

log = structlog.get_logger(__name__)

INTENTS = (find.INTENT, make_rule.INTENT, digest.INTENT, remind.INTENT, settings.INTENT, help.INTENT)
"""The first with a sign is meant: `remind me what I said` asks to find."""
BY_SIGN = (greet.INTENT, sums.INTENT, dates.INTENT, reminders.INTENT, forget.INTENT)
"""Meant only where a sign says so, and then before all others."""
NONE = "none"
CALIBRATION = Calibration(sharpness=5.5, threshold=0.2)
"""What `calibrate` says of the utterances to learn from; a test holds it."""
CLEAR = frozenset(("remind", "reminders", "digest", "make_rule", "settings"))
"""What is done even before a model is asked that has no tools to do it."""
SURE = 0.8
"""How likely it must be then; with a sign less is enough."""
SURE_WITH_SIGN = 0.5
ORDER_WORDS = 4
"""In so many words an order has begun."""
ASKED_FOR = timedelta(minutes=10)
"""So long what a person says next may complete what they asked for."""
REFUSALS = frozenset("no stop cancel forget nothing never нет отмена стоп забудь неважно ничего отбой".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something was missing in it."""

    intent: Intent
    text: str
    completion: Callable[[str], str | None]
    at: datetime


class Understanding:
    """Remembers for some minutes what it asked whom."""

    def __init__(self, services: Services, intents: tuple[Intent, ...] = (*BY_SIGN, *INTENTS)) -> None:
        self._services = services
        self._intents: Mapping[str, Intent] = {intent.name: intent for intent in intents}
        self._learned = Learned(intents_classifier)
        self._unfinished: dict[tuple[ThreadId, UserId], Unfinished] = {}

    async def answer(self, turn: Turn, *, has_model: bool = False) -> Outcome | None:
        """None when nothing is to be done; text of others never makes anything done.

        `has_model`: one that has no tools answers all that is not clear.
        """
        if turn.has_foreign_text or turn.is_guest:
            return None
        before = self._taken(turn)
        if before is not None and turn.text.strip(" .!").lower() in REFUSALS:
            return Outcome(self._texts(turn)("intent-dropped"))
        signed = self._signed(turn.text)
        if before is not None and signed is None and (outcome := await self._completed(before, turn)) is not None:
            return outcome
        intent = await self._clear(turn.text) if has_model else signed or await self._guessed(turn.text)
        outcome = await self._carry_out(intent, turn.text, turn) if intent is not None else None
        if has_model and outcome is not None and outcome.is_question and not _begins_as_order(turn.text, intent):
            self._taken(turn)
            return None
        return outcome

    async def _completed(self, before: Unfinished, turn: Turn) -> Outcome | None:
        """None when what is said now is something new."""
        more = before.completion(turn.text)
        return None if more is None else await self._carry_out(before.intent, f"{before.text} {more}", turn)

    def _signed(self, text: str) -> Intent | None:
        return next((intent for intent in self._intents.values() if intent.has_sign(text)), None)

    async def _guessed(self, text: str) -> Intent | None:
        told = {statement.kind for statement in worth_keeping(text)}
        if "note" in told:
            return None
        guess = await self._learned.guess(text)
        is_question = text.rstrip().endswith("?")
        if guess.meant in CLEAR and guess.shares[guess.best] < SURE and is_question:
            return None  # what asks for something orders nothing, unless that is beyond doubt
        if guess.meant == remind.INTENT.name and told:
            return None  # what a person tells of themselves, such as `I am 30 years old`
        return self._intents.get(guess.meant)

    async def _clear(self, text: str) -> Intent | None:
        if any(statement.kind == "note" for statement in worth_keeping(text)):
            return None
        guess, signed = await self._learned.guess(text), self._signed(text)
        if signed in BY_SIGN:
            return signed if signed.name in CLEAR else None
        least = SURE_WITH_SIGN if signed is not None else SURE
        likeliest = self._intents.get(guess.best)
        is_clear = guess.best in CLEAR and guess.shares[guess.best] >= least and signed in (None, likeliest)
        return likeliest if is_clear else None

    async def _carry_out(self, intent: Intent, text: str, turn: Turn) -> Outcome | None:
        try:
            outcome = await intent.carry_out(Wish(text, turn, self._services))
        except PlatformError as error:
            log.info("intent_refused", turn=turn.id, intent=intent.name, reason=error.key)
            return Outcome(self._texts(turn)(error.key, **error.params))
        log.info("intent_understood", turn=turn.id, intent=intent.name)
        if outcome is not None and outcome.is_question:
            so_far, now = outcome.so_far or text, self._services.clock.now()
            unfinished = Unfinished(intent, so_far, outcome.completion, now)
            self._unfinished[turn.thread, turn.user] = unfinished
        return outcome

    def _taken(self, turn: Turn) -> Unfinished | None:
        now = self._services.clock.now()
        self._unfinished = {key: each for key, each in self._unfinished.items() if now - each.at < ASKED_FOR}
        return self._unfinished.pop((turn.thread, turn.user), None)

    def _texts(self, turn: Turn) -> Texts:
        return self._services.translator.bound(turn.language)


def _begins_as_order(text: str, intent: Intent | None) -> bool:
    """`Write a poem that will remind me of summer` lacks a time because it is none."""
    return intent is not None and intent.has_sign(" ".join(text.split()[:ORDER_WORDS]))


@once
def intents_classifier() -> Classifier:
    """From the repository's files."""
    return learn(read_utterances("intents.train"), CALIBRATION, common=NONE)
