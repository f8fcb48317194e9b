"""Links as people write them in their messages."""

import re
from urllib.parse import urlsplit

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'`«»“”]+|\b(?:[\w-]+\.)+[a-zа-яё]{2,}(?:/[^\s<>\"'`«»“”]*)?", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}…*_"


def links_in(text: str) -> tuple[str, ...]:
    """Links as people write them, with or without a scheme."""
    return tuple(match.group().rstrip(_TRAILING) for match in LINK.finditer(text))


def same_link(one: str, other: str) -> bool:
    """The same page, whatever the scheme, `www.`, the case of the host and a slash or a mark at the end."""
    return _plain(one) == _plain(other)


def _plain(link: str) -> str:
    try:
        parts = urlsplit(link if "://" in link else f"http://{link}")
    except ValueError:  # such as `http://[here`
        return link
    host = (parts.netloc.lower().removeprefix("www.")).removesuffix(".")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
