"""Choosing who answers: how long it takes, how often it is right, and how rarely the model has to be asked.

Signs and classifier as the supervisor uses them, on the utterances that nothing was learned from. Learning
happens in a thread right after the start.
"""

import time
from collections.abc import Sequence

from agents.classifier import Utterance, learn, read_terms, read_utterances
from agents.runner import load_agents
from agents.supervisor import CALIBRATION, CHAT, DEFAULT, clear_sign, is_doubtful, lessons
from benchmarks.row import Figure, Row, milliseconds

ROUNDS = 5
LANGUAGES = ("ru", "en")


async def measure() -> Sequence[Figure]:
    agents = load_agents()
    started = time.process_time()
    classifier = learn(lessons(), CALIBRATION, common=DEFAULT, terms=read_terms("agents.terms"))
    learned = time.process_time() - started
    seconds: list[float] = []
    right: dict[str, list[bool]] = {language: [] for language in LANGUAGES}
    doubts = 0
    asked = read_utterances("agents.test")
    for utterance in asked * ROUNDS:
        started = time.perf_counter()
        sign = clear_sign(utterance.text, agents)
        guess = classifier.guess(utterance.text)
        seconds.append(time.perf_counter() - started)
        right[utterance.language].append((sign or guess.meant) == _label(utterance))
        doubts += sign is None and is_doubtful(guess)
    return [
        *milliseconds("one choice", seconds, p50=5, p95=5),
        *(Figure(f"right, {language}", _percent(right[language]), "%", at_least=90) for language in LANGUAGES),
        Figure(f"right of {len(asked)}", _percent(right["ru"] + right["en"]), "%", at_least=95),
        Figure("left to the model", 100 * doubts / len(seconds), "%"),
        Figure("learning, once in a process, CPU", learned, "s", at_most=2),
    ]


def _label(utterance: Utterance) -> str:
    return DEFAULT if utterance.label == CHAT else utterance.label


def _percent(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right)


ROW = Row("routing", "Choosing the agent for a message: time, accuracy per language, doubt", measure)
