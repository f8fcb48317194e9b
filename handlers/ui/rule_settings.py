"""Settings of filters and transforms as people see them: to be copied, changed and sent back."""

from collections.abc import Mapping
from typing import Any

from core.i18n import Texts
from core.text import utf16_length
from forwarding.rule_files import write_settings

LONGEST = 2500
"""UTF-16 units of settings in a message; longer ones are sent as a file."""
LISTS = {
    "keywords": "words",
    "regex": "patterns",
    "domains": "names",
    "sender": "who",
    "extension": "extensions",
    "forwarded_from": "chats",
}
"""Filters that take a list, which can be sent as a file with an entry a line; and where it stands in the settings."""


def is_long(params: Mapping[str, Any]) -> bool:
    return utf16_length(write_settings(params)) > LONGEST


def shown_settings(params: Mapping[str, Any], texts: Texts) -> str:
    if is_long(params):
        return texts("forward-settings-long")
    return write_settings(params)


def asked_settings(title: str, name: str, texts: Texts, params: Mapping[str, Any] | None = None) -> str:
    """The question: with an example, or with what is set now."""
    about = f"{title}-about"
    lines = [texts(about)] if texts.translator.has(about) else []
    if params:
        lines += [texts("forward-settings-change", name=texts(title)), shown_settings(params, texts)]
    else:
        example = f"{title}-example"
        shown = texts(example) if texts.translator.has(example) else "—"
        lines.append(texts("forward-filter-settings", filter=texts(title), example=shown))
    if name in LISTS:
        lines.append(texts("forward-settings-list"))
    return "\n\n".join(lines)
