"""Delivery (R-16): at once where the applicant takes it electronically, otherwise over the counter or by post, with proof.

One counter hands out everything of a joint case (统一窗口出件): the one that took it in; for what was filed online, the hall that gave the
receipt. Until then the part stays decided, the ten days for delivery run, and the result waits there as a task.

What the clerk wrote about the proof (who signed, which parcel) is a note; the event carries the kind of proof and the digest of the note.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from bancheng import documents, now
from bancheng.apps.audit import stream
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import Intake, IssuedDocument, JointCase, SubCase
from bancheng.apps.cases.spine import Happened, catalogue_of, item_of, lock, name_of, note, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.subjects.models import index_of
from bancheng.apps.subjects.queries import subject
from bancheng.core import procedure
from bancheng.core.identifiers import check_citizen_id, normalise
from bancheng.core.procedure import Actor, Close, Deliver, Outcome, Refused, Stage

WAY = "delivery.way"
"""The element with which an applicant says how they want the result."""
COLLECT, MAIL = "自取", "邮寄"
KEPT = {COLLECT: "等申请人来领", MAIL: "等寄给申请人"}
"""Answers to it that need hands, each with what waits then; every other answer is electronic."""
TASK = "hand_out"
DECISIONS = ("granted", "refused")
"""Kinds of the documents that are handed out."""


class NotProved(Exception):
    """The proof of delivery is not complete; `problems` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Proof:
    """How it was handed over.

    Attributes:
        kind: signature, mail or electronic.
        id_no: identity number of who signed, from their card.
        receipt: where the signed delivery receipt (送达回证) is filed.
        name, paper: of somebody else than the applicant: the name, and where the authorisation is filed.
        parcel: number of the parcel.
    """

    kind: str
    id_no: str = ""
    receipt: str = ""
    name: str = ""
    paper: str = ""
    parcel: str = ""


def deliver(sub_case: SubCase, by: Actor, proof: str) -> None:
    """After a decision, in its transaction: deliver electronically with this proof, or keep what came of it at the counter."""
    waits = KEPT.get(_way(sub_case.joint))
    if waits is None:
        transition(sub_case, Deliver(by, proof))
        transition(sub_case, Close())
        return
    due = procedure.dues(state_of(sub_case), catalogue_of(sub_case).calendar).delivery
    open_task(sub_case, TASK, waits, counter_of(sub_case.joint), due.date if due else None)


def by_mail(joint: JointCase) -> bool:
    """Did the applicant ask for the results by post?"""
    return _way(joint) == MAIL


def _way(joint: JointCase) -> str:
    return str(joint.submission["facts"].get(WAY, {}).get("value"))


def counter_of(joint: JointCase) -> str:
    """The organisation whose counter hands out what comes of a joint case; empty where no receipt says: then each part's own."""
    intake = Intake.objects.filter(joint=joint).first()
    if intake is not None:
        return intake.organisation
    return IssuedDocument.objects.filter(joint=joint, kind="receipt").values_list("organisation", flat=True).first() or ""


def delivery_receipt(officer: Officer, joint: JointCase, parts: Sequence[SubCase]) -> bytes:
    """The paper on which somebody signs that they got these results (送达回证), as PDF.

    Raises:
        BadDocument: the pack has no template for it.
    """
    at = now.business()
    body = catalogues.current().organisations[officer.organisation]
    content = {
        "applicant": joint.holder_name,
        "case_number": joint.number,
        "results": [_given(part) for part in parts],
        "clerk": officer.name,
        "organisation": body.name,
        "phone": body.phone,
        "complaint_phone": body.complaint_phone,
        "issued_at": at.isoformat(timespec="minutes"),
    }
    return documents.case("delivery-receipt", content)


def _given(part: SubCase) -> str:
    decision = part.documents.filter(kind__in=DECISIONS).values_list("number", flat=True).first()
    return f"{name_of_result(part)}{f'（{decision}）' if decision else ''}"


