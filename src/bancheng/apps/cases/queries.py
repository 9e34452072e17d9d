"""Reading cases: who may see one, how far each part is, and which papers came of it.

Default deny: a case is found only for the people it belongs to, or under its query code. What is not found and what is not yours look the same.
"""
from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.entering import NoSuchDraft, NotCovered, by_return_code, enter, filed, find, thrown_away
from bancheng.apps.cases.models import Correction, Draft, IssuedDocument, JointCase, Review, SavedGuide, SubCase, Task
from bancheng.apps.cases.spine import NoSuchCase, catalogue_of, item_of, procedure_of, state_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import queries as licences
from bancheng.apps.licences.models import Licence, LicenceChange
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.models import Service
from bancheng.apps.subjects.principal import Principal
from bancheng.core import procedure, review
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Organisation
from bancheng.core.licence import Status
from bancheng.core.procedure import Outcome, Stage
from bancheng.core.review.model import DecisionRecord

__all__ = [
    "NoSuchCase",
    "NoSuchDraft",
    "NotCovered",
    "Opened",
    "Part",
    "by_return_code",
    "cases_of",
    "correction_of",
    "document_of",
    "drafts_of",
    "enter",
    "filed",
    "find",
    "joint_by_code",
    "joint_for",
    "part_of",
    "parts_of",
    "record_of",
    "thrown_away",
    "working",
]

FAILED = (Outcome.REFUSED, Outcome.NOT_ACCEPTED, Outcome.TERMINATED, Outcome.APPLICATION_WITHDRAWN)


@dataclass(frozen=True)
class Part:
    """One part of a joint case with all a page says about it."""

    sub_case: SubCase

    @cached_property
    def catalogue(self) -> Catalogue:
        """The release it is pinned to."""
        return catalogue_of(self.sub_case)

    @cached_property
    def item(self) -> Item:
        """What it is."""
        return item_of(self.sub_case, self.catalogue)

    @cached_property
    def organisation(self) -> Organisation:
        """Who decides it."""
        return self.catalogue.organisations[self.sub_case.organisation]

    @cached_property
    def events(self) -> list[Event]:
        """Everything that happened to it, in order."""
        return stream.read(self.sub_case.stream)

    @cached_property
    def state(self) -> procedure.State:
        """Where it stands, folded from its events."""
        return procedure.replay(procedure_of(self.events)) if self.sub_case.held is None else state_of(self.sub_case)

    @cached_property
    def licences(self) -> list[Licence]:
        """The licences that it led to."""
        return licences.of_case(self.sub_case.number)

    @cached_property
    def dues(self) -> procedure.Dues:
        """The limits that run."""
        return procedure.dues(self.state, self.catalogue.calendar)

    @property
    def stage(self) -> Stage:
        return self.state.stage

    @property
    def done(self) -> bool:
        """Came to the result that was asked for."""
        return self.state.outcome is Outcome.GRANTED

    @property
    def failed(self) -> bool:
        """Ended without it."""
        return self.state.outcome in FAILED

    @property
    def ended(self) -> bool:
        return self.done or self.failed

    @cached_property
    def taken_away(self) -> LicenceChange | None:
        """What ended the result of this part before its day (revoked, withdrawn, cancelled, forfeited); None where it stands."""
        if not self.done:
            return None
        changes = [change for licence in self.licences for change in licences.newest(licence).changes.all()]
        return next((change for change in reversed(changes) if change.status != Status.SUPERSEDED), None)

    @property
    def awaits_applicant(self) -> bool:
        """A correction notice is open."""
        return self.stage is Stage.CORRECTION_REQUIRED

    @cached_property
    def correction(self) -> Correction | None:
        """The notice that is to be answered."""
        return self.sub_case.corrections.filter(answered_at=None).order_by("-round").first() if self.awaits_applicant else None

    @cached_property
    def open_task(self) -> Task | None:
        """Why a person has it in hand."""
        return self.sub_case.tasks.filter(closed_at=None, kind__in=("review", "countersign")).first()

    @cached_property
    def has_review(self) -> bool:
        """Is there a decision record to read?"""
        return self.sub_case.reviews.exists()

    @property
    def may_ask_for_person(self) -> bool:
        """R-31: until it is decided, and once."""
        step = procedure.LIFE[procedure.RequestPerson]
        return not self.state.external and step.possible_at(self.stage) and not self.state.person_requested

    @property
    def may_withdraw(self) -> bool:
        """Until it is decided."""
        return procedure.LIFE[procedure.WithdrawApplication].possible_at(self.stage)


def joint_for(principal: Principal, number: str) -> JointCase:
    """The case, for those it belongs to: the person who applied for themselves, or whoever may act for the company today.

    Who founds a business applies as a person and the business becomes the holder; the identity service learns of it days later, and the founder is not
    shut out meanwhile. A clerk who serves them sees of theirs what the own counter took in, or the own organisation handles.

    Raises:
        NoSuchCase: nobody has this number, or it is not theirs.
    """
    joint = JointCase.objects.filter(number=number.strip().upper()).first()
    if joint is None or not (_filed_for_oneself(principal, joint) or joint.holder in _holders(principal, joint.theme)):
        raise NoSuchCase(number)
    if principal.service is not None and not JointCase.objects.filter(_of_counter(principal.service), pk=joint.pk).exists():
        raise NoSuchCase(number)
    return joint


def joint_by_code(number: str, query_code: str) -> JointCase:
    """The case under its number and query code (for whoever was told both).

    Raises:
        NoSuchCase: they do not belong together.
    """
    joint = JointCase.objects.filter(number=number.strip().upper()).first()
    if joint is None or not hmac.compare_digest(joint.query_code.encode(), query_code.strip().upper().encode()):
        raise NoSuchCase(number)
    return joint


