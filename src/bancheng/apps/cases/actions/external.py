"""Parts that another system decides: push, ask, take the answer.

Talking to the other system happens outside any transaction; what it said is recorded in a short one. `reconcile` is a chore of the worker: whatever is
not answered yet is pushed or asked again, so that a lost message, a slow system and an answer given twice all end the same way.
"""
from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.base import Application, SystemUnavailable, UnknownTicket, provider
from bancheng.apps.cases.base import ExternalAnswer as Answer
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import ExternalPush, JointCase, SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, item_of, lock, state_of, transition
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.subjects.models import Entity, Person
from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.values import BadValue
from bancheng.core.facts import Fact, Value
from bancheng.core.procedure import RULES, Actor, Close, Deliver, ExternalAnswer, ExternalResult, Push, Receive, Refused, Role, Stage
from bancheng.core.rules import UNKNOWN, evaluate

log = logging.getLogger(__name__)
OTHER_SYSTEM = Actor("registration", "", Role.OTHER_SYSTEM)
PAUSE = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=5), timedelta(seconds=15), timedelta(minutes=1))
GIVE_TO_PERSON_AFTER = 60


@transaction.atomic
def push_external(number: str) -> None:
    """Say that a part goes to the other system; the worker carries it there. Harmless to repeat."""
    sub_case = lock(number)
    if sub_case.stage not in (Stage.WAITING, Stage.RECEIVED):
        return
    if sub_case.stage == Stage.WAITING:
        transition(sub_case, Receive(RULES, state_of(sub_case).waits_for))
    transition(sub_case, Push(sub_case.number))
    ExternalPush.objects.get_or_create(
        sub_case=sub_case, defaults={"reference": sub_case.number, "changed_at": now.real(), "next_at": now.real()}
    )


def reconcile(limit: int = 20) -> int:
    """Push and ask whatever is not answered; returns how many answers came in."""
    waiting = ExternalPush.objects.filter(state__in=("waiting", "pushed"), next_at__lte=now.real()).order_by("next_at")
    return sum(_one(push) for push in waiting.select_related("sub_case", "sub_case__joint")[:limit])


def _one(push: ExternalPush) -> bool:
    sub_case = push.sub_case
    external = item_of(sub_case).external
    if external is None:
        return False
    system = provider(external.system)
    try:
        if push.state == "waiting":
            push.ticket = system.push(application(sub_case))
            _later(push, "pushed")
            return False
        answer = system.ask(push.ticket)
    except UnknownTicket:
        _later(push, "waiting")
        return False
    except SystemUnavailable as fault:
        log.info("case %s: the other system does not answer (%s)", sub_case.number, fault)
        _later(push, push.state)
        return False
    if answer.state == "in_progress":
        _later(push, "pushed")
        return False
    take_answer(push.pk, answer)
    return True


def _later(push: ExternalPush, state: str) -> None:
    """Try again after a pause that grows; after an hour or so a person is told as well."""
    push.attempts = 0 if state != push.state else push.attempts + 1
    push.state, push.changed_at = state, now.real()
    push.next_at = push.changed_at + PAUSE[min(push.attempts, len(PAUSE) - 1)]
    push.save(update_fields=["state", "ticket", "attempts", "changed_at", "next_at"])
    if push.attempts == GIVE_TO_PERSON_AFTER:
        with transaction.atomic():
            open_task(push.sub_case, "review", "对方系统一直没有答复，请人工联系核实")


def application(sub_case: SubCase) -> Application:
    """What the other system gets: the fields that its result will have."""
    catalogue, item, joint = catalogue_of(sub_case), item_of(sub_case), sub_case.joint
    facts = case_facts.from_json(catalogue, joint.submission["facts"])
    known = catalogue.values(facts, now.today())
    fields = {
        field: _plain(evaluate(catalogue.rule(text, None), known, now.today()).value) for field, text in item.result.fields.items()
    }
    person = Person.objects.get(pk=joint.person.partition(":")[2])
    place = catalogue.regions[joint.region]
    while not place.code:
        place = catalogue.regions[place.within]
    return Application(sub_case.number, person.id_no, person.name, place.code, joint.received_at.date().isoformat(), fields)


def _plain(value: Value) -> Any:
    """A value as the other system reads it."""
    if isinstance(value, tuple):
        return "；".join(str(one) for one in value)
    return value if isinstance(value, (bool, str)) else "" if value in (None, UNKNOWN) else str(value)


@transaction.atomic
def take_answer(push_id: int, answer: Answer) -> None:
    """Record an answer once; the same one again changes nothing, a contradiction is for a person (I18)."""
    push = ExternalPush.objects.select_for_update().get(pk=push_id)
    sub_case = lock(push.sub_case.number)
    catalogue = catalogue_of(sub_case)
    result = ExternalResult.GRANTED if answer.state == "granted" else ExternalResult.REFUSED
    mark = canonical.digest(answer.fields)
    try:
        if not transition(sub_case, ExternalAnswer(OTHER_SYSTEM, push.reference, result, mark)):
            return
    except Refused as refused:
        open_task(sub_case, "review", refused.message)
        return
    facts = _facts(catalogue, sub_case, answer.fields)
    push.state, push.changed_at = "answered", now.real()
    push.answer = {
        "result": str(result),
        "reference": answer.reference,
        "facts": case_facts.to_json(catalogue, facts),
        "reason": answer.reason,
    }
    push.save(update_fields=["state", "changed_at", "answer"])
    joint = sub_case.joint
    if result is ExternalResult.GRANTED:
        _new_holder(joint, facts)
        transition(sub_case, Deliver(OTHER_SYSTEM, f"evidence:{answer.reference}"))
        transition(sub_case, Close())
    tell(sub_case, "granted" if result is ExternalResult.GRANTED else "refused", by_telephone=False)
    go_on(joint)


def _facts(catalogue: Catalogue, sub_case: SubCase, fields: dict[str, Any]) -> dict[str, Fact]:
    """What the answer says, as facts of the evidence it is; a field that cannot be read is left out."""
    external = item_of(sub_case, catalogue).external
    assert external is not None
    found: dict[str, Fact] = {}
    for field, element_id in catalogue.evidence[external.result_evidence].fields.items():
        if field in fields:
            try:
                value = element_values.parse(catalogue.elements[element_id], fields[field])
            except BadValue:
                log.warning("case %s: field %s of the answer cannot be read", sub_case.number, field)
                continue
            found[element_id] = Fact(value, f"evidence:{external.result_evidence}", now.business())
    return found


def _new_holder(joint: JointCase, facts: dict[str, Fact]) -> None:
    """A shop that has just been registered is from now on whose matter it is; its operator acts for it."""
    code, name = facts.get("entity.uscc"), facts.get("entity.name")
    if code is None or name is None or not joint.holder.startswith("person:"):
        return
    person = Person.objects.get(pk=joint.person.partition(":")[2])
    entity, _ = Entity.objects.get_or_create(
        uscc=code.value,
        defaults={
            "name": name.value,
            "representative_name": person.name,
            "representative_index": person.id_index,
            "confirmed_at": now.business(),
        },
    )
    joint.holder, joint.holder_name = entity.reference, entity.name
    joint.save(update_fields=["holder", "holder_name"])
