"""Signing in: codes that the world shows, and passwords proved without being sent (SRP)."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from telethon import types
from telethon.password import compute_hash

from sandbox.model import Account, Content
from sandbox.mtproto.crypto import DH_G, DH_PRIME, big_endian
from sandbox.mtproto.refusal import Refusal

if TYPE_CHECKING:
    from sandbox.world import World

TELEGRAM = 777000
"""The service account that tells people their codes."""
CODES = "login_codes"
"""Under this key `world.kept` holds the newest code of each phone number."""
_CODE_LIFE = 300


@dataclass(slots=True)
class SentCode:
    phone: str
    code: str
    date: float
    is_confirmed: bool = False
    """The code was right but nobody has this number yet: signing up may go on."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One SRP exchange: the server's secret and what the client saw of it."""

    account_id: int
    secret: int
    shown: int


def digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdecimal())


class Logins:
    def __init__(self, world: "World") -> None:
        self._world = world
        self._codes: dict[str, SentCode] = {}
        self._exchanges: dict[int, Exchange] = {}

    # -- codes

    def send_code(self, phone: str) -> str:
        """Make a code, show it in the world, and return the hash under which it is asked back."""
        phone = digits(phone)
        if not 5 <= len(phone) <= 15:
            raise Refusal("PHONE_NUMBER_INVALID")
        code = f"{secrets.randbelow(100_000):05d}"
        code_hash = secrets.token_hex(9)
        self._codes[code_hash] = SentCode(phone, code, self._world.clock.time())
        self._world.kept.setdefault(CODES, {})[phone] = code
        self._show(phone, code)
        return code_hash

    def check_code(self, phone: str, code_hash: str, code: str) -> Account | None:
        """Whose number it is; None when nobody has it yet.

        Raises:
            Refusal: the code is empty, wrong or too old.
        """
        sent = self._codes.get(code_hash)
        if not code:
            raise Refusal("PHONE_CODE_EMPTY")
        if sent is None or sent.phone != digits(phone) or self._world.clock.time() - sent.date > _CODE_LIFE:
            raise Refusal("PHONE_CODE_EXPIRED")
        if sent.code != code:
            raise Refusal("PHONE_CODE_INVALID")
        account = self._by_phone(sent.phone)
        if account is None:
            sent.is_confirmed = True
        else:
            del self._codes[code_hash]
        return account

    def sign_up(self, phone: str, code_hash: str, first_name: str, last_name: str) -> Account:
        sent = self._codes.get(code_hash)
        if sent is None or not sent.is_confirmed or sent.phone != digits(phone):
            raise Refusal("PHONE_CODE_INVALID")
        if not first_name.strip():
            raise Refusal("FIRSTNAME_INVALID")
        del self._codes[code_hash]
        return self._world.add_person(first_name, last_name=last_name, phone=sent.phone)

    def forget_code(self, code_hash: str) -> None:
        self._codes.pop(code_hash, None)

    def _by_phone(self, phone: str) -> Account | None:
        return next((each for each in self._world.accounts.values() if phone and digits(each.phone) == phone), None)

    def _show(self, phone: str, code: str) -> None:
        account = self._by_phone(phone)
        if account is None:
            return
        telegram = self._world.accounts.get(TELEGRAM) or self._world.add_account(Account(TELEGRAM, "Telegram"))
        text = f"Login code: {code}. Do not give this code to anyone."
        self._world.posting.send(telegram, self._world.private(TELEGRAM, account.id), Content(text))

    # -- passwords

    def password_out(self, account: Account) -> Any:
        """account.Password: whether there is one, and the server's half of a new exchange."""
        unknown = types.PasswordKdfAlgoUnknown()
        common = {
            "new_algo": unknown,
            "new_secure_algo": types.SecurePasswordKdfAlgoUnknown(),
            "secure_random": secrets.token_bytes(256),
        }
        if not account.password:
            return types.account.Password(**common)
        algo = self._algorithm(account)
        secret = secrets.randbits(2048)
        shown = (_multiplier() * self._verifier(account) + pow(DH_G, secret, DH_PRIME)) % DH_PRIME
        exchange_id = secrets.randbits(62)
        self._exchanges[exchange_id] = Exchange(account.id, secret, shown)
        return types.account.Password(
            **common, has_password=True, current_algo=algo, srp_B=shown.to_bytes(256, "big"), srp_id=exchange_id
        )

    def check_password(self, account: Account, proof: Any) -> None:
        """Raises: Refusal when the proof does not show that the client knows the password."""
        exchange = self._exchanges.pop(getattr(proof, "srp_id", 0), None)
        if exchange is None or exchange.account_id != account.id:
            raise Refusal("SRP_ID_INVALID")
        theirs = int.from_bytes(proof.A, "big")
        if not 1 < theirs < DH_PRIME - 1:
            raise Refusal("PASSWORD_HASH_INVALID")
        mixed = int.from_bytes(_sha256(_padded(theirs), _padded(exchange.shown)), "big")
        shared = pow(theirs * pow(self._verifier(account), mixed, DH_PRIME), exchange.secret, DH_PRIME)
        algo = self._algorithm(account)
        expected = _sha256(
            bytes(a ^ b for a, b in zip(_sha256(_padded(DH_PRIME)), _sha256(_padded(DH_G)), strict=True)),
            _sha256(algo.salt1),
            _sha256(algo.salt2),
            _padded(theirs),
            _padded(exchange.shown),
            _sha256(_padded(shared)),
        )
        if not secrets.compare_digest(expected, proof.M1):
            raise Refusal("PASSWORD_HASH_INVALID")

    def _algorithm(self, account: Account) -> Any:
        salts = [sha256(f"{self._world.secret}:{part}:{account.id}".encode()).digest() for part in ("salt1", "salt2")]
        return types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            salts[0], salts[1][:16], DH_G, big_endian(DH_PRIME)
        )

    def _verifier(self, account: Account) -> int:
        exponent = int.from_bytes(compute_hash(self._algorithm(account), account.password), "big")
        return pow(DH_G, exponent, DH_PRIME)


def _sha256(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _padded(number: int) -> bytes:
    return number.to_bytes(256, "big")


def _multiplier() -> int:
    return int.from_bytes(_sha256(_padded(DH_PRIME), _padded(DH_G)), "big")
