"""Who is acting, for whom somebody may act, and which authorisations and consents there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from bancheng import now
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects import session
from bancheng.apps.subjects.models import Authorisation, Consent, Entity, Person, Service, Subject, index_of
from bancheng.apps.subjects.principal import Principal
from bancheng.core.identifiers import normalise


class NoSuchSubject(LookupError):
    """No person or company has this name."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One company that a person may act for: as its legal representative, or by an authorisation."""

    entity: Entity
    authorisation: Authorisation | None


def principal(request: HttpRequest) -> Principal | None:
    """Who is signed in and for whom they act; None when nobody is.

    Asked anew on every request: an authorisation that was revoked a moment ago no longer counts, and the person then
    acts for themselves.
    """
    if hasattr(request, "_bancheng_principal"):
        found: Principal | None = request._bancheng_principal
        return found
    found = _principal(request)
    request._bancheng_principal = found  # type: ignore[attr-defined]
    return found


def forget(request: HttpRequest) -> None:
    """Ask again who is acting, after signing in or out or choosing for whom."""
    if hasattr(request, "_bancheng_principal"):
        del request._bancheng_principal


def _principal(request: HttpRequest) -> Principal | None:
    kept = session.current(request)
    person = Person.objects.filter(pk=kept["person"]).first() if kept else None
    if kept is None or person is None:
        return None
    if kept.get("service"):
        return _served(request, kept["service"])
    for capacity in capacities(person) if kept["entity"] else []:
        given = str(capacity.authorisation.id) if capacity.authorisation else ""
        if capacity.entity.uscc == kept["entity"] and given == kept["authorisation"]:
            return Principal(person, capacity.entity, capacity.authorisation)
    if kept["entity"]:
        session.act_for(request, None, None)
    return Principal(person)


def _served(request: HttpRequest, service_id: str) -> Principal | None:
    """The person whom the clerk at this browser serves; as long as that clerk is signed in, and what lets the person act holds."""
    service = Service.objects.select_related("person", "entity", "authorisation").filter(pk=service_id, ended_at=None).first()
    clerk = getattr(request, "user", None)
    here = service is not None and isinstance(clerk, Officer) and clerk.is_active and clerk.reference == service.officer and clerk.has_role("intake")
    given = service.authorisation if service else None
    if service is None or not here or (given is not None and not given.holds(now.today())):
        session.close(request)
        return None
    return Principal(service.person, service.entity, given, service)


def capacities(person: Person) -> list[Capacity]:
    """Companies the person may act for today: own ones first, then by authorisation."""
    own = [Capacity(entity, None) for entity in Entity.objects.filter(representative_index=person.id_index)]
    led = {capacity.entity.uscc for capacity in own}
    given = [
        Capacity(authorisation.entity, authorisation)
        for authorisation in Authorisation.objects.filter(agent_index=person.id_index, revoked_at=None).select_related("entity").order_by("given_at")
        if authorisation.holds(now.today()) and authorisation.entity_id not in led
    ]
    return sorted(own, key=lambda capacity: capacity.entity.uscc) + given


def authorisations(entity: Entity) -> list[Authorisation]:
    """All authorisations a company has given, those in force first, then the newest."""
    today = now.today()
    rows = list(Authorisation.objects.filter(entity=entity).order_by("-given_at"))
    return sorted(rows, key=lambda row: not row.holds(today))


def consents(person: Person) -> list[Consent]:
    """All consents a person has given, newest first."""
    return list(Consent.objects.filter(person=person).order_by("-given_at"))


def consent(subject: str, evidence: str, purpose: str) -> Consent | None:
    """The consent in force today for looking up one kind of evidence for one purpose."""
    row = Consent.objects.filter(subject=subject, evidence=evidence, purpose=purpose, withdrawn_at=None).first()
    return row if row and row.holds(now.today()) else None


def subject(reference: str) -> Subject:
    """The person or company of a reference (`person:<uuid>`, `entity:<uscc>`).

    Raises:
        NoSuchSubject: nobody has it.
    """
    kind, _, number = reference.partition(":")
    found: Subject | None = None
    if kind == "entity":
        found = Entity.objects.filter(pk=number).first()
    elif kind == "person" and len(number) == 36:
        found = Person.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchSubject(reference)
    return found


def person_by_number(id_no: str) -> Person | None:
    """The person with an identity number, however it is typed."""
    return Person.objects.filter(id_index=index_of(normalise(id_no))).first()
