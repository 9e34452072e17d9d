"""What was asked of other offices, why, and what they said.

`Query` is one row for each look-up, and cannot exist without a legal basis or a consent: the database refuses it
(handbook I16). `Answer` keeps what was said, encrypted, for as long as the evidence type allows it to be used again.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from bancheng.apps.keys.fields import EncryptedJSONField, EncryptedTextField
from bancheng.apps.subjects.models import Consent


class Query(models.Model):
    """One look-up of somebody's data. The person concerned sees every row."""

    class Outcome(models.TextChoices):
        FOUND = "found"
        NOT_FOUND = "not_found"
        UNAVAILABLE = "unavailable"
        REUSED = "reused"  # an answer of a few days ago was used for another purpose

    subject = models.CharField(max_length=80, db_index=True)  # in whose matter: person:… or entity:…
    holder_index = models.CharField(max_length=64, db_index=True)  # whose data: keyed index of the number asked for
    evidence = models.CharField(max_length=40)
    evidence_name = models.CharField(max_length=80)
    source = models.CharField(max_length=60)
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=400, blank=True, default="")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True)
    by = models.CharField(max_length=80)  # person:…, staff:… or system:…
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.CharField(max_length=40, blank=True, default="")  # of unavailability: slow, down, garbled, resting

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis="") | Q(consent__isnull=False), name="no_query_without_basis"),
            models.CheckConstraint(condition=~Q(purpose=""), name="no_query_without_purpose"),
        ]
        indexes = [models.Index(fields=["subject", "-at"], name="query_by_subject")]


class Answer(models.Model):
    """The last answer to one question. Kept until `keep_until`, then asked again."""

    evidence = models.CharField(max_length=40)
    holder_index = models.CharField(max_length=64)
    fields = EncryptedJSONField(null=True)  # None: the source knows nothing
    reference = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()  # when the source said so
    until = models.DateField(null=True)  # last day on which the document is valid
    keep_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "holder_index"], name="one_answer_for_a_question")]


class ForeignLicence(models.Model):
    """A licence of another issuer that has no registry to ask, imported from a file."""

    evidence = models.CharField(max_length=40)
    holder_index = models.CharField(max_length=64)
    holder = EncryptedTextField()
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    valid_to = models.DateField(null=True)
    status = models.CharField(max_length=12, default="有效")
    fields = EncryptedJSONField(default=dict)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="foreign_licence_once")]
        indexes = [models.Index(fields=["evidence", "holder_index"], name="foreign_by_holder")]


class Recheck(models.Model):
    """A source that was silent at filing, to be asked again before the decision.

    What the applicant stated is kept beside it; a difference is a finding for a person, never a refusal.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DIFFERENT = "different"
        SILENT = "silent"  # asked often enough: a person must look

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.CharField(max_length=80, db_index=True)  # what it is for: the number of a sub-case
    subject = models.CharField(max_length=80)
    holder = EncryptedTextField()  # person:<id number> or entity:<uscc>
    evidence = models.CharField(max_length=40)
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=400, blank=True, default="")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True)
    stated = EncryptedJSONField(default=dict)  # element id → what the applicant said
    differences = EncryptedJSONField(default=list)  # [{element, stated, found}]
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "evidence", "subject"], name="one_recheck_for_a_question")]
