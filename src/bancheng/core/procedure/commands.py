"""What somebody may want to do with a part of a case, each with the rules it answers to.

A command is a wish: `decide` turns it into events, or refuses it and names the rule. Free text in a command (reasons,
notes) may hold personal data; events carry only its digest, the text itself belongs in the document.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bancheng.core.procedure.item_commands import (
    AcceptWithGap,
    AnswerConsultation,
    AssignInspectors,
    CallHearing,
    Consult,
    CorrectOnTheSpot,
    DeemRenewed,
    FillGap,
    NoteSilence,
    RecordFirstReview,
    RecordHearing,
    RecordOpening,
    RequestHearing,
    SwitchVersion,
    TellHearingRight,
)
from bancheng.core.procedure.time_commands import Extend, ProjectDates, Prolong, RecordIncident, Resume, Suspend
from bancheng.core.procedure.values import (
    RULES,
    TIMER,
    Actor,
    AfterCheckResult,
    CorrectionItem,
    ExternalResult,
    NonAcceptance,
    PointResult,
    ReviewOutcome,
    TerminationReason,
    Terms,
)


@dataclass(frozen=True, slots=True)
class Start:
    """Open a part under `terms`. `waits_for`: parts whose results it needs (R-13); `external`: decided elsewhere."""

    by: Actor
    terms: Terms
    waits_for: tuple[str, ...] = ()
    external: bool = False


@dataclass(frozen=True, slots=True)
class Receive:
    """Receive the application (收件); `results` names the parts that came to the result needed (R-01, R-13)."""

    by: Actor
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept (受理, R-04 no. 5). `terms`: those of the version in force on the day, where it changed since (R-36).

    After the five days have passed the law has accepted already: the event then says deemed, dated from receipt (R-06).
    """

    by: Actor = RULES
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class DeemAccepted:
    """Record that silence accepted the application, as of the day of receipt (R-06). For the timer."""

    by: Actor = TIMER
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class RefuseAcceptance:
    """Do not accept (R-04 no. 1 and 2, still incomplete after correction, or R-26); by a person, in writing (R-07, I7)."""

    by: Actor
    kind: NonAcceptance
    reason: str
    go_to: str = ""
    banned_until: date | None = None


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """Ask once, for everything (R-04 no. 4, R-05), for papers that are incomplete or ill-formed only (R-04b)."""

    by: Actor
    items: tuple[CorrectionItem, ...]


@dataclass(frozen=True, slots=True)
class SupplyCorrection:
    """The applicant handed in what was asked for: the five days for the notice start anew (R-04)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class RecordReview:
    """Record what the review by rules came to; `record_digest` names the decision record that can be replayed (I12).

    Before acceptance it looks at the papers (and may come to `correction`); a grant rests on one made after acceptance.
    """

    record_digest: str
    outcome: ReviewOutcome
    findings: tuple[PointResult, ...] = ()
    by: Actor = RULES


@dataclass(frozen=True, slots=True)
class RequestPerson:
    """The applicant wants a person to decide (R-31)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class Grant:
    """Grant by rules: every point passed, no discretion, nobody asked for a person (R-31, I7)."""

    record_digest: str
    by: Actor = RULES


@dataclass(frozen=True, slots=True)
class RecordOnsiteCheck:
    """Record an on-site check by at least two inspectors (R-09). It does not stop the clock (R-14).

    Where the permit rests on inspection, by those assigned; a negative result names the technical `standard` (R-30).
    """

    inspectors: tuple[Actor, ...]
    passed: bool
    note: str
    standard: str = ""


@dataclass(frozen=True, slots=True)
class ProposeGrant:
    """A reviewer proposes to grant (R-17: reviewer and decider are two people); by `minutes` after a hearing (R-18)."""

    by: Actor
    record_digest: str
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmGrant:
    """A decider, another person than the proposer, grants (R-16, R-17)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class ProposeRefusal:
    """A reviewer proposes to refuse, with reason, clause, remedy and the organ to turn to (R-17, I8).

    By `minutes` after a hearing (R-18).
    """

    by: Actor
    reason: str
    clause: str
    remedy: str
    remedy_organ: str
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class CountersignRefusal:
    """A decider, another person than the proposer, refuses (R-17, I8)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class ReturnProposal:
    """An officer sends a proposal back, with a note (R-17)."""

    by: Actor
    note: str


@dataclass(frozen=True, slots=True)
class WithdrawApplication:
    """The applicant takes the application back before a decision (not 撤回 of a licence, R-24)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class Terminate:
    """End a part without deciding its substance. Only a failed predecessor ends it without a person (I7)."""

    by: Actor
    reason: TerminationReason
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Record the delivery of the decision or licence with its proof (R-16)."""

    by: Actor
    proof: str


@dataclass(frozen=True, slots=True)
class Close:
    """Nothing is left to do (办结归档)."""

    by: Actor = RULES


@dataclass(frozen=True, slots=True)
class OpenAfterCheck:
    """Open the check that follows an approval by commitment; its limit is in the terms (C-06)."""

    by: Actor = RULES


@dataclass(frozen=True, slots=True)
class CloseAfterCheck:
    """Record the check: passed; rectify by `until`; or, after that, failed, which leads to revocation (C-06, R-23)."""

    by: Actor
    result: AfterCheckResult
    note: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """Hand an external part to the other system, where `reference` names it. Repeating is harmless (I18)."""

    reference: str
    by: Actor = RULES


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """The other system's answer. The same answer twice is one; an answer about something else is refused (I18)."""

    by: Actor
    reference: str
    result: ExternalResult
    document_digest: str = ""


Command = (
    Start
    | Receive
    | Accept
    | DeemAccepted
    | RefuseAcceptance
    | AskCorrection
    | SupplyCorrection
    | RecordReview
    | RequestPerson
    | Grant
    | RecordOnsiteCheck
    | ProposeGrant
    | ConfirmGrant
    | ProposeRefusal
    | CountersignRefusal
    | ReturnProposal
    | WithdrawApplication
    | Terminate
    | Deliver
    | Close
    | OpenAfterCheck
    | CloseAfterCheck
    | Push
    | ExternalAnswer
    | Suspend
    | Prolong
    | Resume
    | Extend
    | ProjectDates
    | RecordIncident
    | CorrectOnTheSpot
    | AcceptWithGap
    | FillGap
    | RecordFirstReview
    | AssignInspectors
    | TellHearingRight
    | RequestHearing
    | CallHearing
    | RecordHearing
    | SwitchVersion
    | DeemRenewed
    | RecordOpening
    | Consult
    | AnswerConsultation
    | NoteSilence
)
