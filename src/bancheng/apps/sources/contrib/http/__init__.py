"""Registries over HTTP: `POST <address>/<source>/query`, as `bancheng.sandbox.registry` speaks it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx

from bancheng import now
from bancheng.apps.sources.base import Question, Record, SourceFailed
from bancheng.config.connections import Connection, authorities
from bancheng.core import canonical


class HttpSource:
    """One registry."""

    def __init__(self, connection: Connection, source: str) -> None:
        self.url = f"{connection.url}/{source}/query"
        self.secret = connection.secret
        self.seconds = connection.seconds

    def ask(self, question: Question) -> list[Record]:
        body = {
            "evidence": question.evidence.id,
            "holder": question.holder.wire,
            "purpose": question.purpose,
            "basis": question.basis or f"consent:{question.consent.id if question.consent else ''}",
        }
        timeout = httpx.Timeout(self.seconds, connect=min(2.0, self.seconds))
        try:
            answer = httpx.post(
                self.url,
                json=body,
                headers={"Authorization": f"Bearer {self.secret}"},
                timeout=timeout,
                follow_redirects=False,
                trust_env=False,
                verify=authorities(),
            )
        except httpx.TimeoutException:
            raise SourceFailed("slow") from None
        except httpx.HTTPError:
            raise SourceFailed("down") from None
        if answer.status_code >= 400:
            raise SourceFailed("down")
        return records(answer.content)


def records(body: bytes) -> list[Record]:
    """The documents in an answer; numbers are exact.

    Raises:
        SourceFailed: the answer cannot be read.
    """
    try:
        found = canonical.loads(body)
        return [_record(entry) for entry in found["records"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SourceFailed("garbled") from None


def _record(entry: dict[str, Any]) -> Record:
    if not isinstance(entry["fields"], dict):
        raise TypeError("fields is not an object")
    said = entry.get("at")
    at = None
    if said:
        at = datetime.fromisoformat(said)
        at = at if at.tzinfo else at.replace(tzinfo=now.ZONE)
    until = date.fromisoformat(entry["until"]) if entry.get("until") else None
    return Record(_plain(entry["fields"]), str(entry.get("reference") or ""), at, until)


def _plain(value: Any) -> Any:
    """Exact numbers as text, so that they stay exact when kept as JSON."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
