"""R-19: a renewal that was applied for in time and is not decided when the licence expires is granted by law."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.verification import verify
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import applicant, officers
from bancheng.apps.cases.actions.deem_renewed import deem_renewed
from bancheng.apps.licences import queries as licences
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.timers.actions.run_due import run_due

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
EXPIRES = date(2027, 1, 8)
SALON = ("92371503MA3TE1T37U", "茌平区马丽理发店", "371523198205160028", "马丽", "19906350008", "LC-CP")
WITHOUT_CERTIFICATE = {"name": "何芳", "id_no": "371526199503030049", "post": "技师", "direct": True}


@pytest.fixture
def renewal(city, pack, at, officer):
    """A hairdresser asks for renewal on a day; a person has to look at it, and nobody does."""

    def apply(*day: int):
        uscc, name, id_no, person, phone, region = SALON
        story = replace(
            stories.tell(pack, "hotel"),
            region=region,
            identity=Identity(person, id_no, phone, "high", (Company(uscc, name),)),
            company=uscc,
            answers={
                "hygiene.matter": "延续",
                "premises.kinds": ["理发美容店"],
                "premises.central_ac": False,
                "premises.hygiene_manager": person,
                "staff": [WITHOUT_CERTIFICATE],
                "applicant.phone": phone,
                "delivery.way": "电子证照",
            },
            uploads=(),
        )
        with at(*day, 10, 0):
            part = stories.file(story).parts.get()
            if part.stage == "received":
                officers.accept(officer("reviewer", part.organisation), part.number)
                part.refresh_from_db()
        assert part.item == "public-place-hygiene-renewal" and part.stage in ("accepted", "reviewing"), part.stage
        return part

    return apply


def run() -> None:
    while run_due():
        pass


def test_silence_renews_when_the_licence_expires(renewal, at):
    part = renewal(2026, 11, 23)
    with at(2027, 1, 8, 23, 0):
        run()
        part.refresh_from_db()
        assert part.outcome == "", "the last day belongs to the licence"
        assert deem_renewed(part.number) is False
    with at(2027, 1, 9, 0, 5):
        run()
        part.refresh_from_db()
        assert (part.outcome, part.stage) == ("granted", "closed")
        [deemed] = [event for event in stream.read(part.stream) if event.type == "renewal_deemed"]
        assert deemed.payload["expired"] == EXPIRES.isoformat()
        [licence] = licences.of_case(part.number)
        assert licence.valid_from <= date(2027, 1, 9) and licence.valid_to.year >= 2030
        assert licence.standing(now.business()).status == "valid"
        assert not part.tasks.filter(closed_at=None, kind__in=("review", "countersign")).exists()
        run()
        assert deem_renewed(part.number) is False and len(licences.of_case(part.number)) == 1
        assert list(verify()) == []


def test_who_applies_too_late_waits_for_the_decision(renewal, at):
    part = renewal(2026, 12, 28)
    with at(2027, 1, 9, 0, 5):
        run()
        part.refresh_from_db()
        assert part.outcome == "" and not licences.of_case(part.number)


def test_what_was_taken_back_is_not_renewed(renewal, at):
    part = renewal(2026, 11, 23)
    with at(2026, 12, 1, 9, 0):
        applicant.withdraw(part.number, part.joint.person)
    with at(2027, 1, 9, 0, 5):
        run()
        part.refresh_from_db()
        assert part.outcome == "application_withdrawn" and not licences.of_case(part.number)
