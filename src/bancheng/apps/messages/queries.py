"""Whose inbox holds what, and what is stuck in the outbox."""
from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from bancheng.apps.messages.models import Delivery, Message


def inbox(subjects: Collection[str]) -> QuerySet[Message]:
    """Messages of these subjects (a person, and the company acted for), newest first."""
    return Message.objects.filter(subject__in=list(subjects), in_inbox=True).order_by("-id")


def unread(subjects: Collection[str]) -> int:
    """How many have not been read."""
    return inbox(subjects).filter(read_at=None).count()


def troubled() -> QuerySet[Delivery]:
    """Deliveries that were given up."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("message").order_by("-id")


def telephone(subject: str) -> str:
    """The mobile number of a person; empty when there is none (a company is reached through its inbox)."""
    from bancheng.apps.subjects.models import Person

    kind, _, name = subject.partition(":")
    if kind != "person":
        return ""
    try:
        person = Person.objects.filter(pk=uuid.UUID(name)).first()
    except ValueError:
        return ""
    return person.phone if person else ""
