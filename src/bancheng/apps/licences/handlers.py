"""What the clock does to licences: reminders before the last day, and the word that it has passed."""
from __future__ import annotations

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.licences.happened import Happened
from bancheng.apps.licences.models import Licence
from bancheng.apps.licences.notices import tell
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
    tell(licence, "licence_expiring", until=chinese_date(licence.valid_to), until_en=licence.valid_to.isoformat())


@handler("licence.expire")
def expire(timer: Timer) -> None:
    """Record that the last day has passed, and tell the holder."""
    licence = Licence.objects.get(identifier=timer.payload["identifier"])
    if licence.standing(now.business()).status is not Status.EXPIRED:
        return
    stream.append(licence.stream, [Happened("licence_expired", {"valid_to": licence.valid_to})], actor="system:clock")
    tell(licence, "licence_changed", by_telephone=False, status=Status.EXPIRED.word, status_en=Status.EXPIRED.word_en)
