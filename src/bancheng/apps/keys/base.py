"""What a provider of signing keys must be able to do. A hardware module is another class with these methods
(`providers.py`)."""
from __future__ import annotations

from typing import Protocol


class MissingKey(Exception):
    """There is no key of that name; the text says how to make one."""


class KeyProvider(Protocol):
    """Signs with named keys that never leave it.

    Signatures are SM2 over SM3 with the standard's default signer identity `1234567812345678` (GB/T 35276), as 64
    bytes r ‖ s. A public key is 130 hexadecimal digits, beginning with 04.
    """

    def sign(self, key_name: str, data: bytes) -> bytes:
        """Sign with a named key. Raises MissingKey."""
        ...

    def public(self, key_name: str) -> str:
        """The public half of a named key. Raises MissingKey."""
        ...

    def verify(self, public: str, data: bytes, signature: bytes) -> bool:
        """Did the holder of the other half sign exactly this? False for anything malformed."""
        ...

    def create(self, key_name: str) -> str:
        """Make a key if there is none of that name; gives its public half."""
        ...

    def names(self) -> list[str]:
        """Names of all keys."""
        ...
