"""A conversation as a file: Markdown for people, JSON for programs."""

import json
from collections.abc import Sequence

from core.i18n import Texts
from core.moments import local_moment
from storage.turns import PastTurn


def as_markdown(turns: Sequence[PastTurn], title: str, time_zone: str, texts: Texts) -> str:
    """A heading for each question with its moment; who answered stands under the answer."""
    return "\n\n".join((f"# {title}", *(_section(turn, time_zone, texts) for turn in turns))) + "\n"


def as_json(turns: Sequence[PastTurn], title: str) -> str:
    """Dates in ISO 8601, UTC."""
    told = {"title": title, "turns": [_record(turn) for turn in turns]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _section(turn: PastTurn, time_zone: str, texts: Texts) -> str:
    asked = "\n".join(f"> {line}".rstrip() for line in turn.text.splitlines())
    who = " · ".join(filter(None, (texts(f"agent-{turn.agent}") if turn.agent else "", turn.model)))
    state = "" if turn.state == "done" else texts(f"export-{turn.state}")
    under = " · ".join(filter(None, (who, state)))
    parts = (f"## {local_moment(turn.created_at, time_zone, texts)}", asked, turn.answer, f"*{under}*" if under else "")
    return "\n\n".join(part for part in parts if part)


def _record(turn: PastTurn) -> dict[str, str | int]:
    return {
        "asked_at": turn.created_at.isoformat(),
        "question": turn.text,
        "answer": turn.answer,
        "state": turn.state.value,
        "agent": turn.agent,
        "model": turn.model,
        "answer_tokens": turn.answer_tokens,
        "rating": turn.rating,
    }
