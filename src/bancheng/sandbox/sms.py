"""The SMS gateway: takes a message once by its id, and shows what the phones would have received."""

from __future__ import annotations

import json
import re

from bancheng import now
from bancheng.sandbox.http import Answer, Request, Wrong, as_json, required
from bancheng.sandbox.state import State


def handle(state: State, request: Request, mode: str) -> Answer:
    """Answer one request to `/sms/messages`."""
    request.must_come_from_us("sms")
    if request.path != "/sms/messages":
        raise Wrong("no such address", 404)
    if request.method == "GET":
        rows = state.all("SELECT id, body, at FROM message ORDER BY rowid DESC LIMIT 200")
        return as_json({"messages": [{"id": number, **json.loads(body), "at": at} for number, body, at in rows]})
    number, to, text = required(request.json(), "id", "to", "text")
    if not re.fullmatch(r"1\d{10}", to):
        raise Wrong("to is a mobile number of 11 digits", 422, "bad_number")
    with state.open() as db:
        again = db.execute("SELECT 1 FROM message WHERE id = ?", (number,)).fetchone() is not None
        if not again and mode != "wrong":
            body = json.dumps({"to": to, "text": text}, ensure_ascii=False)
            db.execute("INSERT INTO message VALUES (?, ?, ?)", (number, body, now.real().isoformat()))
    return as_json({"id": number, "state": "delivered", "again": again}, 200 if again else 202)
