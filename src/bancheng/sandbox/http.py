"""The little HTTP that the sandbox systems need: a request, an answer, and reading what was sent."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from bancheng.config.connections import sandbox_secret

LARGEST_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    def json(self) -> dict[str, Any]:
        """The body as an object.

        Raises:
            Wrong: not a JSON object.
        """
        try:
            found = json.loads(self.body)
        except ValueError:
            raise Wrong("the body is not JSON") from None
        if not isinstance(found, dict):
            raise Wrong("the body is not a JSON object")
        return found

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def must_come_from_us(self, system: str) -> None:
        """Raises:
        Wrong: no token, or not the one agreed.
        """
        given = self.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {sandbox_secret(system)}".encode()):
            raise Wrong("not authorised", 401)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Wrong(Exception):
    """The request cannot be answered; becomes a JSON error."""

    def __init__(self, message: str, status: int = 400, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    def answer(self) -> Answer:
        return as_json({"error": self.code, "error_description": str(self)}, self.status)


def as_json(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), headers={"Cache-Control": "no-store"})


def required(fields: dict[str, Any], *names: str) -> tuple[str, ...]:
    """Text fields that must be there.

    Raises:
        Wrong: one is missing or empty.
    """
    missing = [name for name in names if not isinstance(fields.get(name), str) or not fields[name].strip()]
    if missing:
        raise Wrong(f"missing: {', '.join(missing)}")
    return tuple(fields[name].strip() for name in names)