def name_of_result(part: SubCase) -> str:
    """What is handed out, as people call it: the licence, or the decision that there is none."""
    return "不予许可决定书" if part.outcome == Outcome.REFUSED else str(item_of(part).result.name)


def hand_out(officer: Officer, joint_number: str, numbers: Collection[str], proof: Proof) -> list[SubCase]:
    """Hand out the results of these parts, all of them or none; gives the parts.

    Raises:
        NotAllowed: the officer does not sit at the counter where they wait.
        NotProved: something about the proof is missing.
        Refused: nothing waits to be handed out.
    """
    officer.must("intake")
    with transaction.atomic():
        joint = JointCase.objects.get(number=joint_number)
        told = proved(joint, proof)
        done = [_one(officer, number, joint, proof.kind, told) for number in sorted(set(numbers))]
        if not done:
            raise Refused("R-16", "请勾选这次发出的结果。", "Choose what is handed out.")
        go_on(joint)
    return done


def _one(officer: Officer, number: str, joint: JointCase, kind: str, told: str) -> SubCase:
    sub_case = lock(number)
    task = sub_case.tasks.filter(kind=TASK, closed_at=None).first()
    if sub_case.joint_id != joint.pk or task is None or sub_case.stage != Stage.DECIDED:
        raise Refused("R-16", "这份结果已经发出，或者还没有办好。", "This result has been handed out, or is not there yet.")
    if task.organisation != officer.organisation or officer.station != station_of(joint):
        raise NotAllowed("这份结果不在您的窗口领取。")
    by = officer.actor("intake")
    mark = note(sub_case, "delivery", told, by)
    transition(sub_case, Deliver(by, f"{kind}:{mark}"), on_behalf=joint.holder, basis="行政许可法第四十四条")
    transition(sub_case, Close())
    close_tasks(sub_case)
    handed = Happened("handed_out", {"kind": kind, "organisation": officer.organisation, "station": officer.station})
    stream.append(sub_case.stream, [handed], actor=name_of(by), on_behalf=joint.holder)
    return sub_case


def station_of(joint: JointCase) -> str:
    """The station at which it waits; empty for the hall."""
    return Intake.objects.filter(joint=joint).values_list("station", flat=True).first() or ""


def proved(joint: JointCase, proof: Proof) -> str:
    """What is written down about the proof.

    Raises:
        NotProved: see its problems.
    """
    match proof.kind:
        case "signature":
            return _signed(joint, proof)
        case "mail":
            parcel = normalise(proof.parcel)
            if not (6 <= len(parcel) <= 30 and parcel.isascii() and parcel.isalnum()):
                raise NotProved({"parcel": "请填写邮件号，在快递单上，只有字母和数字。"})
            return f"邮寄送达，邮件号 {parcel}"
        case "electronic":
            return "申请人当面改为电子送达"
    raise NotProved({"kind": "请选怎么发出的。"})


def _signed(joint: JointCase, proof: Proof) -> str:
    checked = check_citizen_id(proof.id_no, now.today())
    problems = {} if checked.value else {"id_no": checked.problems[0].message}
    if not proof.receipt.strip():
        problems["receipt"] = "请打印送达回证，请来人签字，填写存放的档案号。"
    own = checked.value is not None and index_of(checked.value.number) == getattr(subject(joint.person), "id_index", "")
    if checked.value is not None and not own:
        if not proof.name.strip():
            problems["name"] = "来领的不是申请人本人，请填写代领人的姓名。"
        if not proof.paper.strip():
            problems["paper"] = "来领的不是申请人本人，请收下委托书，填写存放的档案号。"
    if problems:
        raise NotProved(problems)
    who = "申请人本人" if own else f"代领人{proof.name.strip()}（委托书 {proof.paper.strip()}）"
    return f"{who}当面签收，身份证已核对，送达回证 {proof.receipt.strip()}"
