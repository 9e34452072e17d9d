"""Write a message into the inbox and the outbox, in the caller's transaction."""
from __future__ import annotations

from collections.abc import Collection, Mapping

from bancheng import now
from bancheng.apps.messages.models import Delivery, Message
from bancheng.apps.messages.wording import worded
from bancheng.core import canonical

CHANNELS = ("inbox", "sms")


def send(subject: str, template: str, params: Mapping[str, object], channels: Collection[str]) -> Message:
    """See `bancheng.apps.messages.send`."""
    if unknown := set(channels) - set(CHANNELS):
        raise ValueError(f"there is no channel {', '.join(sorted(unknown))}; known: {', '.join(CHANNELS)}")
    words = worded(template, params)
    message = Message.objects.create(
        subject=subject, template=template, params_text=canonical.dumps(params).decode(), title=words.title,
        text=words.text, title_en=words.title_en, text_en=words.text_en, in_inbox="inbox" in channels, at=now.business(),
    )
    if "sms" in channels:
        Delivery.objects.create(message=message, channel="sms", text=words.sms)
    return message
