"""A clerk looks at an original and gives it back: a slip that says so stands in the file where a copy would (R-04)."""

from __future__ import annotations

from bancheng import documents, now
from bancheng.apps import files
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.models import DraftFile
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects.principal import Principal
from bancheng.core import canonical
from bancheng.core.guide.model import PlannedMaterial


def see_original(officer: Officer, opened: Opened, principal: Principal, paper: PlannedMaterial) -> DraftFile:
    """Put the slip beside the draft; the clerk vouches for it by name.

    Raises:
        NotAllowed: the officer does not take in applications.
        BadDocument: the pack has no template for the slip.
    """
    officer.must("intake")
    at = now.business()
    body = catalogues.current().organisations[officer.organisation]
    content = {
        "applicant": principal.holder.name,
        "material": paper.name,
        "accept": paper.accept,
        "clerk": officer.name,
        "seen_at": f"{at.astimezone(now.ZONE):%Y-%m-%d %H:%M}",
        "organisation": body.name,
        "organisation_id": body.id,
        "phone": body.phone,
        "complaint_phone": body.complaint_phone,
        "issued_at": at.isoformat(timespec="minutes"),
    }
    slip = files.keep(documents.case("original-seen", content, digest=canonical.digest(content)), "pdf")
    return DraftFile.objects.create(draft=opened.draft, material=paper.id, file=slip, name=f"已核原件：{paper.name}", added_at=at)
