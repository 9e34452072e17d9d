"""Fictional officers of the sandbox: `packs/<city>/demo/staff.yaml`, a list of
`{username, name, organisation, roles}`, with `station` for whoever sits at one.

Their password is made from the installation's own secret, so that two installations never share one, and is printed at
every start; `password` in the file overrides it. Their second factor is `bancheng otp USER`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from bancheng import yaml_files
from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import Officer
from bancheng.config.env import env


class BadStaffFile(ValueError):
    """`staff.yaml` cannot be used; the text says which entry and why."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a demonstrator types."""

    username: str
    password: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    station: str = ""


def password() -> str:
    """The password of this installation's fictional officers."""
    made = hmac.new(env().secret.encode(), b"demo officers", hashlib.sha256).digest()
    return base64.b32encode(made)[:12].decode().lower()


def sign_ins(pack: Path) -> list[SignIn]:
    """The fictional officers of a pack; none when it has no such file.

    Raises:
        BadStaffFile: an entry lacks something or names an unknown role.
    """
    path = pack / "demo" / "staff.yaml"
    if not path.exists():
        return []
    entries = yaml_files.read(path)
    if not isinstance(entries, list):
        raise BadStaffFile(f"{path} must be a list of officers.")
    return [_read(path, number, entry) for number, entry in enumerate(entries, 1)]


def load(pack: Path) -> list[SignIn]:
    """Make the officers that are not there yet, and bring name, organisation and roles of the others up to date.

    Raises:
        BadStaffFile: an entry lacks something or names an unknown role.
    """
    found = sign_ins(pack)
    here = {officer.username: officer for officer in Officer.objects.filter(username__in=[one.username for one in found])}
    hashed: dict[str, str] = {}  # hashing is slow on purpose: once for a password, not once for an officer
    for one in found:
        officer = here.get(one.username)
        facts: dict[str, Any] = {"name": one.name, "organisation": one.organisation, "roles": list(one.roles), "station": one.station}
        if officer is None:
            if one.password not in hashed:
                hashed[one.password] = make_password(one.password)
            Officer.objects.create(username=one.username, password=hashed[one.password], totp_secret=one_time.new_secret(), **facts)
        elif any(getattr(officer, key) != value for key, value in facts.items()):
            Officer.objects.filter(pk=officer.pk).update(**facts)
    return found


def _read(path: Path, number: int, entry: Any) -> SignIn:
    if not isinstance(entry, dict):
        raise BadStaffFile(f"{path}: entry {number} is not an officer with username, name, organisation, roles.")
    missing = [key for key in ("username", "name", "organisation", "roles") if not entry.get(key)]
    if missing:
        raise BadStaffFile(f"{path}: entry {number} lacks {', '.join(missing)}.")
    unknown = sorted(set(entry["roles"]) - set(Officer.ROLES))
    if unknown:
        allowed = ", ".join(Officer.ROLES)
        raise BadStaffFile(f"{path}: {entry['username']} has unknown roles {', '.join(unknown)}; there are {allowed}.")
    return SignIn(
        str(entry["username"]).lower(),
        str(entry.get("password") or password()),
        str(entry["name"]),
        str(entry["organisation"]),
        tuple(entry["roles"]),
        str(entry.get("station") or ""),
    )
