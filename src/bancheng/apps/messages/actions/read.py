"""Mark messages as read."""
from __future__ import annotations

from collections.abc import Collection

from bancheng import now
from bancheng.apps.messages.models import Message


def mark_read(subjects: Collection[str], message_id: int | None = None) -> int:
    """Mark one message, or all, of the inbox of these subjects as read; gives how many were not before."""
    unread = Message.objects.filter(subject__in=list(subjects), in_inbox=True, read_at=None)
    if message_id is not None:
        unread = unread.filter(pk=message_id)
    return unread.update(read_at=now.business())
