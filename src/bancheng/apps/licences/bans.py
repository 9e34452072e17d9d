"""Who deceived may not apply for the same permit again until a day (行政许可法 art. 78, 79, R-26).

One row for each who is banned, written with the event `banned` in the trail of the case that established the deceit.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.licences.happened import Happened
from bancheng.apps.licences.models import Ban
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import Item
from bancheng.core.procedure import Deceit, banned_until

if TYPE_CHECKING:
    from bancheng.apps.licences.actions.issue import SubCase

BASIS = {Deceit.FALSE_MATERIALS: "《行政许可法》第七十八条", Deceit.OBTAINED: "《行政许可法》第七十九条"}
BASIS_EN = {
    Deceit.FALSE_MATERIALS: "Administrative Licensing Law, article 78",
    Deceit.OBTAINED: "Administrative Licensing Law, article 79",
}
SOLE_TRADER = "entity:92"
"""How the reference of a sole trader begins (GB 32100: 9 登记管理部门市场监管, 2 个体工商户)."""


def permit_of(item: Item) -> str:
    """What “this permit” is: the licence that an item gives, whichever item gives it; otherwise the item itself."""
    return item.result.licence_type or item.id


def record(sub_case: SubCase, item: Item, deceit: Deceit, actor: str) -> date | None:
    """Record the ban that follows from a deceit established today, in the caller's transaction; its last day, None where none follows.

    A sole trader and the person behind it are one: the ban follows the person into the next shop.
    """
    until = banned_until(deceit, now.today(), safety=bool(item.safety))
    if until is None:
        return None
    joint, permit = sub_case.joint, permit_of(item)
    one_person = joint.holder.startswith((SOLE_TRADER, "person:"))
    subjects = sorted({joint.holder, joint.filed_for} if one_person else {joint.holder})
    told = {"deceit": str(deceit), "permit": permit, "until": until.isoformat(), "subjects": subjects}
    stream.append(f"case:{sub_case.number}", [Happened("banned", told)], actor=actor, basis=BASIS[deceit])
    for subject in subjects:
        Ban.objects.create(subject=subject, permit=permit, deceit=str(deceit), until=until, sub_case=sub_case.number, at=now.business())
    return until


def last_day(who: Principal, item: Item, on: date) -> date | None:
    """Until when who applies may not apply for what an item gives, None where they may on that day. An agent's own bans do not hit whom they act for."""
    alike = who.reference.startswith(SOLE_TRADER) and not who.is_agent
    subjects = (who.reference, who.person.reference) if alike else (who.reference,)
    rows = Ban.objects.filter(subject__in=subjects, permit=permit_of(item), until__gte=on)
    return rows.order_by("-until").values_list("until", flat=True).first()


def of_cases(numbers: list[str]) -> dict[str, Ban]:
    """The bans that cases led to, by their number, for the page of whoever applied."""
    return {ban.sub_case: ban for ban in Ban.objects.filter(sub_case__in=numbers)}


def differences() -> Iterator[str]:
    """One line for each ban whose row and event do not agree."""
    rows = {(ban.sub_case, ban.permit, ban.until.isoformat(), ban.subject) for ban in Ban.objects.iterator()}
    events = {
        (event.stream.removeprefix("case:"), event.payload["permit"], event.payload["until"], subject)
        for event in Event.objects.filter(type="banned").iterator()
        for subject in event.payload["subjects"]
    }
    for case, permit, until, _ in sorted(rows - events):
        yield f"ban of case {case}: its row ({permit} until {until}) tells what never happened"
    for case, permit, until, _ in sorted(events - rows):
        yield f"ban of case {case}: its row ({permit} until {until}) is missing"
