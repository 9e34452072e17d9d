"""What an applicant is told about a part, beside its papers: one message, with the names every wording may want."""

from __future__ import annotations

from bancheng.apps import messages
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import item_of


def tell(sub_case: SubCase, template: str, *, by_telephone: bool = True, **more: object) -> None:
    """Send the person who applied a message about a part, in the caller's transaction; `more`: what else the wording names.

    Raises:
        ValueError: there is no such template, or a parameter is missing.
    """
    item = item_of(sub_case)
    names = {"item": item.name, "item_en": item.name_en, "result": item.result.name, "result_en": item.result.name_en}
    channels = ("inbox", "sms") if by_telephone else ("inbox",)
    messages.send(sub_case.joint.person, template, {**names, "joint": sub_case.joint.number, **more}, channels=channels)
