"""Short links that nobody finds by trying: a value and 80 bits of keyed check.

The value is readable and must not be personal data. The key is derived from the data key, because a printed code must
work for years.
"""
from __future__ import annotations

import base64

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from bancheng.apps.keys.at_rest import derived

_CHECK_BYTES = 10


class BadLink(Exception):
    """The link was mistyped, cut off or made up."""


def link_token(purpose: str, value: str) -> str:
    """`value.check`, safe in a URL if the value is; good for one purpose only."""
    return f"{value}.{_check(purpose, value)}"


def link_value(purpose: str, token: str) -> str:
    """The value of a token made for this purpose.

    Raises:
        BadLink: the check is not ours.
    """
    value, _, check = token.rpartition(".")
    if not value or not bytes_eq(check.encode(), _check(purpose, value).encode()):
        raise BadLink("the link is incomplete or was changed")
    return value


def _check(purpose: str, value: str) -> str:
    mac = HMAC(derived("short link", 32), SM3())
    mac.update(f"{purpose}\0{value}".encode())
    return base64.b32encode(mac.finalize()[:_CHECK_BYTES]).decode().lower()
