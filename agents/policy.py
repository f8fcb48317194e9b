"""What a call may not do, whatever the model wants: rules, not judgement, so that no text can talk them over.

What was forwarded, read from a document, a page, a picture or a tool is data. A model that obeys it is stopped here:
after such text nothing is changed, nothing is told to strangers, and only links that the person wrote are opened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.guardrails import is_foreign
from agents.outside.addresses import links_in, same_link
from agents.state import Turn
from agents.tool import AnyTool
from core.errors import UserError
from memory.store import Recollection
from storage.turns import PastTurn


def own_words(turn: Turn) -> str:
    """What the person themself wrote now."""
    return "" if turn.is_untrusted else turn.text


def recent_words(turn: Turn, history: Sequence[PastTurn]) -> str:
    """With what they wrote just before: `at nine` answers the question that followed `remind me`."""
    words = own_words(turn)
    last = history[-1] if history else None
    if last is None or last.user != turn.user or is_foreign(last) or not words:
        return words
    return f"{last.text}\n{words}"


def is_foreign_memory(recollection: Recollection, turn: Turn) -> bool:
    """A document was written by somebody else, and what a group remembers may be of any of its members."""
    return recollection.record.kind == "document" or not turn.is_private


def check_call(tool: AnyTool, arguments: Mapping[str, Any], turn: Turn, recent: str, *, has_foreign: bool) -> None:
    """
    Raises:
        UserError: the call is refused; the sentence is for the model.
    """
    if has_foreign and (tool.has_effects or tool.reaches_out):
        raise UserError("error-tool-after-foreign-text", tool=tool.name)
    if tool.has_effects and tool.signs and not tool.is_asked_for(recent):
        raise UserError("error-tool-not-asked-for", tool=tool.name)
    _check_links(arguments, turn)


def check_link(link: str, turn: Turn) -> None:
    """An address can carry what was said here to whoever made it up.

    Raises:
        UserError: the person did not write this link now.
    """
    if not any(same_link(link, own) for own in links_in(own_words(turn))):
        raise UserError("error-link-not-yours")


def _check_links(arguments: Mapping[str, Any], turn: Turn) -> None:
    for value in arguments.values():
        for link in links_in(value) if isinstance(value, str) and "://" in value else ():
            check_link(link, turn)
