"""People and companies that use the services, and who may act for whom.

Names of people, identity numbers and telephone numbers are ciphertext in the database; a person is found again by a
keyed index of the number. A company's name and code stand in the public register and are kept in the clear.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from bancheng.apps import keys
from bancheng.apps.keys.fields import EncryptedTextField


class Person(models.Model):
    """A natural person whom an identity service has named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedTextField()
    id_no = EncryptedTextField()
    id_index = models.CharField(max_length=64, unique=True)
    phone = EncryptedTextField(blank=True, default="")
    assurance = models.CharField(max_length=12, default="high")  # how surely the identity service knows: low, high
    first_seen_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)

    @property
    def reference(self) -> str:
        """Its name in streams, actors and records: `person:<uuid>`."""
        return f"person:{self.id}"


class Entity(models.Model):
    """A company, sole trader or other body with a unified social credit code.

    `representative_index` is the keyed index of the legal representative's identity number, as the identity service
    last said it.
    """

    uscc = models.CharField(max_length=18, primary_key=True)
    name = models.CharField(max_length=120)
    representative_name = EncryptedTextField(blank=True, default="")
    representative_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    confirmed_at = models.DateTimeField(null=True)

    @property
    def reference(self) -> str:
        """Its name in streams, actors and records: `entity:<uscc>`."""
        return f"entity:{self.uscc}"

    def is_led_by(self, person: Person) -> bool:
        """Is this person its legal representative?"""
        return bool(self.representative_index) and self.representative_index == person.id_index


Subject = Person | Entity


class Authorisation(models.Model):
    """A company lets a person act for it: for some themes or all, until a day, revocable at any time.

    The agent is named by identity number and need not have signed in before. An authorisation on paper is recorded by
    an officer (`paper`), since an applicant without a telephone has the same right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="authorisations")
    agent_name = EncryptedTextField()
    agent_id_no = EncryptedTextField()
    agent_index = models.CharField(max_length=64, db_index=True)
    themes = models.JSONField(default=list)  # theme ids; empty: all
    valid_from = models.DateField()
    valid_to = models.DateField()
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    paper = models.CharField(max_length=80, blank=True, default="")  # reference of the signed paper
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="authorisation_has_days")]

    def holds(self, on: date) -> bool:
        """Is it in force on a day?"""
        return self.revoked_at is None and self.valid_from <= on <= self.valid_to

    def covers(self, theme: str) -> bool:
        """Does it reach to a theme?"""
        return not self.themes or theme in self.themes


class Consent(models.Model):
    """A person agrees that something is looked up or shared; taking it back is as easy as giving it (PIPL art. 15)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    subject = models.CharField(max_length=80)  # whose data: the person, or the company the person acts for
    evidence = models.CharField(max_length=40)
    purpose = models.CharField(max_length=80)
    wording = models.TextField()  # the sentence that was agreed to
    given_at = models.DateTimeField()
    valid_to = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "evidence", "purpose"], condition=Q(withdrawn_at=None), name="one_consent_in_force")]

    def holds(self, on: date) -> bool:
        """Is it in force on a day?"""
        return self.withdrawn_at is None and (self.valid_to is None or on <= self.valid_to)


class Service(models.Model):
    """A clerk serves somebody at a counter, from reading the identity card to saying goodbye (R-02, R-32).

    While it is open the clerk's browser acts for this person, and everything done there names both. A clerk serves one
    person at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="services")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True)
    authorisation = models.ForeignKey(Authorisation, models.PROTECT, null=True)
    officer = models.CharField(max_length=80)  # staff:<id>
    organisation = models.CharField(max_length=40)
    station = models.CharField(max_length=40, blank=True, default="")
    purpose = models.CharField(max_length=12)  # key of `PURPOSES` in actions/serve.py
    identity = models.CharField(max_length=12)  # registry: it confirmed name and number; card: it was silent, the clerk saw the card
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, blank=True, default="")  # done, idle, left, next

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer"], condition=Q(ended_at=None), name="one_person_at_a_time")]


def index_of(id_no: str) -> str:
    """The keyed index of an identity number, by which a person is found without storing the number."""
    return keys.blind_index(f"id:{id_no}")
