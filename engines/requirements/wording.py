"""What is wrong with the wording of requirements: vague words, no measure, nobody who acts, two in one sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.errors import UserError
from engines.requirements import words

MAX_TEXT = 100_000

FindingKind = Literal["ambiguous", "missing-measure", "passive", "missing-actor", "compound"]

_SENTENCE_END = re.compile(r"(?<=[.!?…;])(?<!т\.[дп]\.)\s+(?=[A-ZА-ЯЁ\d«\"(])|\n+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)]|[A-Z]{1,4}-?\d+[:.)]?)\s+")
_HAS_WORDS = re.compile(r"\w{2,}\s+\w+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness: `excerpt` is the words at fault, as written."""

    kind: FindingKind
    excerpt: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence of the text and what was found in it."""

    number: int
    text: str
    findings: tuple[Finding, ...]


def review(text: str) -> list[Requirement]:
    """Each sentence with its findings, in order; sentences without words are left out.

    Raises:
        UserError: nothing to read, or more than 100,000 characters.
    """
    if len(text) > MAX_TEXT:
        raise UserError("error-text-too-long", limit=MAX_TEXT)
    sentences = [_BULLET.sub("", part).strip() for part in _SENTENCE_END.split(text)]
    found = [sentence for sentence in sentences if _HAS_WORDS.search(sentence)]
    if not found:
        raise UserError("error-no-requirements")
    return [Requirement(number, sentence, tuple(_findings(sentence))) for number, sentence in enumerate(found, 1)]


def _findings(sentence: str) -> Iterator[Finding]:
    for match in words.AMBIGUOUS.finditer(sentence):
        yield Finding("ambiguous", match[0])
    quality = words.QUALITY.search(sentence)
    if quality and not words.MEASURE.search(sentence):
        yield Finding("missing-measure", quality[0])
    passive = _passive(sentence)
    if passive:
        yield Finding("passive", passive)
    nobody = words.IMPERSONAL.search(sentence)
    if nobody or (passive and not words.AGENT.search(sentence)):
        yield Finding("missing-actor", nobody[0] if nobody else passive)
    compound = _compound(sentence)
    if compound:
        yield Finding("compound", compound)


def _passive(sentence: str) -> str:
    found = (match[0] for match in words.PASSIVE.finditer(sentence))
    return next((text for text in found if text.lower() not in words.REFLEXIVE), "")


def _compound(sentence: str) -> str:
    modals = [match[0] for match in words.MODAL.finditer(sentence)]
    if len(modals) > 1:
        return " … ".join(modals)
    for pattern in (words.JOINED, words.ENGLISH_VERB_AFTER_AND, words.RUSSIAN_JOINED_VERBS):
        if match := pattern.search(sentence):
            return match[0]
    return ""
