"""What is remembered of a licence: one row for each version, and what ended it.

What a licence says can be personal: its canonical text is encrypted, the holder is found by a keyed index. The
identifier, the digest and the signature are public by nature: they are printed on it.
"""
from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from bancheng.apps.keys.fields import EncryptedTextField
from bancheng.core import canonical
from bancheng.core import licence as core
from bancheng.core.licence.record import from_json


class Serial(models.Model):
    """The last number given out in a series; taking one locks the row until the transaction ends."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveIntegerField(default=0)


class Licence(models.Model):
    """One version of one licence. Nothing here is ever changed."""

    identifier = models.CharField(max_length=120, unique=True)
    evidence = models.CharField(max_length=40, blank=True)  # its type in the pack; empty for filing receipts without one
    number = models.CharField(max_length=80, db_index=True)
    version = models.PositiveSmallIntegerField()
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    sub_case = models.CharField(max_length=40)  # number of the case that led to it
    purpose = models.CharField(max_length=12)  # new, amend, renew, replace, receipt
    organisation = models.CharField(max_length=40, db_index=True)
    holder_index = models.CharField(max_length=64, db_index=True)
    owner = models.CharField(max_length=80, db_index=True)  # in whose wallet it lies: entity:<uscc> or person:<uuid>
    filed_for = models.CharField(max_length=80, db_index=True)  # who applied; a sole trader did so before it was registered
    contact = models.CharField(max_length=80)  # who is told about it
    text = EncryptedTextField()  # canonical JSON, exactly as signed
    personal = models.JSONField(default=list)  # names of printed fields that strangers see masked
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=130)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_case", "purpose"], name="one_licence_per_case_and_purpose"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="licence_has_days"),
        ]
        indexes = [models.Index(fields=["evidence", "holder_index"], name="licence_by_holder")]

    def __str__(self) -> str:
        return self.identifier

    @property
    def stream(self) -> str:
        """Name of its event stream."""
        return f"licence:{self.identifier}"

    @cached_property
    def record(self) -> core.Licence:
        """What it says."""
        return from_json(canonical.loads(self.text))

    @property
    def signed(self) -> core.Signed:
        """With its signature, ready to be written as a file."""
        return core.Signed(self.record, core.Signature("SM2-SM3", self.public_key, self.signature))

    @property
    def short(self) -> str:
        """The short signature in its QR code."""
        return core.short(self.signature)

    @property
    def filing(self) -> bool:
        """Is it only a receipt for a filing?"""
        return self.purpose == "receipt"

    def standing(self, at: datetime) -> core.Standing:
        """What it is worth at a moment."""
        changes = [change.value for change in self.changes.all()]
        return core.status_at(self.issued_at, self.valid_from, self.valid_to, changes, at)


class LicenceChange(models.Model):
    """Something that ended a licence."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="changes")
    status = models.CharField(max_length=12)  # core.licence.Status
    at = models.DateTimeField()
    basis = models.CharField(max_length=200, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    actor = models.CharField(max_length=80)
    successor = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["licence", "status"], name="ended_once_in_a_way")]
        ordering = ["at", "pk"]

    @property
    def value(self) -> core.Change:
        """As the core reads it."""
        return core.Change(core.Status(self.status), self.at, self.basis, self.successor)


class Ban(models.Model):
    """Somebody who deceived may not apply for a permit again until a day, that day included (R-26). Nothing here is ever changed."""

    subject = models.CharField(max_length=80)  # entity:<uscc> or person:<uuid>
    permit = models.CharField(max_length=80)  # see `bans.permit_of`
    deceit = models.CharField(max_length=20)  # core.procedure.Deceit
    until = models.DateField()
    sub_case = models.CharField(max_length=40, db_index=True)  # number of the case that established it
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "sub_case", "deceit"], name="banned_once_by_a_case")]
        indexes = [models.Index(fields=["subject", "permit", "until"], name="bans_of_one")]
