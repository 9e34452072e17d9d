"""The large restaurant and the net café from filing to the last licence: every authority does its part, and what one gives the next one uses."""
from __future__ import annotations

import pytest

from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.licences import queries as licence_queries
from bancheng.core.procedure import Refused
from tests.apps.cases.conftest import work

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def part_of(joint, id: str) -> SubCase:
    return joint.parts.get(part=id)


@pytest.fixture
def handle(officer):
    """`handle(part)`: the authority of a part accepts what is not accepted, looks where somebody must, and grants."""

    def done(part: SubCase, onsite: bool = False) -> SubCase:
        reviewer = officer("reviewer", part.organisation)
        decider = officer("decider", part.organisation, besides=reviewer)
        if part.stage == "received":
            officers.accept(reviewer, part.number)
        if onsite:
            first = officer("inspector", part.organisation)
            officers.record_onsite_check(first, officer("inspector", part.organisation, besides=first), part.number, True, "与图一致")
        grant.propose_grant(reviewer, part.number)
        grant.confirm_grant(decider, part.number)
        part.refresh_from_db()
        return part

    return done


def stages(joint) -> dict[str, str]:
    return dict(joint.parts.values_list("part", "stage"))


def test_a_large_restaurant_runs_side_by_side_once_the_company_is_registered(file, handle):
    joint = file("large-restaurant")
    assert stages(joint) == {"company": "pushed", "food-licence": "waiting", "fire": "waiting", "drainage": "waiting"}
    work()
    joint.refresh_from_db()
    assert joint.holder.startswith("entity:91371526"), "a company, with a code of companies"
    fire = part_of(joint, "fire")
    assert (fire.outcome, fire.automatic, fire.choice) == ("granted", True, "告知承诺"), fire.tasks.values_list("why")
    assert fire.organisation == "LC-GT-XFJY"
    task = fire.tasks.get(kind="after_check", closed_at=None)
    assert (task.due - fire.decided_at.date()).days >= 26, "20 working days, at least three weekends"
    others = [part_of(joint, id) for id in ("food-licence", "drainage")]
    assert [(one.outcome, one.choice) for one in others] == [("", ""), ("", "")], "the commitment concerns the fire check only"
    for one in others:
        with pytest.raises(Refused, match="R-09"):
            grant_without_looking(one, handle)
    for one in others:
        one.refresh_from_db()
        assert handle(one, onsite=True).outcome == "granted"
    work()
    joint.refresh_from_db()
    assert joint.finished_at is not None
    held = {licence.evidence for licence in licence_queries.held_by(joint.holder)}
    assert held == {"L10", "L12", "L43"}
    assert list(differences()) == []


def grant_without_looking(part: SubCase, handle) -> None:
    handle(part, onsite=False)


def test_a_net_cafe_goes_through_two_phases_and_three_authorities(file, handle):
    joint = file("net-cafe")
    assert {id for id, stage in stages(joint).items() if stage == "waiting"} == {"network-security", "fire", "final"}
    preparation = handle(part_of(joint, "preparation"))
    assert preparation.organisation == "LC-GT-WLJ" and preparation.statutory_due is not None
    work()
    police, fire, final = (part_of(joint, id) for id in ("network-security", "fire", "final"))
    assert (police.organisation, police.outcome, police.automatic) == ("LC-GT-GAJ", "granted", True), police.tasks.values_list("why")
    assert (fire.organisation, fire.outcome) == ("LC-GT-XFJY", "granted"), fire.tasks.values_list("why")
    check = police.tasks.get(kind="after_check", closed_at=None)
    assert check.due is None, "counted from the day of opening, which nobody knows yet (art. 32)"
    assert final.stage != "waiting"
    assert handle(final, onsite=True).outcome == "granted"
    (licence,) = licence_queries.of_case(final.number)
    assert licence.evidence == "L44" and licence.valid_to is None, "the law names no term"
    work()
    joint.refresh_from_db()
    assert joint.finished_at is not None
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"netcafe__school_m": 180}, "preparation"),
        ({"netcafe__kindergarten_m": 90}, "preparation"),
        ({"netcafe__machines": 45}, "final"),
    ],
)
def test_hard_conditions_never_block_filing(file, changed, part):
    """R-04b: warned with the article, filed all the same, decided by a person."""
    joint = file("net-cafe", **changed)
    one = part_of(joint, "preparation")
    assert one.stage in ("accepted", "reviewing") and one.outcome == ""
    assert part_of(joint, part).outcome == ""
