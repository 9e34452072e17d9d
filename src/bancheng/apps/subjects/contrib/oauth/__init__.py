"""Identity by OAuth 2.0's code flow with PKCE (RFC 6749, RFC 7636): how provincial sign-in services are spoken to."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from bancheng.apps.subjects.base import Company, Identity, SignInFailed, Started
from bancheng.config.connections import Connection, authorities

TIMEOUT = httpx.Timeout(6.0, connect=2.0)


class _Company(BaseModel):
    model_config = ConfigDict(extra="ignore")
    uscc: str
    name: str


class _Me(BaseModel):
    model_config = ConfigDict(extra="ignore")
    name: str
    id_no: str
    phone: str = ""
    assurance: str = "low"
    companies: tuple[_Company, ...] = ()


class OAuth:
    """One service, reached over HTTP. `browser_url` is its address as browsers see it."""

    def __init__(self, connection: Connection, browser_url: str = "") -> None:
        self.connection = connection
        self.browser_url = browser_url or connection.url

    def start(self, back: str) -> Started:
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.connection.client,
            "redirect_uri": back,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return Started(f"{self.browser_url}/authorize?{urlencode(query)}", state, verifier)

    def finish(self, code: str, verifier: str, back: str) -> Identity:
        form = {
            "grant_type": "authorization_code",
            "client_id": self.connection.client,
            "client_secret": self.connection.secret,
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": back,
        }
        try:
            with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=authorities()) as client:
                token = _body(client.post(f"{self.connection.url}/token", data=form)).get("access_token")
                if not isinstance(token, str) or not token:
                    raise SignInFailed("garbled", "no access token in the answer")
                me = _body(client.get(f"{self.connection.url}/me", headers={"Authorization": f"Bearer {token}"}))
        except httpx.HTTPError as error:
            raise SignInFailed("unavailable", type(error).__name__) from error
        try:
            found = _Me.model_validate(me)
        except ValidationError as error:
            raise SignInFailed("garbled", f"{error.error_count()} faults in what it says of the person") from None
        return Identity(
            name=found.name.strip(),
            id_no=found.id_no.strip(),
            phone=found.phone.strip(),
            assurance=found.assurance if found.assurance in ("low", "high") else "low",
            companies=tuple(Company(company.uscc, company.name) for company in found.companies),
        )


def _body(answer: httpx.Response) -> dict[str, Any]:
    """The object in an answer.

    Raises:
        SignInFailed: an error of theirs, a refusal, or no JSON object.
    """
    if answer.status_code >= 500:
        raise SignInFailed("unavailable", f"answer {answer.status_code}")
    if answer.status_code >= 400:
        raise SignInFailed("refused", f"answer {answer.status_code}")
    try:
        found = answer.json()
    except ValueError:
        raise SignInFailed("garbled", "not JSON") from None
    if not isinstance(found, dict):
        raise SignInFailed("garbled", "not an object")
    return found
