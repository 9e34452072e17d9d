"""Do the rows of the licences still say what their events say? Asked by `bancheng verify-audit`."""
from __future__ import annotations

from collections.abc import Iterator

from bancheng.apps import keys
from bancheng.apps.audit import stream
from bancheng.apps.licences.models import Licence
from bancheng.core import canonical


def differences() -> Iterator[str]:
    """One line for each licence whose text, signature, digest or endings differ from what was recorded."""
    for licence in Licence.objects.order_by("pk").prefetch_related("changes").iterator(chunk_size=200):
        try:
            text = licence.text.encode()
        except keys.Unreadable:
            yield f"licence {licence.identifier}: its text cannot be read"
            continue
        if canonical.digest_bytes(text) != licence.digest:
            yield f"licence {licence.identifier}: its text was changed"
        if not keys.provider().verify(licence.public_key, text, bytes.fromhex(licence.signature)):
            yield f"licence {licence.identifier}: its signature does not fit"
        events = stream.read(licence.stream)
        issued = [event for event in events if event.type == "licence_issued"]
        if [event.payload["digest"] for event in issued] != [licence.digest]:
            yield f"licence {licence.identifier}: its events tell of another licence"
        ended = {event.type for event in events} - {"licence_issued", "licence_expired"}
        have = {f"licence_{change.status}" for change in licence.changes.all()}
        for missing in sorted(ended - have):
            yield f"licence {licence.identifier}: its row lacks what happened ({missing})"
        for extra in sorted(have - ended):
            yield f"licence {licence.identifier}: its row tells what never happened ({extra})"
