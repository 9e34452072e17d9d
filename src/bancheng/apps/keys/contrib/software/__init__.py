"""Signing keys in files: `BANCHENG_HOME/keys/<name>.json`, the private half encrypted with the data key.

In the sandbox a key is made when it is first asked for; in production somebody makes it on purpose (`bancheng keys
--create NAME`), because a signature by a key that nobody announced proves nothing.
"""
from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from gmssl_fast import SM2, GmsslError

from bancheng.apps.keys.at_rest import decrypt, encrypt
from bancheng.apps.keys.base import MissingKey
from bancheng.config.env import env

_NAME = re.compile(r"[a-z]+(:[A-Za-z0-9_.-]+)?")


class Provider:
    """See `bancheng.apps.keys.base.KeyProvider`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or env().home / "keys"
        self._known: dict[str, SM2] = {}

    def sign(self, key_name: str, data: bytes) -> bytes:
        return bytes(self._key(key_name).sign(data))

    def public(self, key_name: str) -> str:
        return str(self._key(key_name).public_key_hex)

    def verify(self, public: str, data: bytes, signature: bytes) -> bool:
        try:
            return bool(SM2(public_key=public).verify(data, signature))
        except (GmsslError, ValueError):
            return False

    def create(self, key_name: str) -> str:
        path = self._path(key_name)
        if not path.exists():
            self._write(path, key_name, SM2.generate())
        return self.public(key_name)

    def names(self) -> list[str]:
        return sorted(json.loads(path.read_text())["name"] for path in self.folder.glob("*.json"))

    def _key(self, key_name: str) -> SM2:
        if key_name not in self._known:
            path = self._path(key_name)
            if not path.exists():
                if not env().sandbox:
                    raise MissingKey(f"there is no signing key {key_name!r}: make it with bancheng keys --create {key_name}")
                self._write(path, key_name, SM2.generate())
            kept = json.loads(path.read_text())
            self._known[key_name] = SM2(private_key=decrypt(kept["private"]), public_key=kept["public"])
        return self._known[key_name]

    def _path(self, key_name: str) -> Path:
        if not _NAME.fullmatch(key_name):
            raise MissingKey(f"{key_name!r} is not a key name: 'platform' or 'org:<organisation id>'")
        return self.folder / f"{key_name.replace(':', '~')}.json"

    def _write(self, path: Path, key_name: str, key: SM2) -> None:
        """Write whole or not at all; if two processes make the same key, the first one's stays."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {"name": key_name, "public": key.public_key_hex, "private": encrypt(str(key.private_key_hex))}
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
