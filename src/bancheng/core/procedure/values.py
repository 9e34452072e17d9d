"""The words of the procedure: stages, outcomes, who acts, and the terms a case runs under."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bancheng.core.clock import Amount, Limit, StartsFrom, SuspensionKind


class Refused(Exception):
    """The procedure does not allow a command now. `rule` names why (R-, C-, I- of the handbook)."""

    def __init__(self, rule: str, message: str, message_en: str) -> None:
        self.rule = rule
        self.message = message
        self.message_en = message_en
        super().__init__(f"{rule}: {message_en}")


class Stage(StrEnum):
    """Where one part of a case stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    RECEIVED = "received"
    CORRECTION_REQUIRED = "correction_required"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    SPECIAL_PROCEDURE = "special_procedure"
    """A hearing, test, expert review … is held: its days do not count (R-14)."""
    PUSHED = "pushed"
    DECIDED = "decided"
    DELIVERED = "delivered"
    CLOSED = "closed"
    TERMINATED = "terminated"

    @property
    def zh(self) -> str:
        return _STAGE_ZH[self]

    @property
    def is_final(self) -> bool:
        return self in (Stage.NOT_ACCEPTED, Stage.CLOSED, Stage.TERMINATED)


_STAGE_ZH = {
    Stage.DRAFT: "还没有提交",
    Stage.WAITING: "等前一件事的结果",
    Stage.RECEIVED: "已收件",
    Stage.CORRECTION_REQUIRED: "等待补正",
    Stage.NOT_ACCEPTED: "不予受理",
    Stage.ACCEPTED: "已受理",
    Stage.REVIEWING: "审查中",
    Stage.SPECIAL_PROCEDURE: "特别程序（暂停计时）",
    Stage.PUSHED: "在对方系统办理",
    Stage.DECIDED: "已作出决定",
    Stage.DELIVERED: "已送达",
    Stage.CLOSED: "已办结",
    Stage.TERMINATED: "已终止",
}


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    TERMINATED = "terminated"


class Role(StrEnum):
    """In what capacity somebody, or something, acts."""

    APPLICANT = "applicant"
    INTAKE = "intake"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    HEAD = "head"
    """The head of the authority, who alone may extend a limit (R-12)."""
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    RULES = "rules"
    TIMER = "timer"
    OTHER_SYSTEM = "other_system"


