"""Where the links of a post lead: the hosts of what is written, hidden under words, or opened by its buttons."""

import re
import unicodedata
from collections.abc import Iterator

from forwarding.normalising import INVISIBLE
from forwarding.post import Post
from forwarding.styled import Styled

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))", re.IGNORECASE)
_END = re.compile(r"[/?#\\]")
_PORT = re.compile(r":\d*$")
_DOTS = str.maketrans("。．｡", "...")
_LONGEST = 260
"""Of a name in the DNS, with a port."""
_TELEGRAM = "t.me"
_ALSO_TELEGRAM = ("telegram.me", "telegram.dog")
_WITHOUT_HOST = ("mailto", "tel", "javascript", "data", "ton")


def hosts_of(post: Post) -> Iterator[str]:
    """In the order of reading; the same one as often as it occurs."""
    return filter(None, map(host_of, _addresses(post)))


def _addresses(post: Post) -> Iterator[str]:
    said = Styled(post.text, post.entities)
    for entity in post.entities:
        if entity.kind == "text_link":
            yield entity.url
        elif entity.kind == "url":
            yield said.said_by(entity)
    yield from post.buttons


def host_of(address: str) -> str:
    """In the form in which hosts are compared: small letters, no punycode; empty when it leads to no host."""
    rest = INVISIBLE.sub("", address).strip()
    scheme = found[1].casefold() if (found := _SCHEME.match(rest)) else ""
    if scheme in _WITHOUT_HOST:
        return ""
    if scheme == "tg":
        return "" if rest.casefold().startswith("tg://user?") else _TELEGRAM
    place = rest[found.end() if found else 0 :].lstrip("/\\")
    host = _END.split(place, maxsplit=1)[0].rpartition("@")[2]
    return _same(_PORT.sub("", host)) if len(host) <= _LONGEST else ""


def _same(host: str) -> str:
    plain = unicodedata.normalize("NFKC", host.translate(_DOTS)).casefold().strip(".")
    read = ".".join(map(_label, plain.split(".")))
    for other in _ALSO_TELEGRAM:
        if read == other or read.endswith(f".{other}"):
            return read.removesuffix(other) + _TELEGRAM
    return read


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def suffixes(host: str) -> Iterator[str]:
    """Itself, and each domain that it is a part of, down to the last."""
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))
