"""Issue a licence, or a new version of one: number it, sign it, remember it, plan the reminders.

Everything happens in one transaction. The unique constraint on case and purpose is what makes a second licence for the
same decision impossible; asking again gives the first one.
"""
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import F

from bancheng import now
from bancheng.apps import keys, timers
from bancheng.apps.audit import stream
from bancheng.apps.licences import contents
from bancheng.apps.licences.contents import CannotIssue, HolderOf
from bancheng.apps.licences.happened import Happened
from bancheng.apps.licences.models import Licence, LicenceChange, Serial
from bancheng.core import licence as core
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Organisation
from bancheng.core.facts import Facts
from bancheng.core.identifiers import check_licence_identifier, licence_identifier
from bancheng.core.licence.standing import ZONE

REMIND_DAYS = (90, 60, 30)
"""How many days before the last day the holder is reminded."""

_OWN_TYPE = "901"
"""What a filing receipt without a type of its own is numbered as: the issuer's USCC and these three (GB/T 36904)."""


class Joint(Protocol):
    """What is needed of a joint case."""

    holder: str
    holder_name: str
    filed_for: str
    person: str


class SubCase(Protocol):
    """What is needed of the case that led to a licence."""

    number: str
    organisation: str
    joint: Joint


def issue(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts) -> Licence:
    """Issue a first version. Asked twice for one case, it gives the same licence.

    Raises:
        CannotIssue: holder, issuer's code or validity is not known.
    """
    return _version(sub_case, catalogue, item, facts, None)


def amend(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts, current: Licence) -> Licence:
    """变更: a new version that says what is now true, until the same day. The old one is superseded.

    Raises:
        CannotIssue, NotPossible: the current version has ended already.
    """
    return _version(sub_case, catalogue, item, facts, current)


def renew(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts, current: Licence) -> Licence:
    """延续: a new version with a further term (行政许可法 art. 50)."""
    return _version(sub_case, catalogue, item, facts, current)


def replace(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts, current: Licence) -> Licence:
    """补证: a new copy that says the same until the same day; the lost one is superseded."""
    return _version(sub_case, catalogue, item, facts, current)


@transaction.atomic
def _version(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts, current: Licence | None) -> Licence:
    result = item.result
    found = Licence.objects.filter(sub_case=sub_case.number, purpose=result.effect).first()
    if found is not None:
        return found
    at, today = now.business(), now.today()
    if current is not None:
        current = Licence.objects.select_for_update().get(pk=current.pk)
        core.allow(current.standing(at).status, core.Status.SUPERSEDED)
    body = catalogue.organisations[sub_case.organisation]
    holder = contents.holder(catalogue, item, facts, sub_case.joint.holder, sub_case.joint.holder_name)
    record = _record(catalogue, item, facts, today, body, holder, current)
    hidden = contents.personal(catalogue, result) | set(current.personal if current else ())
    licence = _sign(record, sub_case, item, body, holder, current, at, sorted(hidden))
    if current is not None:
        _supersede(current, licence, at)
    _remind(licence)
    happened = Happened(
        "licence_issued",
        {
            "evidence": licence.evidence,
            "version": licence.version,
            "digest": licence.digest,
            "case": sub_case.number,
            "purpose": licence.purpose,
            "replaces": current.identifier if current else "",
        },
    )
    stream.append(licence.stream, [happened], actor=f"org:{body.id}", on_behalf=holder.reference)
    return licence


