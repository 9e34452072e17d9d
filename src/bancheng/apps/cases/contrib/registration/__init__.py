"""The provincial registration system over HTTP."""
from __future__ import annotations

from typing import Any

import httpx

from bancheng.apps.cases.base import Application, ExternalAnswer, SystemUnavailable, UnknownTicket
from bancheng.config.connections import authorities, connection

TIMEOUT = 8.0
STATES = {"registered": "granted", "rejected": "refused", "in_progress": "in_progress", "accepted": "in_progress"}


class Registration:
    """`POST /applications` and `GET /applications/<ticket>`; see `bancheng.sandbox` for the wire format."""

    def push(self, application: Application) -> str:
        """Hand over an application; the same key gives the same ticket."""
        body = {
            "key": application.key,
            "holder": application.holder,
            "holder_name": application.holder_name,
            "region": application.region,
            "day": application.day,
            "fields": application.fields,
        }
        return str(self._call("POST", "/applications", body)["ticket"])

    def ask(self, ticket: str) -> ExternalAnswer:
        """How far an application is."""
        said = self._call("GET", f"/applications/{ticket}")
        try:
            return ExternalAnswer(
                ticket=str(said["ticket"]),
                state=STATES[said["state"]],
                fields=dict(said.get("fields", {})),
                reference=str(said.get("reference", "")),
                reason=str(said.get("reason", "")),
            )
        except (KeyError, TypeError, ValueError) as fault:
            raise SystemUnavailable(f"the answer could not be read: {fault}") from fault

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        target = connection("registration")
        try:
            answer = httpx.request(
                method,
                f"{target.url}{path}",
                json=body,
                headers={"Authorization": f"Bearer {target.secret}"},
                timeout=TIMEOUT,
                follow_redirects=False,
                trust_env=False,
                verify=authorities(),
            )
            if answer.status_code == 404:
                raise UnknownTicket(path)
            answer.raise_for_status()
            said = answer.json()
        except (httpx.HTTPError, ValueError) as fault:
            raise SystemUnavailable(str(fault)) from fault
        if not isinstance(said, dict):
            raise SystemUnavailable("the answer is not an object")
        return said
