"""Text and bytes at rest: encrypted so that a stolen disk or dump tells nothing, and so that a changed byte is noticed.

Each use has a key of its own, derived from `BANCHENG_DATA_KEY`. Ciphertext begins with the version of the method, so
that another method can follow without guessing.
"""
from __future__ import annotations

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bancheng.config.env import env

_VERSION = b"\x01"
_NONCE, _TAG = 12, 16


class Unreadable(Exception):
    """Not encrypted by this installation, or changed since: wrong `BANCHENG_DATA_KEY`, or somebody touched it."""


@lru_cache(maxsize=16)
def derived(use: str, length: int) -> bytes:
    """The key of one use."""
    return _derive(env().data_key, use, length)


def check_value(data_key: str) -> str:
    """Tells whether two data keys are the same one without telling what it is (a backup carries it)."""
    return _derive(data_key, "check value", 16).hex()


def _derive(data_key: str, use: str, length: int) -> bytes:
    return HKDF(SM3(), length, salt=None, info=f"bancheng {use}".encode()).derive(data_key.encode())


def encrypt_bytes(data: bytes, use: str = "text") -> bytes:
    """Encrypt; the same bytes give another ciphertext every time."""
    nonce = secrets.token_bytes(_NONCE)
    writer = Cipher(SM4(derived(use, 16)), GCM(nonce)).encryptor()
    return _VERSION + nonce + writer.update(data) + writer.finalize() + writer.tag


def decrypt_bytes(data: bytes, use: str = "text") -> bytes:
    """The plain bytes.

    Raises:
        Unreadable: another key, or a changed byte.
    """
    if len(data) < 1 + _NONCE + _TAG or data[:1] != _VERSION:
        raise Unreadable("this is not what encrypt_bytes wrote")
    nonce, body, tag = data[1 : 1 + _NONCE], data[1 + _NONCE : -_TAG], data[-_TAG:]
    reader = Cipher(SM4(derived(use, 16)), GCM(nonce, tag)).decryptor()
    try:
        return reader.update(body) + reader.finalize()
    except InvalidTag:
        raise Unreadable("the data key is another one, or the data was changed") from None


def encrypt(text: str) -> str:
    """Encrypt a text; gives text."""
    return base64.urlsafe_b64encode(encrypt_bytes(text.encode())).decode()


def decrypt(text: str) -> str:
    """The plain text.

    Raises:
        Unreadable: another key, or a changed character.
    """
    try:
        data = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        raise Unreadable("this is not what encrypt wrote") from None
    return decrypt_bytes(data).decode()


def blind_index(text: str) -> str:
    """What an encrypted text is found by: equal texts give equal digits, which without the key tell nothing. 64
    hexadecimal digits."""
    mac = HMAC(derived("blind index", 32), SM3())
    mac.update(text.encode())
    return mac.finalize().hex()
