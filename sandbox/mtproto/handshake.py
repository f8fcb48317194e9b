"""The exchange that gives a client its authorization key: proof of work, RSA, Diffie-Hellman."""

import os
import secrets
import time
from hashlib import sha1
from typing import Any

from telethon import functions, types
from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce

from sandbox.mtproto.crypto import DH_G, DH_PRIME, ServerKey, big_endian

_P, _Q = 1229739323, 1402015859
KEY_BYTES = 256


class HandshakeError(Exception):
    """The client broke the exchange; nothing to answer."""


def _sha1(data: bytes) -> bytes:
    return sha1(data).digest()  # noqa: S324 - the protocol's hash


class Handshake:
    """One client's exchange; `auth_key` is set once it went through."""

    def __init__(self, key: ServerKey) -> None:
        self.auth_key: bytes | None = None
        self._key = key
        self._nonce = 0
        self._server_nonce = 0
        self._new_nonce = 0
        self._secret = 0

    def answer(self, request: Any) -> Any:
        """The TL answer to one of the three requests of the exchange."""
        if isinstance(request, functions.ReqPqMultiRequest | functions.ReqPqRequest):
            return self._challenge(request)
        if (
            getattr(request, "nonce", None) != self._nonce
            or getattr(request, "server_nonce", None) != self._server_nonce
        ):
            raise HandshakeError("the nonces belong to another exchange")
        if isinstance(request, functions.ReqDHParamsRequest):
            return self._offer(request)
        if isinstance(request, functions.SetClientDHParamsRequest):
            return self._seal(request)
        raise HandshakeError(type(request).__name__)

    def _challenge(self, request: Any) -> Any:
        self._nonce = request.nonce
        self._server_nonce = int.from_bytes(os.urandom(16), "little", signed=True)
        return types.ResPQ(self._nonce, self._server_nonce, big_endian(_P * _Q), [self._key.fingerprint])

    def _offer(self, request: Any) -> Any:
        if request.public_key_fingerprint != self._key.fingerprint:
            raise HandshakeError("another server's key")
        if {int.from_bytes(request.p, "big"), int.from_bytes(request.q, "big")} != {_P, _Q}:
            raise HandshakeError("the factors are wrong")
        inner = self._open(self._key.decrypt(request.encrypted_data))
        if inner.nonce != self._nonce or inner.server_nonce != self._server_nonce:
            raise HandshakeError("the nonces inside differ")
        self._new_nonce = inner.new_nonce
        self._secret = secrets.randbits(2040)
        params = types.ServerDHInnerData(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            g=DH_G,
            dh_prime=big_endian(DH_PRIME),
            g_a=big_endian(pow(DH_G, self._secret, DH_PRIME)),
            server_time=int(time.time()),
        )
        plain = _sha1(bytes(params)) + bytes(params)
        plain += os.urandom(-len(plain) % 16)
        return types.ServerDHParamsOk(
            self._nonce, self._server_nonce, bytes(AES.encrypt_ige(plain, *self._temporary_key()))
        )

    def _seal(self, request: Any) -> Any:
        inner = self._open(bytes(AES.decrypt_ige(request.encrypted_data, *self._temporary_key())))
        g_b = int.from_bytes(inner.g_b, "big")
        if not 1 < g_b < DH_PRIME - 1:
            raise HandshakeError("g_b is out of range")
        key = big_endian(pow(g_b, self._secret, DH_PRIME))
        if len(key) < KEY_BYTES:
            # Telethon drops leading zero bytes and then saves a session string that it cannot read back.
            return types.DhGenRetry(self._nonce, self._server_nonce, self._proof(key, b"\x02"))
        self.auth_key = key
        return types.DhGenOk(self._nonce, self._server_nonce, self._proof(key, b"\x01"))

    def _proof(self, key: bytes, verdict: bytes) -> int:
        nonce = self._new_nonce.to_bytes(32, "little", signed=True)
        return int.from_bytes(_sha1(nonce + verdict + _sha1(key)[:8])[4:], "little", signed=True)

    def _open(self, plain: bytes) -> Any:
        """SHA-1, the object, padding: the object, if the hash is its own."""
        reader = BinaryReader(plain[20:])
        inner = reader.tgread_object()
        if _sha1(plain[20 : 20 + reader.tell_position()]) != plain[:20]:
            raise HandshakeError("the hash does not match")
        return inner

    def _temporary_key(self) -> tuple[bytes, bytes]:
        key, iv = generate_key_data_from_nonce(self._server_nonce, self._new_nonce)
        return key, iv