_OFFICERS = (Role.INTAKE, Role.REVIEWER, Role.DECIDER, Role.HEAD, Role.INSPECTOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an id (never a name), the organisation acted for, and the capacity."""

    id: str
    organisation: str
    role: Role

    @property
    def is_officer(self) -> bool:
        return self.role in _OFFICERS


RULES = Actor("rules", "", Role.RULES)
"""The review by rules (智能审批). It may accept, ask for correction and grant; it can never refuse."""

TIMER = Actor("timer", "", Role.TIMER)
"""A due moment that arrived."""


class NonAcceptance(StrEnum):
    """Why an application is not accepted (R-04: the outcomes that end it on receipt)."""

    NOT_REQUIRED = "not_required"
    """No permit is needed for this."""
    WRONG_AUTHORITY = "wrong_authority"
    """Another authority is competent; the applicant is told which."""
    STILL_INCOMPLETE = "still_incomplete"
    """The one correction round did not make the papers complete."""
    FALSE_MATERIALS = "false_materials"
    """Circumstances hidden or false papers: not accepted, with a warning (R-26)."""
    BANNED = "banned"
    """A ban after deceit has not ended yet (R-26)."""


class Fault(StrEnum):
    """What may be wrong with a paper so that correction can be asked for (R-04b: nothing else may)."""

    INCOMPLETE = "incomplete"
    ILL_FORMED = "ill_formed"


@dataclass(frozen=True, slots=True)
class CorrectionItem:
    """One paper to correct. `note` is what the notice says about it; events carry its digest only."""

    material: str
    fault: Fault
    note: str = ""


class ReviewOutcome(StrEnum):
    """What a review by rules may come to (I7): there is no refusal."""

    APPROVE = "approve"
    CORRECTION = "correction"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class PointResult:
    """One line of a review's summary: a review point's id and its result. The findings are in the decision record."""

    point: str
    result: str


class ProposalKind(StrEnum):
    GRANT = "grant"
    REFUSAL = "refusal"


class TerminationReason(StrEnum):
    """Why a part ends without a decision on its substance."""

    PREDECESSOR_FAILED = "predecessor_failed"
    """A part it waits for did not come to the result it needs."""
    ENTITY_ENDED = "entity_ended"
    """The applicant died, or the company ended (handbook §8.3 no. 22, 23)."""
    CORRECTION_NOT_SUPPLIED = "correction_not_supplied"
    GAP_NOT_FILLED = "gap_not_filled"
    """Papers that were to follow did not come in time (G-04)."""
    OTHER = "other"


class AfterCheckResult(StrEnum):
    PASSED = "passed"
    RECTIFY = "rectify"
    FAILED = "failed"


class ExternalResult(StrEnum):
    """What another authority's system answered."""

    GRANTED = "granted"
    REFUSED = "refused"


NOTICE_LIMIT = Limit(Amount(5), StartsFrom.RECEIPT_OF_MATERIALS, "行政许可法第三十二条")
DELIVERY_LIMIT = Limit(Amount(10), StartsFrom.DECISION, "行政许可法第四十四条")
PUBLICATION_LIMIT = Limit(Amount(7), StartsFrom.DECISION, "行政许可和行政处罚双公示要求")


JOINT_LIMIT = Limit(Amount(45), StartsFrom.EVENT, "行政许可法第四十二条第二款")


@dataclass(frozen=True, slots=True)
class JointHandling:
    """Several departments handle an application together (行政许可法 art. 26): the envelope around every part (R-13).

    Attributes:
        since: the day the whole application was received; the envelope counts from it for every part.
        government: name of the government of the same level, whose head alone may extend.
    """

    since: date
    government: str
    limit: Limit = JOINT_LIMIT
    extension: Amount = Amount(15)


@dataclass(frozen=True, slots=True)
class LowerReview:
    """First review at a lower level (R-15): by which organisation, and within which limit."""

    organisation: str
    limit: Limit = Limit(Amount(20), StartsFrom.ACCEPTANCE, "行政许可法第四十三条")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is to be renewed: the day the licence expires, and the last day to apply for deemed renewal (R-19)."""

    expires: date
    apply_by: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What a part runs under, taken from the item version in force; later versions do not touch it (R-36).

    Attributes:
        item: id of the service item; `version` its effective date; `release` the digest of the published release.
        commitment: the applicant chose informed commitment (告知承诺, C-01).
        automatic: the law leaves no discretion, so that rules may approve.
        onsite_check: a grant needs a passed on-site check first (R-09).
        after_check: limit of the check after approval by commitment (C-06), None where there is none; one that starts from
            an event starts with the opening of the business.
        special: the special procedures the item lists; only their days may not count (R-14).
        extension: by how much the head may extend once (R-12; three days for a registration, R-29); nought for never.
        joint: the envelope where the part is handled together with others (R-13); it replaces the head's extension.
        organisation: who decides; commands of other organisations' officers are refused where it is known (R-28).
        deferrable: materials that may follow after acceptance (容缺, G-01).
        first_review: the lower level that reviews first (R-15); a limit that starts from an event starts with its report.
        hearing: a hearing is held by law before any decision (R-18).
        affects_others: others' direct major interests are touched: they are told and heard first (R-10).
        inspection: the permit rests on inspection by two who are assigned within five days (R-30).
        renewal: the licence that this renews (R-19).
        banned_until: the applicant deceived before and may not apply for this again until then (R-26); None where nobody did.
    """

    item: str
    version: date
    release: str
    statutory: Limit
    promised: Limit
    commitment: bool = False
    automatic: bool = True
    onsite_check: bool = False
    notice: Limit = NOTICE_LIMIT
    delivery: Limit = DELIVERY_LIMIT
    publication: Limit = PUBLICATION_LIMIT
    after_check: Limit | None = None
    special: tuple[SuspensionKind, ...] = ()
    extension: Amount = Amount(10)
    joint: JointHandling | None = None
    organisation: str = ""
    deferrable: tuple[str, ...] = ()
    first_review: LowerReview | None = None
    hearing: bool = False
    affects_others: bool = False
    inspection: bool = False
    renewal: Renewal | None = None
    banned_until: date | None = None
