"""The identity service: who somebody is, told by OAuth 2.0's code flow with PKCE (RFC 6749, RFC 7636).

The citizen's page lists the fictional people and whom they may speak for. A code is used once and lives a minute; the
token that it buys says who the
person is and of which companies the legal representative.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import secrets
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from bancheng import now
from bancheng.config.connections import sandbox_secret
from bancheng.config.env import env
from bancheng.sandbox.http import Answer, Request, Wrong, as_json, required
from bancheng.sandbox.state import State, expired

CODE_LIVES = timedelta(seconds=60)
TOKEN_LIVES = timedelta(seconds=300)
_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>演示身份认证</title>
<style>
body {{ font: 16px/1.65 system-ui, sans-serif; margin: 0; background: #f3f6fa; color: #152233 }}
main {{ max-width: 38rem; margin: 2rem auto; padding: 0 1rem }}
ul {{ list-style: none; padding: 0 }}
li {{ margin: .5rem 0 }}
button {{ width: 100%; text-align: left; padding: .75rem 1rem; font: inherit; color: inherit; background: #fff;
  border: 1px solid #8593a5; border-radius: 8px; cursor: pointer }}
button:focus-visible {{ outline: 3px solid #ffbf00 }}
span {{ display: block; color: #364558 }}
</style></head>
<body><main>
<h1>演示身份认证</h1>
<p>这里的人都是虚构的。请选一位登录。</p>
<form method="post" action="/identity/authorize">{hidden}<ul>{rows}</ul>
<button name="cancel" value="1">不登录，回去</button></form>
</main></body></html>
"""
_ASKED = ("client_id", "redirect_uri", "state", "code_challenge")


def handle(state: State, request: Request, mode: str) -> Answer:
    """Answer one request to `/identity/…`."""
    match request.method, request.path:
        case "GET", "/identity/authorize":
            return _page(state, request.query)
        case "POST", "/identity/authorize":
            return _agree(state, request.form())
        case "POST", "/identity/token":
            return _token(state, request.form())
        case "GET", "/identity/me":
            return _me(state, request, mode)
    raise Wrong("no such address", 404)


def _checked(asked: dict[str, str]) -> dict[str, str]:
    client, redirect, _, _ = required(asked, *_ASKED)
    if client != "bancheng":
        raise Wrong("unknown client", 400, "unauthorized_client")
    parts = urlsplit(redirect)
    allowed = {"127.0.0.1", "localhost", "testserver", env().host, urlsplit(env().public_url).hostname}
    if parts.scheme not in ("http", "https") or parts.hostname not in allowed:
        raise Wrong("this address is not registered as one to come back to")
    if asked.get("code_challenge_method", "S256") != "S256":
        raise Wrong("only S256 is accepted")
    return {name: asked[name] for name in _ASKED}


def _page(state: State, query: dict[str, str]) -> Answer:
    asked = _checked(query)
    hidden = "".join(f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in asked.items())
    rows = []
    for person in state.people():
        roles = [
            "本人",
            *(f"{company['name']}的{company.get('legal_rep_title') or '法定代表人'}" for company in state.companies(person["id_no"])),
        ]
        rows.append(
            f'<li><button name="person" value="{html.escape(person["id_no"])}"><b>{html.escape(person["name"])}</b>'
            f"<span>{html.escape('、'.join(roles))}</span>"
            f"<span>{html.escape(str(person.get('about', '')))}</span></button></li>"
        )
    page = _PAGE.format(hidden=hidden, rows="".join(rows))
    return Answer(200, page.encode(), "text/html; charset=utf-8", {"Cache-Control": "no-store"})


def _agree(state: State, form: dict[str, str]) -> Answer:
    asked = _checked(form)
    if form.get("cancel"):
        return _back(asked, error="access_denied")
    if state.person(form.get("person", "")) is None:
        raise Wrong("choose one of the people on the page")
    code = secrets.token_urlsafe(24)
    with state.open() as db:
        db.execute(
            "INSERT INTO code (code, body, expires) VALUES (?, ?, ?)",
            (code, json.dumps({**asked, "person": form["person"]}), (now.real() + CODE_LIVES).isoformat()),
        )
    return _back(asked, code=code)


def _back(asked: dict[str, str], **result: str) -> Answer:
    return Answer(303, headers={"Location": f"{asked['redirect_uri']}?{urlencode({**result, 'state': asked['state']})}"})


def _token(state: State, form: dict[str, str]) -> Answer:
    client, secret, code, redirect, verifier = required(form, "client_id", "client_secret", "code", "redirect_uri", "code_verifier")
    if client != "bancheng" or not hmac.compare_digest(secret.encode(), sandbox_secret("identity").encode()):
        raise Wrong("client id or secret is wrong", 401, "invalid_client")
    with state.open() as db:
        found = db.execute("SELECT body, expires, used FROM code WHERE code = ?", (code,)).fetchone()
        if found is None or found[2] or expired(found[1]):
            raise Wrong("the code is unknown, used or too old", 400, "invalid_grant")
        db.execute("UPDATE code SET used = 1 WHERE code = ?", (code,))
        asked = json.loads(found[0])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        right = hmac.compare_digest(challenge, asked["code_challenge"]) and redirect == asked["redirect_uri"]
        token = secrets.token_urlsafe(32)
        if right:
            db.execute("INSERT INTO token VALUES (?, ?, ?)", (token, asked["person"], (now.real() + TOKEN_LIVES).isoformat()))
    if not right:
        raise Wrong("the code was given for another address or another browser", 400, "invalid_grant")
    return as_json({"access_token": token, "token_type": "Bearer", "expires_in": int(TOKEN_LIVES.total_seconds())})


def _me(state: State, request: Request, mode: str) -> Answer:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    found = state.one("SELECT id_no, expires FROM token WHERE token = ?", token)
    person = state.person(found[0]) if found and not expired(found[1]) else None
    if person is None:
        raise Wrong("the token is unknown or too old", 401, "invalid_token")
    number = person["id_no"]
    if mode == "wrong":  # the last character shifted: no longer anybody's number
        number = number[:17] + "0123456789X"["0123456789X".index(number[17]) - 1]
    return as_json(
        {
            "name": person["name"],
            "id_no": number,
            "phone": person.get("phone", ""),
            "assurance": person.get("assurance", "high"),
            "companies": [{"uscc": company["uscc"], "name": company["name"], "role": "legal_representative"} for company in state.companies(person["id_no"])],
        }
    )
