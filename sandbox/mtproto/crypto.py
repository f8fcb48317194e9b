"""The keys of the protocol: the server's RSA key, the Diffie-Hellman group, and MTProto 2.0 message encryption."""

import base64
import json
import os
import secrets
import struct
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path

from telethon.crypto import AES

DH_G = 3
DH_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543"
    "AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4AC8CC49880708FA9B"
    "378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1"
    "178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE"
    "2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
"""The 2048-bit safe prime that clients know to be good, so that they skip the slow check."""

RSA_EXPONENT = 65537
_SIEVE = [n for n in range(3, 8000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


class BadMessage(Exception):
    """A packet that was not encrypted with the key that it names."""


def big_endian(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def tl_bytes(data: bytes) -> bytes:
    """A byte string as TL writes it: length, bytes, padding to four."""
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)


def _is_prime(candidate: int) -> bool:
    if any(candidate % small == 0 for small in _SIEVE):
        return False
    odd, twos = candidate - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(
        _witnesses(base, candidate, odd, twos) for base in (2, *(secrets.randbelow(1 << 64) + 3 for _ in range(8)))
    )


def _witnesses(base: int, candidate: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, candidate)
    if power in (1, candidate - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % candidate
        if power == candidate - 1:
            return True
    return False


def random_prime(bits: int) -> int:
    while True:
        candidate = secrets.randbits(bits) | (3 << (bits - 2)) | 1
        if candidate % RSA_EXPONENT != 1 and _is_prime(candidate):
            return candidate


@dataclass(frozen=True, slots=True)
class ServerKey:
    """The RSA key by which clients recognise this server."""

    modulus: int
    private_exponent: int

    @classmethod
    def generate(cls) -> "ServerKey":
        p, q = random_prime(1024), random_prime(1024)
        return cls(p * q, pow(RSA_EXPONENT, -1, (p - 1) * (q - 1)))

    @classmethod
    def load_or_make(cls, path: Path | None) -> "ServerKey":
        """The key kept at `path`, made there at first start; the public half is written beside it as `.pub`."""
        if path is None:
            return cls.generate()
        if path.exists():
            kept = json.loads(path.read_text("ascii"))
            return cls(int(kept["modulus"], 16), int(kept["private_exponent"], 16))
        key = cls.generate()
        key.save(path)
        return key

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        numbers = {"modulus": f"{self.modulus:x}", "private_exponent": f"{self.private_exponent:x}"}
        path.write_text(json.dumps(numbers), "ascii")
        path.with_suffix(".pub").write_text(self.public_pem, "ascii")

    @property
    def fingerprint(self) -> int:
        parts = tl_bytes(big_endian(self.modulus)) + tl_bytes(big_endian(RSA_EXPONENT))
        return int.from_bytes(sha1(parts).digest()[-8:], "little", signed=True)  # noqa: S324 - the protocol's hash

    @property
    def public_pem(self) -> str:
        """PKCS#1, as `telethon.crypto.rsa.add_key` reads it."""
        numbers = _der(0x02, b"\0" + big_endian(self.modulus)) + _der(0x02, big_endian(RSA_EXPONENT))
        text = base64.encodebytes(_der(0x30, numbers)).decode("ascii").replace("\n", "")
        lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
        return f"-----BEGIN RSA PUBLIC KEY-----\n{lines}\n-----END RSA PUBLIC KEY-----\n"

    def decrypt(self, block: bytes) -> bytes:
        """The 255 bytes that a client hid from everybody but the owner of the key."""
        number = pow(int.from_bytes(block, "big"), self.private_exponent, self.modulus)
        return number.to_bytes(256, "big")[1:]


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x80 | len(big_endian(size))]) + big_endian(size)
    return bytes([tag]) + length + content


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one encrypted packet carries."""

    salt: int
    session_id: int
    message_id: int
    sequence: int
    body: bytes


def key_id_of(auth_key: bytes) -> int:
    return int.from_bytes(sha1(auth_key).digest()[-8:], "little")  # noqa: S324 - the protocol's hash


def _aes(auth_key: bytes, message_key: bytes, offset: int) -> tuple[bytes, bytes]:
    a = sha256(message_key + auth_key[offset : offset + 36]).digest()
    b = sha256(auth_key[offset + 40 : offset + 76] + message_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]


def _message_key(auth_key: bytes, plain: bytes, offset: int) -> bytes:
    return sha256(auth_key[88 + offset : 120 + offset] + plain).digest()[8:24]


def encrypt(auth_key: bytes, envelope: Envelope, *, from_server: bool = True) -> bytes:
    offset = 8 if from_server else 0
    head = struct.pack(
        "<qqqii", envelope.salt, envelope.session_id, envelope.message_id, envelope.sequence, len(envelope.body)
    )
    plain = head + envelope.body
    plain += os.urandom(12 + -(len(plain) + 12) % 16)
    message_key = _message_key(auth_key, plain, offset)
    cipher = AES.encrypt_ige(plain, *_aes(auth_key, message_key, offset))
    return struct.pack("<Q", key_id_of(auth_key)) + message_key + bytes(cipher)


def decrypt(auth_key: bytes, packet: bytes, *, from_server: bool = False) -> Envelope:
    """Open a packet and check its message key, its length and its padding."""
    offset = 8 if from_server else 0
    message_key, cipher = packet[8:24], packet[24:]
    if not cipher or len(cipher) % 16:
        raise BadMessage("the length is not a multiple of sixteen")
    plain = bytes(AES.decrypt_ige(cipher, *_aes(auth_key, message_key, offset)))
    if _message_key(auth_key, plain, offset) != message_key:
        raise BadMessage("the message key does not match")
    salt, session_id, message_id, sequence, length = struct.unpack_from("<qqqii", plain)
    padding = len(plain) - 32 - length
    if length < 4 or length % 4 or not 12 <= padding <= 1024:
        raise BadMessage("the length does not fit")
    return Envelope(salt, session_id, message_id, sequence, plain[32 : 32 + length])
