"""How people name a chat: `@name`, a t.me address, or an id."""

import re

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?(c/\d+|\w+)", re.IGNORECASE)


def chat_reference(text: str) -> int | str:
    """The id, or `@name`."""
    said = text.strip()
    if found := _ADDRESS.match(said):
        said = found[1]
        if said.lower().startswith("c/"):
            return int(f"-100{said[2:]}")
    if re.fullmatch(r"-?\d+", said):
        return int(said)
    return said if said.startswith("@") else f"@{said}"