def _record(
    catalogue: Catalogue, item: Item, facts: Facts, today: date, body: Organisation, holder: HolderOf, current: Licence | None
) -> core.Licence:
    result = item.result
    evidence = catalogue.evidence.get(result.licence_type)
    if len(body.uscc) != 18:
        raise CannotIssue(f"{body.id} has no unified social credit code; add it to organisations.yaml")
    printed = contents.fields(catalogue, result, facts, today)
    if current is not None:
        printed = contents.merged(current.record.fields, printed)
        number, old_until = current.number, current.valid_to
        parts = check_licence_identifier(current.identifier).value
        assert parts is not None
        type_code, serial, version = parts.type_code, parts.serial, current.version + 1
    else:
        taken = _take(f"{body.id}:{result.licence_type or item.id}:{today.year}")
        number = f"{body.short_name or body.name}{'备' if result.effect == 'receipt' else '证'}〔{today.year}〕{taken:06d} 号"
        type_code = evidence.licence_code if evidence and evidence.licence_code else body.uscc + _OWN_TYPE
        serial, version = f"{today.year}{_take(f'{type_code}:{body.uscc}:{today.year}'):06d}", 1
        old_until = _until_elsewhere(facts, evidence.fields.get("有效期至", "") if evidence else "")
    valid_from, valid_to = contents.validity(item, facts, today, old_until)
    return core.Licence(
        name=result.name,
        type_code=type_code,
        number=number,
        identifier=licence_identifier(type_code, body.uscc, serial, version),
        issuer_name=body.name,
        issuer_code=body.uscc,
        issued_on=today,
        holder_name=holder.name,
        holder_code=holder.code,
        holder_type=holder.kind,
        valid_from=valid_from,
        valid_to=valid_to,
        fields=printed,
        notes=contents.notes(catalogue, result, facts, today),
        version=version,
        replaces=current.identifier if current else "",
    )


def _sign(
    record: core.Licence,
    sub_case: SubCase,
    item: Item,
    body: Organisation,
    holder: HolderOf,
    current: Licence | None,
    at: datetime,
    hidden: list[str],
) -> Licence:
    key_name, text = f"org:{body.id}", core.canonical(record)
    signature = keys.provider().sign(key_name, text)
    try:
        with transaction.atomic():
            return Licence.objects.create(
                identifier=record.identifier,
                evidence=item.result.licence_type,
                number=record.number,
                version=record.version,
                previous=current,
                sub_case=sub_case.number,
                purpose=item.result.effect,
                organisation=body.id,
                holder_index=holder.index,
                owner=holder.reference,
                filed_for=sub_case.joint.filed_for,
                contact=sub_case.joint.person,
                text=text.decode(),
                personal=hidden,
                digest=core.digest(record),
                signature=signature.hex(),
                public_key=keys.provider().public(key_name).lower(),
                valid_from=record.valid_from,
                valid_to=record.valid_to,
                issued_at=at,
            )
    except IntegrityError as error:
        raise CannotIssue(f"case {sub_case.number} has a licence already, or {record.identifier} is taken") from error


def _supersede(old: Licence, new: Licence, at: datetime) -> None:
    LicenceChange.objects.create(
        licence=old, status=core.Status.SUPERSEDED, at=at, actor=f"org:{new.organisation}", successor=new.identifier
    )
    timers.cancel(f"licence:{old.identifier}:")
    happened = Happened("licence_superseded", {"successor": new.identifier, "at": at, "basis": ""})
    stream.append(old.stream, [happened], actor=f"org:{new.organisation}")


def _remind(licence: Licence) -> None:
    """Reminders on the way to the last day, and the expiry itself on the day after."""
    if licence.valid_to is None:
        return
    name, what = f"licence:{licence.identifier}", {"identifier": licence.identifier}
    wanted = [
        timers.Wanted(f"{name}:remind:{days}", "licence.remind", datetime.combine(day, time(9), ZONE), what)
        for days in REMIND_DAYS
        if (day := licence.valid_to - timedelta(days=days)) > licence.valid_from
    ]
    end = datetime.combine(licence.valid_to + timedelta(days=1), time(0, 1), ZONE)
    timers.schedule_all([*wanted, timers.Wanted(f"{name}:expire", "licence.expire", end, what)])


def _until_elsewhere(facts: Facts, element: str) -> date | None:
    """The end of a licence that another system issued, where it is known."""
    fact = facts.get(element)
    return fact.value if fact is not None and isinstance(fact.value, date) else None


def _take(name: str) -> int:
    """The next number of a series."""
    if not (taken := Serial.objects.filter(name=name)).update(value=F("value") + 1):  # the first one
        Serial.objects.get_or_create(name=name)
        taken.update(value=F("value") + 1)
    return taken.values_list("value", flat=True).get()
