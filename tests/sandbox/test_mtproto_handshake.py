"""The key exchange step by step, for what a well-behaved client meets once in two hundred times."""

import os
from hashlib import sha1

from telethon import functions, types
from telethon.crypto import AES, rsa
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce

from sandbox.mtproto.crypto import DH_G, DH_PRIME, ServerKey, big_endian
from sandbox.mtproto.handshake import KEY_BYTES, Handshake


class Client:
    """Goes as far as the server's half of the key, and then answers with an exponent of the test's choice."""

    def __init__(self, key: ServerKey) -> None:
        rsa.add_key(key.public_pem, old=False)
        self.handshake = Handshake(key)
        self.nonce, self.new_nonce = 7, 8
        challenge = self.handshake.answer(functions.ReqPqMultiRequest(self.nonce))
        self.server_nonce = challenge.server_nonce
        p, q = sorted((1229739323, 1402015859))
        inner = types.PQInnerData(
            challenge.pq, big_endian(p), big_endian(q), self.nonce, self.server_nonce, self.new_nonce
        )
        fingerprint = challenge.server_public_key_fingerprints[0]
        sealed = rsa.encrypt(fingerprint, bytes(inner))
        offer = self.handshake.answer(
            functions.ReqDHParamsRequest(
                self.nonce, self.server_nonce, big_endian(p), big_endian(q), fingerprint, sealed
            )
        )
        self.key, self.iv = generate_key_data_from_nonce(self.server_nonce, self.new_nonce)
        with BinaryReader(AES.decrypt_ige(offer.encrypted_answer, self.key, self.iv)) as reader:
            reader.read(20)
            self.g_a = int.from_bytes(reader.tgread_object().g_a, "big")

    def finish(self, exponent: int) -> object:
        inner = bytes(
            types.ClientDHInnerData(self.nonce, self.server_nonce, 0, big_endian(pow(DH_G, exponent, DH_PRIME)))
        )
        plain = sha1(inner).digest() + inner
        plain += os.urandom(-len(plain) % 16)
        sealed = AES.encrypt_ige(plain, self.key, self.iv)
        return self.handshake.answer(functions.SetClientDHParamsRequest(self.nonce, self.server_nonce, sealed))


def exponent_of_a_key_with(client: Client, *, is_whole: bool) -> int:
    exponent, shared = 2**2000, pow(client.g_a, 2**2000, DH_PRIME)
    while (len(big_endian(shared)) == KEY_BYTES) is not is_whole:
        exponent, shared = exponent + 1, shared * client.g_a % DH_PRIME
    return exponent


def test_a_key_that_begins_with_a_zero_byte_is_asked_for_again():
    client = Client(ServerKey.generate())
    verdict = client.finish(exponent_of_a_key_with(client, is_whole=False))
    assert isinstance(verdict, types.DhGenRetry)
    assert client.handshake.auth_key is None


def test_any_other_key_is_taken():
    client = Client(ServerKey.generate())
    assert isinstance(client.finish(exponent_of_a_key_with(client, is_whole=True)), types.DhGenOk)
    assert client.handshake.auth_key is not None
