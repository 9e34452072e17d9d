"""A counter takes an application in: which counter it was, who witnessed the signature, and what it may take in at all (R-27, R-32)."""

from __future__ import annotations

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.models import Intake, JointCase
from bancheng.apps.cases.signing import OnPaper
from bancheng.apps.cases.spine import Happened
from bancheng.apps.subjects.models import Service
from bancheng.apps.subjects.principal import Principal

BASIS = "《中华人民共和国行政许可法》第二十九条、第三十二条"


def take_in(joint: JointCase, service: Service, paper: OnPaper) -> Intake:
    """Note where and on whose sheet it was filed, in the transaction that files it."""
    signed = {"witness": service.officer, "service": str(service.pk), "organisation": service.organisation, "station": service.station}
    signed |= {"sheet": paper.code, "scan": paper.scan.digest if paper.scan else ""}
    stream.append(
        f"joint:{joint.number}", [Happened("signed_on_paper", signed)], actor=service.officer, on_behalf=joint.holder, basis=BASIS
    )
    return Intake.objects.create(
        joint=joint,
        service=service,
        officer=service.officer,
        organisation=service.organisation,
        station=service.station,
        filed_under=paper.filed_under.strip(),
        scan=paper.scan,
        at=now.business(),
    )


def not_taken_in(opened: Opened, principal: Principal) -> str:
    """What of the application this station does not take in, in a sentence; empty when it takes in all of it, or is no station."""
    station = opened.catalogue.stations.get(principal.service.station) if principal.service else None
    if station is None or not station.items:
        return ""
    needed = [part for part in opened.plan.parts if part.state == "needed" and part.item not in station.items]
    names = "、".join(opened.catalogue.item(part.item, part.version).name for part in needed)
    return f"{station.name}收不了这些：{names}。已经填好的都存着，请带码到县区政务服务中心接着办，或者在网上提交" if names else ""
