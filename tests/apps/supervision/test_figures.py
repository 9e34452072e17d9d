"""What was saved: measured once when a case is finished, added up, and the same as a fold of its events says."""
from __future__ import annotations

import json

import pytest

from bancheng.apps.audit.models import Event
from bancheng.apps.audit.verification import verify
from bancheng.apps.cases.actions import applicant
from bancheng.apps.cases.models import JointCase
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.supervision import figures
from bancheng.apps.supervision.actions.measure import measure
from bancheng.apps.supervision.models import Saving, Tally
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.cli import main
from bancheng.core.savings import Effort
from tests.apps.cases.conftest import work
from tests.apps.supervision.conftest import KFQ

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
HYGIENE, RESTAURANT = "public-place-hygiene", "open-restaurant"


def only(theme: str) -> figures.Figures:
    [found] = figures.figures(theme)
    return found


def test_before_any_case_there_are_no_figures(city, capsys):
    found = {one.theme: one for one in figures.figures()}
    assert set(found) >= {HYGIENE, RESTAURANT} and all(one.cases == 0 for one in found.values())
    assert main(["figures"]) == 0
    told = capsys.readouterr().out
    assert "no finished case yet" in told and "%" not in told
    assert main(["figures", "--json", "--theme", HYGIENE]) == 0
    [data] = json.loads(capsys.readouterr().out)
    assert data["cases"] == 0 and data["trips"]["mean_here"] is None and data["trips"]["less"] is None
    assert main(["figures", "--theme", "no-such-theme"]) == 1


def test_a_hotel_on_commitment(file, capsys):
    joint = file("hotel")
    work()
    found = only(HYGIENE)
    assert (found.cases, found.left_out) == (1, 0)
    assert found.took == Effort(trips=0, materials=1, days=0, steps=3) and found.alone.steps == 6
    assert found.less("trips") == 1 and found.sources and found.verified is False
    assert main(["figures", "--theme", HYGIENE, "--cases"]) == 0
    told = capsys.readouterr().out
    assert "1 finished case\n" in told and joint.number in told and "待核实" in told and "100%" in told
    assert main(["figures", "--json", "--cases", "--theme", HYGIENE]) == 0
    assert json.loads(capsys.readouterr().out)[0]["case_numbers"] == [joint.number]


def test_a_case_is_measured_once_and_the_tally_is_the_sum(file):
    joints = [file("hotel", premises__area_m2=str(area)) for area in (800, 810)]
    joints.append(file("noodle-shop"))
    work()
    for joint in joints:
        joint.refresh_from_db()
        assert joint.finished_at and measure(joint.number) is None, "measured by its timer"
    assert run_due() == 0
    assert Saving.objects.count() == 3
    for theme, count in ((HYGIENE, 2), (RESTAURANT, 1)):
        found, rows = only(theme), list(Saving.objects.filter(theme=theme))
        assert found.cases == count == len(rows)
        for name in figures.NAMES:
            assert getattr(found.took, name) == sum(getattr(row, name) for row in rows)
            assert getattr(found.alone, name) == sum(getattr(row, f"alone_{name}") for row in rows)
    shop = Saving.objects.get(theme=RESTAURANT)
    parts = list(joints[2].parts.all())
    assert len(parts) > 1 and shop.alone_steps > shop.steps and shop.trips == 0
    handed_in = Event.objects.get(stream=f"joint:{joints[2].number}", type="submitted").payload["handed_in"]
    assert shop.materials == len(handed_in) == joints[2].files.values("material").distinct().count()
    assert list(verify()) == []


def test_what_was_withdrawn_is_left_out(file):
    joint = file("hotel", procedure__choice="一般程序")
    applicant.withdraw(joint.parts.get().number, joint.person)
    work()
    found = only(HYGIENE)
    assert (found.cases, found.left_out) == (0, 1) and found.took == Effort()
    assert Saving.objects.get().why == Saving.UNDECIDED


def test_a_changed_figure_is_found_out(file):
    file("hotel")
    work()
    Saving.objects.update(steps=1)
    Tally.objects.update(trips=7)
    told = "\n".join(map(str, verify()))
    assert "steps says 1, the events say 3" in told and "trips says 7" in told


def test_every_number_opens_its_cases_for_who_oversees_them(file, overseer, officer, monkeypatch):
    monkeypatch.setattr(figures, "PAGE", 1)
    numbers = [file("hotel", premises__area_m2=str(area)).number for area in (800, 810)]
    work()
    first, after = figures.listing(overseer, HYGIENE)
    second, end = figures.listing(overseer, HYGIENE, after)
    assert sorted(row.joint.number for row in (*first, *second)) == sorted(numbers) and not end
    county = Officer.objects.create(username="county", name="x", organisation="LC-GT-SPJ", roles=["overseer"])
    assert figures.listing(county, HYGIENE) == ([], "")
    assert {one.theme: one.cases for one in figures.figures(officer=county)}.get(HYGIENE, 0) == 0
    assert {one.theme: one.cases for one in figures.figures(officer=overseer)}[HYGIENE] == 2
    with pytest.raises(NotAllowed):
        figures.listing(officer("reviewer", KFQ), HYGIENE)
    assert JointCase.objects.count() == 2
