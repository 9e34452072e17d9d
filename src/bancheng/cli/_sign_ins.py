"""Who can sign in to the sandbox, read from the pack's fictional people and staff."""
from __future__ import annotations

from pathlib import Path

from bancheng import yaml_files

PEOPLE, OFFICERS = 5, 8


def sign_ins(pack: Path) -> list[str]:
    """Lines for the terminal: applicants first, then staff. Empty when the pack has no demo people."""
    from bancheng.apps.staff.demo import sign_ins as officers

    lines: list[str] = []
    people = pack / "demo" / "people.yaml"
    if people.exists():
        found = yaml_files.read(people) or []
        lines.append(f"applicants (fictional; {len(found)} to choose from on the sign-in page):")
        lines += [f"  {person['name']}  {person.get('about', '')}" for person in found[:PEOPLE]]
    staff = officers(pack)
    if staff:
        lines += ["", f"staff (fictional; {len(staff)} in all, one-time code: bancheng otp USER):"]
        lines += [f"  {one.username:<14} {one.password}  {one.name}  {'、'.join(one.roles)}" for one in staff[:OFFICERS]]
    return lines
