"""Samples of a rule come and go: a post is written or forwarded, and a press tells whether it should pass."""

from collections.abc import Mapping
from typing import Any, get_args

from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from forwarding.amending import with_fields
from forwarding.post import MediaKind
from forwarding.rules import Rule
from forwarding.spec import RuleSpec, Sample
from handlers.rule_desk import Action, Answer, Arguments, RuleDesk, require_seen
from handlers.ui import rule_sample_screens as screens
from handlers.ui.rule_screens import step_screen

LONGEST = 4096


async def _add(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.ask("sample", rule, "samples")
    await desk.show(query, step_screen(rule, desk.texts("forward-ask-sample"), desk.texts, "samples"))


async def _drop(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number = arguments
    require_seen(rule, version)
    samples = list(rule.spec.samples)
    if not 0 <= int(number) < len(samples):
        raise UserError("error-old-button")
    del samples[int(number)]
    saved = await desk.save(rule, with_fields(rule.spec, {"samples": tuple(samples)}))
    await desk.show(query, screens.samples_screen(saved, desk.texts))


async def _answered(message: Message, rule: Rule, asked: Mapping[str, Any], desk: RuleDesk) -> RuleSpec | None:
    sample = _sample(message)
    if not sample.text and sample.media is None:
        raise UserError("error-rule-sample-empty")
    await desk.ask("sample", rule, "samples", sample=sample.model_dump(mode="json"))
    await desk.tell(message, screens.expected_screen(rule, sample, desk.texts))
    return None


async def _expected(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, expected = arguments
    require_seen(rule, version)
    kept = (await desk.state.get_data()).get("sample")
    if kept is None:
        raise UserError("error-old-button")
    sample = Sample.model_validate({**kept, "expected": expected})
    saved = await desk.save(rule, with_fields(rule.spec, {"samples": (*rule.spec.samples, sample)}))
    await desk.state.clear()
    await desk.show(query, screens.samples_screen(saved, desk.texts))


def _sample(message: Message) -> Sample:
    kind = message.content_type if message.content_type in get_args(MediaKind) else None
    return Sample.model_validate({"text": (message.text or message.caption or "")[:LONGEST], "media": kind})


PRESSES: Mapping[str, Action] = {"sampleadd": _add, "sampledrop": _drop, "sample": _expected}
ANSWERS: Mapping[str, Answer] = {"sample": _answered}
