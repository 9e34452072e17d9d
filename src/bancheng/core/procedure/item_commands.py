"""Commands of steps that only some items know, or only some cases need: acceptance with a gap, first review, hearing,
inspectors, other departments' opinions, another version, deemed renewal, the opening from which a check counts.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bancheng.core.clock import Amount
from bancheng.core.procedure.values import TIMER, Actor, Terms


@dataclass(frozen=True, slots=True)
class CorrectOnTheSpot:
    """A mistake that could be mended there and then was mended (R-04 no. 3): no notice, no round, no new clock."""

    by: Actor
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcceptWithGap:
    """Accept although papers that do not decide the review are missing (容缺受理, G-01 to G-03); the clock runs.

    `until`: last day to hand in `materials`; `commitment`: number of the applicant's written commitment (G-02);
    `creditworthy`: nobody with a bad credit record gets this (G-02).
    """

    by: Actor
    materials: tuple[str, ...]
    until: date
    commitment: str
    creditworthy: bool = True


@dataclass(frozen=True, slots=True)
class FillGap:
    """Papers that were to follow are there (G-03). Late is better than never: only a person ends the case (G-04)."""

    by: Actor
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordFirstReview:
    """The lower level reviewed within its own limit and reports its opinion and all papers upwards (R-15)."""

    by: Actor
    supports: bool
    note: str


@dataclass(frozen=True, slots=True)
class AssignInspectors:
    """Two or more inspectors, within five days of acceptance, for a permit that rests on inspection (R-30)."""

    by: Actor
    inspectors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class TellHearingRight:
    """Tell applicant and others whose direct major interest is touched of their right to a hearing (R-10, R-18)."""

    by: Actor
    notice: str


@dataclass(frozen=True, slots=True)
class RequestHearing:
    """Somebody told of the right asks for a hearing, within five days (R-18)."""

    by: Actor


@dataclass(frozen=True, slots=True)
class CallHearing:
    """Set the day, told seven days before and within twenty days of the request, under a chair who did not review (R-18)."""

    by: Actor
    day: date
    chair: Actor
    notice: str


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """The chair records that it was held; `minutes` names the signed minutes, on which the decision rests (R-18)."""

    by: Actor
    minutes: str
    signed: bool


@dataclass(frozen=True, slots=True)
class SwitchVersion:
    """The applicant asks for the law as it is now, which is more favourable than the version at acceptance (R-36)."""

    by: Actor
    terms: Terms


@dataclass(frozen=True, slots=True)
class DeemRenewed:
    """Record that silence renewed the licence: applied in time, not decided before it expired (R-19). For the timer."""

    by: Actor = TIMER


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """Business began on `day`, from which the check after approval counts where its law says so (R-01b, C-06)."""

    by: Actor
    day: date


@dataclass(frozen=True, slots=True)
class Consult:
    """Ask another department for its opinion within an internal limit (§3.4).

    `own_decision`: the law wants that department's own decision; then its silence never counts as agreement.
    """

    by: Actor
    organisation: str
    question: str
    own_decision: bool = False
    limit: Amount = Amount(3)


@dataclass(frozen=True, slots=True)
class AnswerConsultation:
    """The consulted department's answer (§3.4)."""

    by: Actor
    agrees: bool
    note: str


@dataclass(frozen=True, slots=True)
class NoteSilence:
    """Departments that let their time pass: deemed to agree, by name, where their own decision is not needed (§3.4)."""

    by: Actor = TIMER
