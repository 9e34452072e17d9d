"""The provincial registration system: takes applications of sole traders and companies, and some seconds later gives
a business licence.

Pushing the same application again (same `key`) gives the same ticket. An answer can be asked for by ticket, and
stands in the list of all answers, where
in mode `twice` it stands twice. A licence that was given is from then on found in the registry as `L03`, and the business in the credit registry with
nothing against it.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

from bancheng import now
from bancheng.core.identifiers import org_code_check, uscc_check
from bancheng.sandbox.http import Answer, Request, Wrong, as_json, required
from bancheng.sandbox.state import State, next_serial, put_entity, put_record

TAKES = timedelta(seconds=3)
COMPANY = "公司"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TICKET = re.compile(r"/registration/applications/([A-Z0-9-]+)")


def handle(state: State, request: Request, mode: str) -> Answer:
    """Answer one request to `/registration/…`."""
    request.must_come_from_us("registration")
    if request.method == "POST" and request.path == "/registration/applications":
        return _push(state, request.json(), mode)
    if request.method == "GET" and request.path == "/registration/answers":
        return _answers(state, request, mode)
    if request.method == "GET" and (found := _TICKET.fullmatch(request.path)):
        return _status(state, found[1], mode)
    raise Wrong("no such address", 404)


def _push(state: State, body: dict[str, Any], mode: str) -> Answer:
    (key,) = required(body, "key")
    fields = body.get("fields")
    if not isinstance(fields, dict):
        raise Wrong("missing: fields")
    required(body, "holder", "holder_name", "region", "day")
    try:
        date.fromisoformat(body["day"])
    except ValueError:
        raise Wrong("day is a date: 2026-02-12") from None
    with state.open() as db:
        known = db.execute("SELECT ticket FROM application WHERE key = ?", (key,)).fetchone()
        if known:
            return as_json({"ticket": known[0], "state": "accepted", "again": True})
        ticket = f"SDDJ-{next_serial(db, 'ticket'):08d}"
        if mode != "lossy" or db.execute("SELECT 1 FROM serial WHERE name = ?", (f"lost:{key}",)).fetchone():
            ready = now.real() + TAKES
            db.execute(
                "INSERT INTO application VALUES (?, ?, ?, ?, NULL)",
                (key, ticket, json.dumps(body, ensure_ascii=False), ready.isoformat()),
            )
        else:
            next_serial(db, f"lost:{key}")
    return as_json({"ticket": ticket, "state": "accepted", "again": False}, 202)


def _status(state: State, ticket: str, mode: str) -> Answer:
    work(state, mode)
    found = state.one("SELECT answer FROM application WHERE ticket = ?", ticket)
    if found is None:
        raise Wrong("no such application: push it again", 404, "unknown_ticket")
    return as_json(json.loads(found[0]) if found[0] else {"ticket": ticket, "state": "in_progress"})


def _answers(state: State, request: Request, mode: str) -> Answer:
    work(state, mode)
    after = request.query.get("after", "0")
    if not after.isdigit():
        raise Wrong("after is a number")
    rows = state.all("SELECT seq, body FROM answer WHERE seq > ? ORDER BY seq LIMIT 100", int(after))
    return as_json({"answers": [{"seq": seq, **json.loads(body)} for seq, body in rows]})


def work(state: State, mode: str) -> None:
    """Decide every application whose time has come."""
    with state.open() as db:
        for key, ticket, body, ready in db.execute("SELECT key, ticket, body, ready_at FROM application WHERE answer IS NULL").fetchall():
            if datetime.fromisoformat(ready) > now.real():
                continue
            application = json.loads(body)
            fields = _licence(application, next_serial(db, "licence"), mode)
            reference = f"L03-{fields['统一社会信用代码']}"
            answer = {
                "ticket": ticket,
                "key": key,
                "state": "registered",
                "evidence": "L03",
                "reference": reference,
                "fields": fields,
            }
            text = json.dumps(answer, ensure_ascii=False)
            db.execute("UPDATE application SET answer = ? WHERE key = ?", (text, key))
            for _ in range(2 if mode == "twice" else 1):
                db.execute("INSERT INTO answer (ticket, body) VALUES (?, ?)", (ticket, text))
            uscc = fields["统一社会信用代码"]
            put_record(db, reference, "L03", f"entity:{uscc}", {"fields": fields, "at": application["day"], "until": None})
            clean = {"fields": {"严重失信": False, "虚假承诺": False}, "at": application["day"], "until": None}
            put_record(db, f"L30-{uscc}", "L30", f"entity:{uscc}", clean)
            put_entity(
                db,
                {
                    "uscc": uscc,
                    "name": fields["名称"],
                    "legal_rep": {"id_no": application["holder"], "name": application["holder_name"]},
                    "legal_rep_title": "法定代表人" if fields["类型"] == COMPANY else "经营者",
                },
            )


def _licence(application: dict[str, Any], serial: int, mode: str) -> dict[str, Any]:
    """The fields of the licence: what was applied for, and what only the registration can say."""
    given = {field: value for field, value in application["fields"].items() if value not in ("", None)}
    name = str(given.get("名称") or f"{application['holder_name']}的店")
    category = "91" if given.get("类型") == COMPANY else "92"
    return {
        "类型": "个体工商户",
        "负责人": application["holder_name"],
        "住所": given.get("经营场所", ""),
        **given,
        "名称": f"旧{name}" if mode == "wrong" else name,
        "统一社会信用代码": credit_code(category, application["region"], serial),
        "成立日期": application["day"],
        "状态": "有效",
        "已有": True,
    }


def credit_code(category: str, region: str, serial: int) -> str:
    """A valid code of GB 32100 for a company (91) or a sole trader (92) registered in a region (six digits).

    Raises:
        Wrong: the region is not six digits.
    """
    if not re.fullmatch(r"\d{6}", region):
        raise Wrong("region is six digits of GB/T 2260")
    digits = ""
    for _ in range(5):
        serial, place = divmod(serial, len(_ALPHABET))
        digits = _ALPHABET[place] + digits
    organisation = f"MAE{digits}"
    body = f"{category}{region}{organisation}{org_code_check(organisation)}"
    return body + uscc_check(body)
