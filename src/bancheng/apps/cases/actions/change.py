"""Change an answer after filing and before acceptance: what was filed is taken up again as a draft, and filing that draft takes the first one back.

Nothing is lost on the way: until the new application is signed the old one goes on, and both happen in one transaction. Once any part has been accepted,
or is with another system, answers stand as they are (R-36); what is wrong then is for the officer, or for a new application.
"""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import Draft, DraftFile, JointCase
from bancheng.apps.cases.numbers import code
from bancheng.apps.cases.spine import Happened, lock, transition
from bancheng.apps.cases.tasks import close_tasks
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.subjects.principal import Principal
from bancheng.core.procedure import Actor, Outcome, Refused, Role, Stage, WithdrawApplication

_BEFORE = (Stage.WAITING, Stage.RECEIVED, Stage.CORRECTION_REQUIRED)
_TAKEN_BACK = (Outcome.APPLICATION_WITHDRAWN, Outcome.TERMINATED)


def may_change(joint: JointCase) -> bool:
    """Whether nothing has been accepted, handed to another system or decided yet."""
    standing = joint.parts.exclude(outcome__in=_TAKEN_BACK).values_list("stage", flat=True)
    return bool(standing) and all(stage in _BEFORE for stage in standing)


@transaction.atomic
def begin_change(joint: JointCase, principal: Principal) -> Draft:
    """What was filed, as a draft to change; asking again gives the same draft.

    Raises:
        Refused: a part has been accepted already, or the whole was taken back or replaced meanwhile.
    """
    JointCase.objects.select_for_update().get(pk=joint.pk)
    _still_open(joint)
    begun = Draft.objects.filter(replaces=joint, owner=principal.person.reference, case=None, discarded_at=None).first()
    if begun is not None:
        return begun
    filed = joint.draft
    draft = Draft.objects.create(
        code=code(10),
        theme=filed.theme,
        region=filed.region,
        release=catalogues.current().digest,
        owner=principal.person.reference,
        holder=filed.holder,
        answers=filed.answers,
        known=filed.known,
        corrected=filed.corrected,
        follow=filed.follow,
        replaces=joint,
        saved_at=now.business(),
    )
    newest: dict[str, int] = {}
    rows = list(joint.files.order_by("round", "pk"))
    for row in rows:
        newest[row.material] = row.round
    for row in rows:
        if row.round == newest[row.material]:
            DraftFile.objects.create(draft=draft, material=row.material, file=row.file, name=row.name, added_at=row.added_at)
    return draft


def take_back(draft: Draft, by: JointCase, principal: Principal) -> None:
    """In the transaction that files the changed application: the first one is taken back, part by part.

    Raises:
        Refused: a part was accepted meanwhile, or another changed application was filed first; then nothing is filed.
    """
    before = draft.replaces
    if before is None:
        return
    numbers = list(before.parts.order_by("order").values_list("number", flat=True))
    parts = [lock(number) for number in numbers]
    _still_open(before, besides=by)
    applicant = Actor(principal.person.reference, "", Role.APPLICANT)
    for part in parts:
        if part.stage in _BEFORE:
            transition(part, WithdrawApplication(applicant), actor=principal.actor, on_behalf=principal.on_behalf)
            close_tasks(part)
    stream.append(f"joint:{before.number}", [Happened("replaced", {"by": by.number})], actor=principal.actor, on_behalf=principal.on_behalf)
    go_on(before)


def _still_open(joint: JointCase, besides: JointCase | None = None) -> None:
    """`besides`: the application that is being filed in its place."""
    if may_change(joint):
        return
    newer = JointCase.objects.filter(draft__replaces=joint).exclude(pk=besides.pk if besides else None).values_list("number", flat=True).first()
    if newer is not None:
        raise Refused(
            "R-36",
            f"这份申请的答案已经改过一次，改好的申请是 {newer}。要再改，请打开那一份再改。",
            f"The answers of this application have been changed already: the changed one is {newer}. Open that one to change it again.",
        )
    if not joint.parts.exclude(outcome__in=_TAKEN_BACK).exists():
        raise Refused(
            "R-36",
            "这份申请已经撤回，没有什么可以改的了。要办，请重新申请。",
            "This application was taken back, so there is nothing left to change. Apply anew if you still need it.",
        )
    raise Refused(
        "R-36",
        "已经受理或者已经交给登记系统，答案不能再改；有要更正的，请打承办部门的电话。",
        "It has been accepted or handed to the other system, so answers can no longer be changed; call the office that handles it.",
    )
