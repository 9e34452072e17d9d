"""Many at once, each with a connection of their own: one case, one licence, one decision, numbers without gaps; on SQLite and on PostgreSQL."""
from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.audit import stream, verification
from bancheng.apps.cases import drafts, numbers, stories
from bancheng.apps.cases.actions import applicant, grant, officers
from bancheng.apps.cases.actions.advance import advance, catch_up
from bancheng.apps.cases.actions.external import reconcile
from bancheng.apps.cases.actions.submit import Confirmation, submit
from bancheng.apps.cases.models import Counter, ExternalPush, IssuedDocument, JointCase, Review, SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.cases.spine import Happened
from bancheng.apps.licences.models import Licence
from bancheng.apps.timers.actions import run_due as running
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.apps.timers.models import Timer
from bancheng.core.identifiers import check_case_number
from bancheng.core.procedure import Refused

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each came to, or the exception it ended with; all start at the same moment."""
    start = threading.Barrier(len(deeds))
    came: list[Any] = [None] * len(deeds)

    def do(place: int) -> None:
        start.wait()
        try:
            came[place] = deeds[place]()
        except Exception as error:
            came[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def without_gaps(found: Sequence[int]) -> bool:
    return sorted(found) == list(range(1, len(found) + 1))


def serials() -> dict[str, list[int]]:
    """Serial numbers of all documents, by series."""
    found: dict[str, list[int]] = {}
    for number in IssuedDocument.objects.values_list("number", flat=True):
        series, _, rest = number.partition("〕")
        found.setdefault(series, []).append(int(rest.split()[0]))
    return found


def all_is_well() -> None:
    """Projections agree with events, the trail is whole, papers are numbered without gaps."""
    assert list(differences()) == []
    assert not [fault for fault in verification.verify() if "seal" not in str(fault).lower()]
    assert all(without_gaps(found) for found in serials().values()), serials()


def test_one_draft_filed_eight_times_is_one_case(city, pack):
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    came = at_once(*[lambda: submit(draft.pk, principal, Confirmation(now.business(), "high", committed=True)).number] * 8)
    assert len(set(came)) == 1 and JointCase.objects.get().number == came[0]
    advance(came[0])
    assert (SubCase.objects.count(), Licence.objects.count(), Review.objects.count()) == (1, 1, 1)
    kinds = Tally(IssuedDocument.objects.values_list("kind", flat=True))
    assert kinds == {"receipt": 1, "acceptance": 1, "granted": 1}
    all_is_well()


def test_eight_applications_at_once_have_numbers_without_gaps(city, pack):
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    made = [stories.draft_of(story, principal, procedure__choice="一般程序") for _ in range(8)]
    came = at_once(*[lambda draft=draft: submit(draft.pk, principal, Confirmation(now.business(), "high")) for draft in made])
    assert all(isinstance(one, JointCase) for one in came), came
    used = [*JointCase.objects.values_list("number", flat=True), *SubCase.objects.values_list("number", flat=True)]
    assert len(set(used)) == 16 and all(check_case_number(number).value for number in used)
    assert Counter.objects.get(name__startswith="case:").value == 16
    all_is_well()


def test_a_number_given_back_is_given_out_again():
    def take(fails: bool) -> int:
        with transaction.atomic():
            number = numbers.take("series")
            if fails:
                raise ZeroDivisionError
        return number

    came = at_once(*[lambda fails=fails: take(fails) for fails in [True, False] * 6])
    assert without_gaps([one for one in came if isinstance(one, int)])
    assert sum(isinstance(one, ZeroDivisionError) for one in came) == 6


def ready_to_sign(file, officer) -> tuple[SubCase, Any, Any]:
    """A case by the ordinary procedure that waits for a second signature: reviewer and decider."""
    (part,) = file("hotel", procedure__choice="一般程序").parts.all()
    reviewer = officer("reviewer", part.organisation)
    decider = officer("decider", part.organisation, besides=reviewer)
    officers.record_onsite_check(reviewer, decider, part.number, True, "布局与图一致")
    grant.propose_grant(reviewer, part.number)
    return part, reviewer, decider


def test_two_signatures_at_once_make_one_licence(file, officer):
    part, _reviewer, decider = ready_to_sign(file, officer)
    came = at_once(*[lambda: grant.confirm_grant(decider, part.number)] * 4)
    assert sum(isinstance(one, SubCase) for one in came) == 1, came
    assert sum(isinstance(one, Refused) for one in came) == 3, came
    assert Licence.objects.filter(sub_case=part.number).count() == 1
    assert IssuedDocument.objects.filter(kind="granted").count() == 1
    all_is_well()


def test_a_signature_and_a_withdrawal_at_once_leave_one_outcome(file, officer):
    part, _reviewer, decider = ready_to_sign(file, officer)
    came = at_once(lambda: grant.confirm_grant(decider, part.number), lambda: applicant.withdraw(part.number, part.joint.person))
    assert sum(isinstance(one, Refused) for one in came) == 1, came
    part.refresh_from_db()
    assert Licence.objects.count() == (1 if part.outcome == "granted" else 0)
    assert part.outcome in ("granted", "withdrawn_by_applicant", "application_withdrawn")
    all_is_well()


def test_several_workers_on_the_same_cases(file):
    """Everything that a worker does, done by four at once: pushes, answers, reviews, timers."""
    file("noodle-shop")
    file("hotel")

    def work() -> None:
        for _ in range(4):
            reconcile()
            catch_up()
            run_due()

    for _ in range(3):
        ExternalPush.objects.update(next_at="2020-01-01T00:00:00Z")
        assert at_once(*[work] * 4) == [None] * 4
    assert set(SubCase.objects.values_list("outcome", flat=True)) == {"granted"}
    assert Review.objects.count() == 2 and Licence.objects.count() == 2
    assert {push.state for push in ExternalPush.objects.all()} == {"answered"}
    for part in SubCase.objects.all():
        kinds = Tally(event.type for event in stream.read(part.stream))
        assert all(count == 1 for kind, count in kinds.items() if kind in ("received", "accepted", "granted", "delivered", "closed")), kinds
    all_is_well()


def test_a_timer_that_four_workers_see_runs_once(monkeypatch):
    """Each has seen that it is due before the first one takes it; its effect and its end are one commit."""
    seen, here, run_one = threading.Barrier(4), threading.local(), running._run_one

    def when_all_have_seen_it() -> bool:
        if not getattr(here, "waited", False):
            here.waited = True
            seen.wait(30)
        return run_one()

    monkeypatch.setattr(running, "_run_one", when_all_have_seen_it)
    monkeypatch.setattr(running, "handlers", {"test": lambda timer: stream.append(timer.key, [Happened("ran", {})], actor="timer")})
    with transaction.atomic():
        timers.schedule("test:once", "test", now.business() - timedelta(seconds=1))
    came = at_once(*[running.run_due] * 4)
    assert sorted(map(str, came)) == ["0", "0", "0", "1"], came
    assert [event.type for event in stream.read("test:once")] == ["ran"]
    timer = Timer.objects.get(key="test:once")
    assert (timer.state, timer.attempts, timer.last_error) == (Timer.State.DONE, 1, "")


def test_advance_by_four_at_once(file):
    joint = file("noodle-shop")
    ExternalPush.objects.update(next_at="2020-01-01T00:00:00Z")
    reconcile()
    ExternalPush.objects.update(next_at="2020-01-01T00:00:00Z")
    reconcile()
    assert at_once(*[lambda: advance(joint.number)] * 4) == [None] * 4
    assert Review.objects.count() == 1 and Licence.objects.count() == 1
    all_is_well()


def test_four_tabs_that_save_at_once_lose_nothing(city, pack):
    from django.test import Client

    from tests.web.portal.signed_in import sign_in

    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = drafts.create(story.theme, story.region, {}, principal.person.reference, principal.reference)
    drafts.save(draft, {key: value for key, value in story.answers.items() if key in ("entity.licence_held", "food.kinds", "premises.area_m2", "entity.type")})
    said = {"food.seats": "16", "registration.scope": "餐饮服务", "premises.address": "官道北街 20 号", "entity.name": "高唐县李秀英面馆"}
    clients = []
    for _ in said:
        sign_in(client := Client(), principal.person)
        clients.append(client)
    clients[0].get(f"/apply/{draft.pk}/form")

    def save(client: Client, id: str, value: str) -> int:
        return client.post(f"/apply/{draft.pk}/autosave", {"shown": id, id: value}).status_code

    came = at_once(*[lambda c=c, id=id, value=value: save(c, id, value) for c, (id, value) in zip(clients, said.items(), strict=True)])
    assert came == [200] * 4
    draft.refresh_from_db()
    kept = {**draft.answers, **draft.typed}
    assert {id for id in said if id in kept} == set(said)
