"""January 2027: the calendar of that year is not published in the pack, and the product works all the same."""
from __future__ import annotations

from datetime import date

import pytest

from bancheng.apps.cases.projections import differences

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


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
