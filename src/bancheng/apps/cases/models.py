"""What the case engine remembers.

The truth of a case is its events (`audit`); the columns here are a projection for lists and searches, and frozen documents that a decision
must be able to show again: the submission, the decision record, the issued papers. Anything personal is encrypted.
"""
from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import models

from bancheng.apps.files.models import StoredFile
from bancheng.apps.keys.fields import EncryptedJSONField, EncryptedTextField
from bancheng.apps.subjects.models import Service
from bancheng.core.catalogue import Catalogue
from bancheng.core.procedure import Stage, State

RUNNING = tuple(
    map(
        str,
        (Stage.WAITING, Stage.RECEIVED, Stage.CORRECTION_REQUIRED, Stage.ACCEPTED, Stage.REVIEWING, Stage.SPECIAL_PROCEDURE, Stage.PUSHED),
    )
)
"""Stages of what is in hand."""


class Counter(models.Model):
    """A running number that has no gaps within one name; taking one locks its row until the transaction ends."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveIntegerField(default=0)


class SavedGuide(models.Model):
    """A guide to come back to or hand on: situation answers only, no personal data, behind a short code."""

    code = models.CharField(max_length=12, primary_key=True)
    theme = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()


class Draft(models.Model):
    """An application being filled in. Found again by signing in or by its return code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)
    theme = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    release = models.CharField(max_length=64)
    owner = models.CharField(max_length=80, blank=True, db_index=True)  # subject reference of the person who fills in
    holder = models.CharField(max_length=80, blank=True)  # subject reference of who applies: the person or a company
    answers = EncryptedJSONField(default=dict)  # element id → JSON value, as the applicant gave it
    typed = EncryptedJSONField(default=dict)  # element id → what was typed and could not be read: shown again, nothing is lost
    known = EncryptedJSONField(default=dict)  # what sources said: {"facts": …, "evidence": […], "unavailable": […]}
    corrected = models.JSONField(default=list)  # element ids where the applicant said “不对”
    follow = models.JSONField(default=list)  # materials the applicant commits to hand in after acceptance (容缺)
    saved_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("JointCase", models.PROTECT, null=True, related_name="changed")  # filed before, and taken back when this one is filed