def numbered(number: str) -> JointCase | None:
    """The case with this number, whoever's it is: for callers that have made sure already who may see it."""
    return JointCase.objects.filter(number=number).first()


def replacement_of(joint: JointCase) -> str:
    """The number of the application that took this one's place when its answers were changed; empty where none has."""
    return JointCase.objects.filter(draft__replaces=joint).values_list("number", flat=True).first() or ""


def saved_guide(code: str) -> SavedGuide | None:
    """The guide that was saved under this code."""
    return SavedGuide.objects.filter(code=code.upper()).first()


def cases_of(principal: Principal) -> QuerySet[JointCase]:
    """The cases of whoever the principal acts for, newest first; a person sees those of their own companies, too."""
    me = principal.person.reference
    mine = Q(holder=principal.reference) if principal.entity else Q(holder__in=_holders(principal, "")) | Q(person=me, draft__holder=me)
    if principal.service is not None:
        mine &= _of_counter(principal.service)
    return JointCase.objects.filter(mine).order_by("-received_at", "-pk").defer("submission", "signature")  # a list shows neither


def drafts_of(principal: Principal) -> QuerySet[Draft]:
    """Drafts that were begun and neither filed nor discarded, the newest first."""
    own = Draft.objects.filter(owner=principal.person.reference, case=None, discarded_at=None)
    if principal.service is not None:  # what somebody wrote at home is shown at a counter only when they say its code
        own = own.filter(saved_at__gte=principal.service.opened_at)
    return own.order_by("-saved_at")


def parts_of(joint: JointCase) -> list[Part]:
    """The parts in their order."""
    return parts_of_all([joint])[joint.pk]


def parts_of_all(joints: Iterable[JointCase]) -> dict[int, list[Part]]:
    """The parts of several joint cases in their order. What happened to all of them, and the licences they led to, are read at once."""
    by_key = {joint.pk: joint for joint in joints}
    parts = [Part(sub_case) for sub_case in SubCase.objects.filter(joint__in=list(by_key)).order_by("order")]
    events = stream.read_all(part.sub_case.stream for part in parts)
    held = licences.of_cases(part.sub_case.number for part in parts)
    found: dict[int, list[Part]] = {key: [] for key in by_key}
    for part in parts:
        part.sub_case.joint = by_key[part.sub_case.joint_id]
        part.__dict__.update(events=events[part.sub_case.stream], licences=held[part.sub_case.number])
        found[part.sub_case.joint_id].append(part)
    return found


def part_of(joint: JointCase, number: str) -> Part:
    """One part of a joint case.

    Raises:
        NoSuchCase: it has no such part.
    """
    sub_case = joint.parts.filter(number=number).first()
    if sub_case is None:
        raise NoSuchCase(number)
    return Part(sub_case)


def local(moment: datetime) -> date:
    """The day of a moment in China."""
    return moment.astimezone(now.ZONE).date()


def working(joint: JointCase, parts: list[Part]) -> bool:
    """Is a machine still at it, so that the page should look again in a few seconds?

    True while another system is asked, and for a short while after filing while parts that nobody has to wait for have not been looked at.
    """
    if any(part.stage is Stage.PUSHED for part in parts):
        return True
    outcomes = {part.sub_case.part: part for part in parts}
    ready = [p for p in parts if p.stage in (Stage.WAITING, Stage.RECEIVED) and all(outcomes[a].done for a in p.state.waits_for if a in outcomes)]
    recent = now.business() - joint.received_at < timedelta(hours=1)
    return recent and any(part.open_task is None for part in ready)


def record_of(part: Part) -> tuple[Review, DecisionRecord] | None:
    """The newest review of a part with its record; None before the first."""
    row = part.sub_case.reviews.order_by("-number").first()
    if row is None:
        return None
    return row, review.read_record(catalogues.release(part.sub_case.release), row.record.encode())


def correction_of(joint: JointCase, number: str) -> tuple[Part, Correction]:
    """The open correction notice of a part.

    Raises:
        NoSuchCase: nothing is to be supplied there.
    """
    part = part_of(joint, number)
    if part.correction is None:
        raise NoSuchCase(number)
    return part, part.correction


def refusal_of(part: Part) -> IssuedDocument | None:
    """The decision that refused it."""
    return part.sub_case.documents.filter(kind="refused").order_by("-issued_at").first()


def documents_of(joint: JointCase) -> QuerySet[IssuedDocument]:
    """The issued documents, in the order of issuing."""
    return joint.documents.order_by("issued_at", "pk")


def document_of(joint: JointCase, pk: int) -> IssuedDocument:
    """One document of a case.

    Raises:
        NoSuchCase: the case has no such document.
    """
    document = joint.documents.filter(pk=pk).first()
    if document is None:
        raise NoSuchCase(str(pk))
    return document


def _of_counter(service: Service) -> Q:
    """Joint cases that a counter took in, or of which its organisation handles a part."""
    handled = Exists(SubCase.objects.filter(joint=OuterRef("pk"), organisation=service.organisation))
    return Q(intake__organisation=service.organisation, intake__station=service.station) | Q(handled)


def _filed_for_oneself(principal: Principal, joint: JointCase) -> bool:
    return joint.person == principal.person.reference == joint.draft.holder


def _holders(principal: Principal, theme: str) -> list[str]:
    """References of those the person may see cases of: their own, and companies they may act for in this theme today."""
    return [principal.person.reference, *_companies(principal, theme)]


def _companies(principal: Principal, theme: str) -> Iterator[str]:
    for capacity in subjects.capacities(principal.person):
        given = capacity.authorisation
        if given is None or not theme or given.covers(theme):
            yield capacity.entity.reference
