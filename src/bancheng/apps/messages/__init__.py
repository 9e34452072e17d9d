"""Telling people: an inbox on the portal, and messages on their telephones.

    send(joint.person, "granted", {"item": "小餐饮登记", "result": "小餐饮登记证", "joint": "K7…"}, channels=("inbox", "sms"))

`send` writes into the outbox in the caller's transaction: what did not happen is never announced. The worker
delivers, tries again after a failure, and gives up visibly. Words are in `wording.py`; a parameter may come with an
English one beside it (`item`, `item_en`).
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bancheng.apps.messages.models import Message


def send(
    subject: str, template: str, params: Mapping[str, object], channels: Collection[str] = ("inbox",)
) -> Message:
    """Tell a subject (`person:<uuid>`, `entity:<uscc>`) something.

    Raises:
        ValueError: no such template or channel, or a parameter is missing.
    """
    from bancheng.apps.messages.actions.send import send as write

    return write(subject, template, params, channels)