class DraftFile(models.Model):
    """A file put beside a draft for one material."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    material = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    name = EncryptedTextField()
    added_at = models.DateTimeField()


class JointCase(models.Model):
    """一件事办件: what was submitted, once, for all its parts."""

    number = models.CharField(max_length=24, unique=True)
    query_code = models.CharField(max_length=16)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="case")  # a second submission finds the first
    theme = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, default="online")  # online | counter: where it was filed
    release = models.CharField(max_length=64)
    person = models.CharField(max_length=80, db_index=True)
    holder = models.CharField(max_length=80, db_index=True)
    holder_name = EncryptedTextField()
    submission = EncryptedJSONField()  # plan, answers, facts, evidence: frozen
    submission_digest = models.CharField(max_length=64)
    signature = models.JSONField()
    received_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    advance_at = models.DateTimeField(null=True, db_index=True)  # real time at which the worker shall see what can go on

    @property
    def filed_for(self) -> str:
        """Who applied. `holder` becomes the shop once it is registered; its owner keeps what was applied for in their own name."""
        return self.draft.holder or self.holder


@dataclass
class Held:
    """What has been read about a sub-case while it is locked."""

    state: State | None = None
    catalogue: Catalogue | None = None


class SubCase(models.Model):
    """办件: one item of a joint case, with its own authority, clock and decision. Columns are a projection of its events."""

    number = models.CharField(max_length=24, unique=True)
    joint = models.ForeignKey(JointCase, models.PROTECT, related_name="parts")
    part = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(max_length=80)
    item_version = models.DateField()
    release = models.CharField(max_length=64)  # pinned at acceptance
    organisation = models.CharField(max_length=40, db_index=True)
    supervisor = models.CharField(max_length=40, blank=True)
    external = models.BooleanField(default=False)
    choice = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=24)
    outcome = models.CharField(max_length=24, blank=True)
    automatic = models.BooleanField(default=False)
    wants_person = models.BooleanField(default=False)
    risk = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    notice_due = models.DateField(null=True)
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    yellow_from = models.DateField(null=True)  # first day of the yellow light: the light itself follows from the dates, on any day
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joint", "part"], name="one_sub_case_per_part")]
        indexes = [
            models.Index(fields=["organisation", "stage", "-risk", "promised_due"], name="worklist"),
            models.Index(fields=["organisation", "-risk", "promised_due", "id"], name="running", condition=models.Q(stage__in=RUNNING)),
            models.Index(fields=["stage", "decided_at"], name="by_decision"),
            models.Index(fields=["promised_due", "id"], name="lights", condition=models.Q(outcome="", promised_due__isnull=False)),
            models.Index(
                fields=["organisation", "promised_due", "id"], name="lights_of_one", condition=models.Q(outcome="", promised_due__isnull=False)
            ),
            models.Index(fields=["organisation", "-id"], name="done", condition=~models.Q(outcome="")),
            models.Index(fields=["received_at"], name="by_receipt"),
            models.Index(fields=["accepted_at"], name="by_acceptance"),
            models.Index(fields=["decided_at"], name="by_deciding"),
        ]

    held: Held | None = None  # while it is locked; see `spine.lock`

    @property
    def stream(self) -> str:
        """Name of its event stream."""
        return f"case:{self.number}"


class CaseFile(models.Model):
    """A material as handed in with a case; corrections add rounds, nothing is overwritten."""

    joint = models.ForeignKey(JointCase, models.PROTECT, related_name="files")
    material = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    name = EncryptedTextField()
    round = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()


class Review(models.Model):
    """One run of the review: the record it made, byte for byte, with all it rested on (`bancheng replay`)."""

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    record = EncryptedTextField()
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_case", "number"], name="reviews_are_numbered")]


class Intake(models.Model):
    """Which counter took a joint case in, and where the sheet lies that the applicant signed with a pen."""

    joint = models.OneToOneField(JointCase, models.PROTECT, related_name="intake")
    service = models.ForeignKey(Service, models.PROTECT)
    officer = models.CharField(max_length=80)
    organisation = models.CharField(max_length=40)
    station = models.CharField(max_length=40, blank=True)
    filed_under = EncryptedTextField()
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "station", "-at"], name="intakes_of_a_counter")]


class IssuedDocument(models.Model):
    """A numbered, sealed document: its content is frozen and signed; the PDF is drawn from the content when first asked for."""

    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=60, unique=True)
    joint = models.ForeignKey(JointCase, models.PROTECT, related_name="documents")
    sub_case = models.ForeignKey(SubCase, models.PROTECT, null=True, related_name="documents")
    organisation = models.CharField(max_length=40)
    content = EncryptedJSONField()
    digest = models.CharField(max_length=64)
    signature = models.TextField()
    issued_at = models.DateTimeField()
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True)


class Correction(models.Model):
    """The one correction notice of a filing round, and when it was answered (R-05)."""

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="corrections")
    round = models.PositiveSmallIntegerField(default=1)
    items = EncryptedJSONField()  # [{material, reason}]
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_case", "round"], name="one_notice_per_round")]


class Task(models.Model):
    """Something a person at a desk has to do: review, countersign, after-check, give an opinion; at a counter, hand out."""

    KINDS = ("review", "countersign", "after_check", "revoke", "hand_out", "consult")
    QUEUES = {"review": ("review", "consult"), "sign": ("countersign",), "check": ("after_check", "revoke"), "hand_out": ("hand_out",)}

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16)
    organisation = models.CharField(max_length=40)
    queue = models.GeneratedField(
        expression=models.Case(*(models.When(kind__in=kinds, then=models.Value(queue)) for queue, kinds in QUEUES.items())),
        output_field=models.CharField(max_length=16),
        db_persist=True,
    )  # in which list it lies
    why = EncryptedTextField()  # officers write into it, too
    risk = models.PositiveSmallIntegerField(default=0)  # of the part, as its newest review weighed it: a list begins with the heaviest
    due = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "closed_at", "due"], name="open_tasks"),
            models.Index(fields=["organisation", "queue", "-risk", "due", "id"], name="to_do", condition=models.Q(closed_at=None)),
        ]
        constraints = [
            # several departments may be asked for their opinion at once
            models.UniqueConstraint(fields=["sub_case", "kind", "organisation"], condition=models.Q(closed_at=None), name="one_open_task_of_a_kind")
        ]


class ExternalPush(models.Model):
    """A part handed to another system: pushed until acknowledged, answered once, reconciled."""

    sub_case = models.OneToOneField(SubCase, models.PROTECT, related_name="push")
    reference = models.CharField(max_length=64, unique=True)  # our idempotency key
    ticket = models.CharField(max_length=64, blank=True)  # the other system's number
    state = models.CharField(max_length=16, default="waiting")  # waiting | pushed | answered | rejected
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = EncryptedJSONField(default=dict)
    changed_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, db_index=True)


class SupervisorPush(models.Model):
    """A decision told to the department that supervises (审管互动, R-28)."""

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="pushes")
    organisation = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)  # granted | granted_by_commitment | revoked …
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_case", "kind"], name="pushed_once")]
        indexes = [
            models.Index(fields=["organisation", "-at", "-id"], name="told", condition=models.Q(seen_at=None)),
            models.Index(fields=["organisation", "seen_at", "-at", "-id"], name="told_and_seen", condition=models.Q(seen_at__isnull=False)),
        ]


class Note(models.Model):
    """What an officer wrote about a case: reasons, findings on site. Events carry only its digest."""

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=24)
    text = EncryptedTextField()
    digest = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
