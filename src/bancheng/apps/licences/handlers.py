"""What the clock does to licences: reminders before the last day, and the word that it has passed."""
from __future__ import annotations

from bancheng import now
from bancheng.apps import messages
from bancheng.apps.audit import stream
from bancheng.apps.licences.happened import Happened
from bancheng.apps.licences.models import Licence
from bancheng.apps.timers import handler
from bancheng.apps.timers.models import Timer
from bancheng.core.licence import Status
from bancheng.documents.typesetting import chinese_date


@handler("licence.remind")
def remind(timer: Timer) -> None:
    """Tell the holder that the licence will expire, if it is still valid."""
    licence = Licence.objects.get(identifier=timer.payload["identifier"])
    if licence.valid_to is None or licence.standing(now.business()).status is not Status.VALID:
        return
    params = {
        "licence": licence.record.name,
        "until": chinese_date(licence.valid_to),
        "until_en": licence.valid_to.isoformat(),
        "identifier": licence.identifier,
    }
    messages.send(licence.contact, "licence_expiring", params, channels=("inbox", "sms"))


@handler("licence.expire")
def expire(timer: Timer) -> None:
    """Record that the last day has passed, and tell the holder."""
    licence = Licence.objects.get(identifier=timer.payload["identifier"])
    if licence.standing(now.business()).status is not Status.EXPIRED:
        return
    stream.append(licence.stream, [Happened("licence_expired", {"valid_to": licence.valid_to})], actor="system:clock")
    params = {
        "licence": licence.record.name,
        "status": Status.EXPIRED.word,
        "status_en": Status.EXPIRED.word_en,
        "identifier": licence.identifier,
    }
    messages.send(licence.contact, "licence_changed", params, channels=("inbox",))
