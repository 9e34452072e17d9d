"""Take over who came, as the identity service says, and which companies they represent.

What the service says is checked first: a number with a wrong check digit is nobody's, and nobody is signed in with it.
"""

from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.subjects.base import Company, Identity, SignInFailed
from bancheng.apps.subjects.happened import Happened
from bancheng.apps.subjects.models import Entity, Person, index_of
from bancheng.core.identifiers import check_citizen_id, check_uscc


@transaction.atomic
def sign_in(identity: Identity) -> Person:
    """The person, created at the first sign-in; name, phone and companies as the service says now.

    Raises:
        SignInFailed: the service named an identity number or a company code that cannot be right.
    """
    checked = check_citizen_id(identity.id_no, now.today())
    if checked.value is None or not identity.name:
        raise SignInFailed("garbled", "the identity number or the name cannot be right")
    number = checked.value.number
    at = now.business()
    person, new = Person.objects.select_for_update().get_or_create(
        id_index=index_of(number), defaults={"name": identity.name, "id_no": number, "first_seen_at": at}
    )
    person.name, person.assurance, person.signed_in_at = identity.name, identity.assurance, at
    person.phone = identity.phone or person.phone
    person.save()
    led = [_represent(company, person) for company in identity.companies]
    Entity.objects.filter(representative_index=person.id_index).exclude(pk__in=led).update(representative_index="", confirmed_at=at)
    stream.append(
        f"subject:{person.reference}",
        [Happened("signed_in", {"first": new, "assurance": person.assurance, "companies": sorted(led)})],
        actor=person.reference,
        basis="本人登录",
    )
    return person


def _represent(company: Company, person: Person) -> str:
    checked = check_uscc(company.uscc)
    if checked.value is None or not company.name:
        raise SignInFailed("garbled", "a company's code or name cannot be right")
    code = checked.value.code
    Entity.objects.update_or_create(
        uscc=code,
        defaults={
            "name": company.name,
            "representative_name": person.name,
            "representative_index": person.id_index,
            "confirmed_at": now.business(),
        },
    )
    return code
