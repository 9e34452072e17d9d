"""What is said to whoever is told about a licence."""

from __future__ import annotations

from bancheng.apps import messages
from bancheng.apps.licences import queries
from bancheng.apps.licences.models import Licence


def tell(licence: Licence, template: str, *, by_telephone: bool = True, **more: object) -> None:
    """Send a message about a licence, in the caller's transaction; `more`: what else the wording names.

    Raises:
        ValueError: there is no such template, or a parameter is missing.
    """
    names = {"licence": licence.record.name, "licence_en": queries.name_en(licence.record), "identifier": licence.identifier}
    messages.send(licence.contact, template, {**names, **more}, channels=("inbox", "sms") if by_telephone else ("inbox",))
