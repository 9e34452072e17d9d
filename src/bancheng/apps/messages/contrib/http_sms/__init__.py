"""Telephone messages through a gateway over HTTP: `POST <address>/messages` with `id`, `to`, `text`.

The gateway takes an `id` once; the sandbox has one that speaks this way (`bancheng.sandbox.sms`).
"""
from __future__ import annotations

import httpx

from bancheng.apps.messages.base import Undelivered
from bancheng.config.connections import Connection, authorities

SECONDS = 8.0


class HttpSms:
    """See `bancheng.apps.messages.base.Channel`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def deliver(self, reference: str, to: str, text: str) -> None:
        try:
            answer = httpx.post(
                f"{self.connection.url}/messages",
                json={"id": reference, "to": to, "text": text},
                headers={"Authorization": f"Bearer {self.connection.secret}"},
                timeout=SECONDS,
                follow_redirects=False,
                trust_env=False,
                verify=authorities(),
            )
        except httpx.HTTPError as error:
            raise Undelivered(f"the gateway did not answer ({type(error).__name__})") from None
        if answer.status_code >= 400:
            wrong_number = answer.status_code == 422
            raise Undelivered(f"the gateway answered {answer.status_code}", again=not wrong_number)
        try:
            said = answer.json()
        except ValueError:
            said = None
        if not isinstance(said, dict) or said.get("id") != reference:
            raise Undelivered("the gateway's answer is not about this message")
