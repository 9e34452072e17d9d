"""The report of a day and of a month: every figure is what a fold of all events says, and text in the spreadsheet stays text."""
from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bancheng import now
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.models import JointCase, SubCase
from bancheng.apps.cases.spine import state_of
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.supervision import report as reports
from bancheng.apps.supervision.report import Counts, Line, Report, month_of
from bancheng.web.supervision import sheet
from bancheng.web.supervision.words import Names
from tests.apps.supervision.conftest import KFQ, days
from tests.apps.supervision.test_lights import several  # noqa: F401 - a fixture

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ONE = timedelta(days=1)


def by_events(first: date, last: date) -> dict[tuple[str, str], Counts]:
    """The same, slowly: every event of every case, one after the other."""
    found: dict[tuple[str, str], Counts] = {}
    for case in SubCase.objects.filter(external=False):
        [filed] = Event.objects.filter(stream=f"joint:{case.joint.number}", type="submitted")
        key = (case.organisation, filed.payload["theme"])
        for event in Event.objects.filter(stream=case.stream).order_by("sequence"):
            day = event.at.astimezone(now.ZONE).date()
            if first <= day <= last:
                decided = event.type in ("granted", "refusal_decided")
                found[key] = found.get(key, Counts()) + Counts(
                    received=int(event.type == "received"),
                    accepted=int(event.type == "accepted"),
                    decided=int(decided),
                    late=int(decided and day > case.promised_due),
                    overrun=int(event.type == "rung_reached" and event.payload["rung"] == "red"),
                    online=int(event.type == "received" and filed.payload["channel"] == "online"),
                )
    return {key: counts for key, counts in found.items() if counts != Counts()}


def test_every_figure_is_what_the_events_say(several, on, overseer, officer):  # noqa: F811
    from bancheng.apps.cases.actions import grant, officers

    JointCase.objects.filter(pk=several[0].joint_id).update(channel="counter")
    filed = Event.objects.get(stream=f"joint:{several[0].joint.number}", type="submitted")
    late = several[0].promised_due + 3 * ONE
    on(late)
    reviewer = officer("reviewer", KFQ)
    officers.record_onsite_check(officer("inspector", KFQ), reviewer, several[0].number, True, "符合")
    grant.propose_grant(reviewer, several[0].number, "符合")
    grant.confirm_grant(officer("decider", KFQ, besides=reviewer), several[0].number)
    on(late + 5 * ONE)
    assert state_of(several[3]).deemed, "nobody saw its papers in five days"
    march = by_events(*month_of(late))
    march_online = {key: counts.online for key, counts in march.items()}
    found = {(line.organisation, line.theme): line.counts for line in reports.report(overseer, *month_of(late)).lines}
    assert filed.payload["channel"] == "online", "the event cannot be changed; the column of the test was"
    assert {key: c.online for key, c in found.items()} == {key: n - (key == (KFQ, "public-place-hygiene")) for key, n in march_online.items()}
    JointCase.objects.filter(pk=several[0].joint_id).update(channel="online")
    total = Counts()
    for day in days(date(2026, 3, 1), late + 5 * ONE):
        lines = {(line.organisation, line.theme): line.counts for line in reports.report(overseer, day, day).lines}
        assert lines == by_events(day, day), day
        total += reports.report(overseer, day, day).total
    assert total == reports.report(overseer, date(2026, 3, 1), late + 5 * ONE).total
    assert total.late == 1 and total.overrun >= 2 and total.accepted < total.received + 1 and total.online_share == 1


def test_a_head_reports_the_own_house(several, on, head, officer):  # noqa: F811
    first, last = month_of(date(2026, 3, 2))
    assert {line.organisation for line in reports.report(head, first, last).lines} == {KFQ}
    with pytest.raises(NotAllowed):
        reports.report(officer("reviewer", KFQ), first, last)


def test_where_nothing_came_in_there_is_no_share(city, overseer):
    found = reports.report(overseer, date(2020, 1, 1), date(2020, 1, 31))
    assert found.lines == () and found.total.online_share is None


@pytest.mark.parametrize(("day", "last"), [((2026, 2, 10), 28), ((2028, 2, 1), 29), ((2026, 12, 31), 31)])
def test_months_end_where_they_end(day, last):
    assert month_of(date(*day)) == (date(day[0], day[1], 1), date(day[0], day[1], last))


def test_no_cell_becomes_a_formula(city, monkeypatch):
    names = {"A": "=HYPERLINK(\"http://x\")", "B": "+1+1", "C": "@SUM(A1)"}
    monkeypatch.setattr(Names, "organisation", lambda self, id: names[id])
    lines = tuple(Line(id, "t", Counts(received=4, online=3)) for id in names)
    book = load_workbook(BytesIO(sheet.workbook(Report(date(2026, 3, 1), date(2026, 3, 31), lines, now.business()), "月报")))
    assert book.sheetnames == ["按单位", "按一件事", "明细", "说明"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    first = book["按单位"]
    assert {first.cell(row, 1).value for row in (4, 5, 6)} == set(names.values())
    assert [first.cell(7, place).value for place in range(1, 9)] == ["合计", 12, 0, 0, 0, 0, 9, 0.75]
    assert first.cell(7, 8).number_format == "0.0%"
