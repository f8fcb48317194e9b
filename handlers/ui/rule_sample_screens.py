"""The screens of a rule's samples: posts as they may come, and what is expected of each."""

from core.buttons import Button, encode
from core.i18n import Texts
from forwarding.rules import Rule
from forwarding.spec import MAX_SAMPLES, Sample
from handlers.ui.keyboards import in_rows
from handlers.ui.pages import page_start, short
from handlers.ui.rule_screens import PAGE, Screen, back, turning

SHOWN = 60


def samples_screen(rule: Rule, texts: Texts, offset: int = 0) -> Screen:
    samples = rule.spec.samples
    start = page_start(offset, len(samples), PAGE)
    shown = list(enumerate(samples, 1))[start : start + PAGE]
    lines = [rule.name, "", texts("forward-samples-about")]
    lines += [f"{number}. {sample_text(each, texts)}" for number, each in shown]
    buttons = [
        Button(f"✕ {number}", encode("forward", "sampledrop", rule.id, rule.version, number - 1)) for number, _ in shown
    ]
    add = ((Button(texts("forward-sample-add"), encode("forward", "sampleadd", rule.id)),),)
    below = add if len(samples) < MAX_SAMPLES else ()
    turned = turning("samples", start, len(samples), PAGE, rule)
    return "\n".join(lines), (*in_rows(buttons, 5), *turned, *below, back(rule, texts, "filters"))


def expected_screen(rule: Rule, sample: Sample, texts: Texts) -> Screen:
    choices = tuple(
        Button(texts(f"forward-sample-{each}"), encode("forward", "sample", rule.id, rule.version, each))
        for each in ("pass", "drop")
    )
    cancel = (Button(texts("button-cancel"), encode("forward", "leave", rule.id, "samples")),)
    return f"{_quoted(sample)}\n\n{texts('forward-sample-expected')}", (choices, cancel)


def sample_text(sample: Sample, texts: Texts) -> str:
    return texts(f"forward-sample-line-{sample.expected}", sample=_quoted(sample))


def _quoted(sample: Sample) -> str:
    media = f"[{sample.media}] " if sample.media else ""
    return f"{media}{short(sample.text, SHOWN)}".strip()
