"""Who can sign in to the sandbox, read from the pack's fictional people and staff."""
from __future__ import annotations

from importlib import util
from pathlib import Path


def sign_ins(pack: Path) -> list[str]:
    """Lines for the terminal: applicants first, then staff. Empty when the pack has no demo people."""
    if util.find_spec("bancheng.packs") is None:
        return []
    from bancheng import packs

    demo = getattr(packs, "demo", None)
    if demo is None:
        return []
    lines: list[str] = []
    people = demo(pack, "people")
    if people:
        lines.append("applicants (fictional; chosen on the sandbox sign-in page):")
        lines += [f"  {person['name']}" for person in people[:4]]
    staff = demo(pack, "staff")
    if staff:
        lines.append("staff (second factor: bancheng otp USER):")
        lines += [f"  {officer['username']:<12} {officer.get('password', '')}  {officer['name']}" for officer in staff[:6]]
    return lines
