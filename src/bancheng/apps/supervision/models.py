"""What supervision remembers: rungs that were climbed, reasons for overrun promises, what overseers said, and what finished cases took."""
from __future__ import annotations

from django.db import models

from bancheng.apps.cases.models import JointCase, Note, SubCase


class Alert(models.Model):
    """A rung of the ladder, as it is told to one audience. Written by the timer of the rung, in one transaction with its event.

    Attributes:
        rung: `yellow`, `red`, `over_statutory`: a light; or `silent`: a department whose own decision is needed does not answer.
        audience: `handler` (who handles the case), `overseer` (效能监督), `head` (head of the organisation).
        organisation: whose handlers or head; for overseers whose case it is, or who is silent.
        due: the last day that is near or has passed. Another last day (after an extension) is another rung.
    """

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="alerts")
    rung = models.CharField(max_length=16)
    audience = models.CharField(max_length=12)
    organisation = models.CharField(max_length=40)
    due = models.DateField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_case", "rung", "due", "audience", "organisation"], name="each_rung_once")]
        indexes = [
            models.Index(fields=["organisation", "audience", "-id"], name="alerts_unseen", condition=models.Q(seen_at=None)),
        ]


class Overrun(models.Model):
    """A promised limit that was not kept: the handlers owe a reason, which is published (R-33).

    The reason is a note, encrypted like all that officers write; only what `actions.explain` let through is shown to everybody.
    """

    sub_case = models.OneToOneField(SubCase, models.PROTECT, related_name="overrun")
    organisation = models.CharField(max_length=40)
    promised = models.DateField()
    asked_at = models.DateTimeField()
    reason = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="reasons_owed", condition=models.Q(reason=None)),
            models.Index(fields=["asked_at"], name="overruns_by_day"),
            models.Index(fields=["-id"], name="reasons_published", condition=models.Q(reason__isnull=False)),
        ]


class Urge(models.Model):
    """An overseer or head presses for a case: 催办 is to be taken note of, 督办 is to be answered by a day."""

    KINDS = ("urge", "follow_up")

    sub_case = models.ForeignKey(SubCase, models.PROTECT, related_name="urges")
    organisation = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    said = models.ForeignKey(Note, models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    until = models.DateField(null=True)
    answer = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="urges_open", condition=models.Q(done_at=None)),
            models.Index(fields=["by", "-id"], name="urges_by"),
        ]


class Effort(models.Model):
    """What people had to put in, in this product and handled one by one (`core.savings`)."""

    trips = models.PositiveIntegerField(default=0)
    materials = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    alone_trips = models.PositiveIntegerField(default=0)
    alone_materials = models.PositiveIntegerField(default=0)
    alone_days = models.PositiveIntegerField(default=0)
    alone_steps = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Saving(Effort):
    """A finished joint case, measured once from its events; `why` says why it is not compared (all figures are nought then)."""

    UNDECIDED, NO_BASE_LINE = "undecided", "no_base_line"

    joint = models.OneToOneField(JointCase, models.PROTECT, related_name="saving")
    theme = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    why = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["theme", "-id"], name="savings_of_a_theme", condition=models.Q(why=""))]


class Tally(Effort):
    """The savings of a theme, a region and a month added up, so that nobody has to count all cases to show a figure."""

    theme = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    month = models.DateField()
    cases = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "region", "month"], name="one_tally")]
