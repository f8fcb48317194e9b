"""The web outside: which addresses may be asked, requests that go where the look-up said, answers of bounded size."""

import asyncio
import socket
import zlib
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httpx

from core.errors import Unavailable, UserError

RESOLVE_SECONDS = 5.0
PORTS = {"http": 80, "https": 443}
PACKED = "gzip"
"""The only packing that is asked for and taken."""
MOST_KIND = 40
"""Characters; a server may call its page anything."""

_EMBEDDED_IPV4 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """A host as it was looked up: what is connected to is what was checked."""

    host: str
    port: int
    ip: str


def client(seconds: float, headers: dict[str, str]) -> httpx.AsyncClient:
    """Follows nobody, keeps no cookies, knows no proxy."""
    packed = {"Accept-Encoding": PACKED, **headers}
    return httpx.AsyncClient(headers=packed, timeout=seconds, trust_env=False, follow_redirects=False)


def request_to(address: Address, asking: httpx.AsyncClient, method: str, url: str, **about: Any) -> httpx.Request:
    """Connects to the address that was checked: a second look-up could answer another one."""
    wanted = httpx.URL(url)
    headers = {**about.pop("headers", {}), "Host": wanted.netloc.decode("ascii")}
    extensions = {"sni_hostname": wanted.raw_host.decode("ascii")}
    pinned = wanted.copy_with(host=address.ip)
    return asking.build_request(method, pinned, headers=headers, extensions=extensions, **about)


async def content_of(response: httpx.Response, largest: int) -> bytes:
    """Unpacked here, for an answer of a few kilobytes can unpack to gigabytes.

    Raises:
        UserError: larger than `largest` bytes, or packed in another way.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in (PACKED, "identity"):
        raise UserError("error-link-kind", kind=packing[:MOST_KIND])
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if packing == PACKED else None
    content = bytearray()
    try:
        async for piece in response.aiter_raw():
            content += unpacker.decompress(piece, largest + 1) if unpacker else piece
            if len(content) > largest:
                raise UserError("error-link-too-large", megabytes=largest // 1024 // 1024)
    except zlib.error as error:
        raise UserError("error-link-unreadable") from error
    return bytes(content)


async def resolve(url: str, allowed: frozenset[str]) -> Address:
    """
    Raises:
        UserError: no web address, or one inside of a private network that the operator did not allow.
        Unavailable: the name is not known.
    """
    host, port = _host_and_port(url)
    if allowed & {host, f"{host}:{port}"}:
        found = await _look_up(host, port)
        return Address(host, port, found[0])
    found = await _look_up(host, port)
    if not all(_is_public(ip) for ip in found):
        raise UserError("error-link-private", host=host)
    return Address(host, port, found[0])


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UserError("error-link-unreadable") from error
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise UserError("error-link-unreadable")
    return host.lower(), port or PORTS[parts.scheme]


async def _look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise Unavailable("error-link-unreachable", host=host) from error
    return [str(address[0]) for *_, address in found]


def _is_public(text: str) -> bool:
    ip = ip_address(text.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = _inner(ip)
    return ip.is_global and not ip.is_multicast


def _inner(ip: IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that some IPv6 addresses stand for."""
    if ip in _EMBEDDED_IPV4:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
