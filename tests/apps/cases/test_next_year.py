"""January 2027: the calendar of that year is not published in the pack, and the product works all the same."""
from __future__ import annotations

from datetime import date

import pytest

from bancheng import now, packs
from bancheng.apps.audit import stream
from bancheng.apps.cases.projections import differences
from bancheng.apps.catalogue import actions as catalogues
from bancheng.apps.timers.models import Timer
from bancheng.core.catalogue.models import CalendarYear, Scenario
from tests.apps.cases.conftest import work

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def announce(pack, *off: date) -> None:
    """Publish the holidays of 2027; the stories of the pack have been told already."""
    year = CalendarYear(year=2027, off=off, work=(), source="国务院办公厅通知（测试）")
    catalogues.publish([*(one for one in packs.read(pack).definitions if not isinstance(one, Scenario)), year], "system:test")


def test_dates_past_the_published_calendar_are_provisional(file, at):
    with at(2027, 1, 11, 10, 0):
        joint = file("hotel", procedure__choice="一般程序")
        (part,) = joint.parts.all()
        assert part.stage == "reviewing"
        assert part.provisional
        assert part.promised_due == date(2027, 1, 18), "five weekdays after the day of acceptance"
        assert list(differences()) == []


def test_approval_by_commitment_still_takes_a_moment(file, at):
    with at(2027, 1, 11, 10, 0):
        (part,) = file("hotel").parts.all()
        assert part.outcome == "granted", list(part.tasks.values_list("why", flat=True))


def test_dates_are_counted_again_when_the_calendar_arrives(file, at, pack):
    """The notice for 2027 gives the week off: the promised day moves, the trail says why, the timer is moved, nothing else happens twice."""
    with at(2027, 1, 11, 10, 0):
        (part,) = file("hotel", procedure__choice="一般程序").parts.all()
        assert (part.promised_due, part.provisional) == (date(2027, 1, 18), True)
        announce(pack, date(2027, 1, 13), date(2027, 1, 14))
        work()
        part.refresh_from_db()
        assert (part.promised_due, part.provisional) == (date(2027, 1, 20), False)
        (event,) = [event for event in stream.read(part.stream) if event.type == "dates_projected"]
        assert event.payload["reason"] == "2027 年的放假安排公布了"
        waiting = Timer.objects.filter(key__startswith=f"{part.stream}:due:promised_passed", state=Timer.State.WAITING)
        assert [timer.due_at.astimezone(now.ZONE).date() for timer in waiting] == [date(2027, 1, 21)]
        assert list(differences()) == []


def test_a_calendar_that_moves_no_date_makes_it_certain(file, at, pack):
    with at(2027, 1, 11, 10, 0):
        (part,) = file("hotel", procedure__choice="一般程序").parts.all()
        announce(pack, date(2027, 10, 1))
        work()
        part.refresh_from_db()
        assert (part.promised_due, part.provisional) == (date(2027, 1, 18), False)
        assert not [event for event in stream.read(part.stream) if event.type == "dates_projected"]
        assert list(differences()) == []
