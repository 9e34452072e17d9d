"""Find licences, say what they are worth, and give them to people: as a page, a PDF, a signed file."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from bancheng import documents, now
from bancheng.apps import keys
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences.models import Licence
from bancheng.config.env import env
from bancheng.core import licence as core
from bancheng.core.identifiers import normalise


def find(identifier: str) -> Licence | None:
    """The licence with an identifier, however it is typed; None if we did not issue it."""
    return Licence.objects.filter(identifier=normalise(identifier)).prefetch_related("changes").first()


def status(identifier: str, at: datetime | None = None) -> core.Standing | None:
    """What a licence is worth at a moment (default now); None if we did not issue it."""
    licence = find(identifier)
    return licence.standing(at or now.business()) if licence else None


def newest(licence: Licence) -> Licence:
    """The version that has taken its place at last; itself if none has."""
    while (newer := getattr(licence, "next", None)) is not None:
        licence = newer
    return licence


def held_by(subject: str) -> list[Licence]:
    """The licences in somebody's wallet (`entity:<uscc>` or `person:<uuid>`), newest versions only, newest first.

    A person also sees what they applied for themselves and now belongs to the business that was registered with it.
    """
    return list(_held(subject))


def tally(subject: str, at: datetime) -> tuple[int, int]:
    """How many licences lie in somebody's wallet, and how many of them are in force at a moment."""
    held = list(_held(subject).defer("text"))
    return len(held), sum(licence.standing(at).status is core.Status.VALID for licence in held)


def _held(subject: str) -> QuerySet[Licence]:
    return Licence.objects.filter(Q(owner=subject) | Q(filed_for=subject), next=None).order_by("-issued_at", "-pk").prefetch_related("changes")


def of_case(sub_case: str) -> list[Licence]:
    """The licences that a case led to."""
    return of_cases([sub_case])[sub_case]


def of_cases(sub_cases: Iterable[str]) -> dict[str, list[Licence]]:
    """The licences that several cases led to."""
    found: dict[str, list[Licence]] = {number: [] for number in sub_cases}
    for licence in Licence.objects.filter(sub_case__in=list(found)).order_by("pk").prefetch_related("changes", "next__changes"):
        found[licence.sub_case].append(licence)
    return found


def name_en(record: core.Licence) -> str:
    """What the catalogue calls a licence in English, since the licence itself speaks Chinese; empty where it has no English name."""
    try:
        types = catalogues.current().evidence.values()
    except catalogues.NoRelease:
        return ""
    return next((one.name_en for one in types if one.licence_code == record.type_code), "")


def verify_url(licence: Licence) -> str:
    """Where the QR code leads."""
    return f"{env().public_url}/verify/{licence.identifier}?s={licence.short}"


def file(licence: Licence) -> bytes:
    """The signed `.licence.json` file."""
    return core.write(licence.signed)


def pdf(licence: Licence) -> bytes:
    """The licence on paper, with the signed file inside."""
    return documents.licence(licence.signed, verify_url(licence), evidence=licence.evidence, filing=licence.filing)


def published_keys() -> list[dict[str, str]]:
    """The public keys with which organisations sign, as anyone may download them. No key is made by asking."""
    catalogue = catalogues.current()
    provider = keys.provider()
    there = set(provider.names())
    return [
        {
            "organisation": body.id,
            "name": body.name,
            "code": body.uscc,
            "algorithm": "SM2-SM3",
            "key": provider.public(f"org:{body.id}").lower(),
        }
        for body in sorted(catalogue.organisations.values(), key=lambda one: one.id)
        if body.uscc and f"org:{body.id}" in there
    ]


def known_keys() -> Mapping[str, frozenset[str]]:
    """Issuer code → public keys, for `core.licence.check`."""
    found: dict[str, set[str]] = {}
    for row in published_keys():
        found.setdefault(row["code"], set()).add(row["key"])
    return {code: frozenset(several) for code, several in found.items()}


def check(data: bytes) -> core.Verdict:
    """Is a licence file genuine? Checked with the keys that our organisations have published."""
    return core.check(data, keys.provider().verify, known_keys())
