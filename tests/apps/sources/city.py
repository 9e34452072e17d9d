"""A little city for the sources: four kinds of evidence and the elements they fill."""

from __future__ import annotations

from datetime import date

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import models as m

LAW = (m.Basis(law="食品安全法", article="第四十五条"),)


def city(keeps_days: int = 1) -> Catalogue:
    """The catalogue."""
    brand = m.Brand(name="试", name_en="Test")
    year = m.CalendarYear(year=2026, off=(date(2026, 1, 1),), work=(), source="国办发明电")

    def text(id: str, name: str, **more: object) -> m.Element:
        return m.Element(id=id, name=name, type="string", **more)

    staff = m.Element(
        id="staff",
        name="从业人员",
        type="list",
        fields=(
            text("name", "姓名"),
            text("id_no", "身份证号", kind="citizen_id"),
            m.Element(id="cert_valid_until", name="健康证有效期至", type="date", optional=True),
        ),
    )

    def evidence(id: str, name: str, holder: str, source: str, fields: dict[str, str], **more: object) -> m.EvidenceType:
        given = {"basis": LAW, "keeps_days": keeps_days, **more}
        return m.EvidenceType(id=id, name=name, kind="licence", holder=holder, source=source, fields=fields, **given)

    return Catalogue.build(
        (
            m.PackInfo(id="test", name="试", region="test", brand=brand),
            m.Region(id="test", name="市", level="city"),
            year,
            text("applicant.name", "申请人.姓名"),
            text("applicant.address", "申请人.住址"),
            text("entity.name", "经营主体.名称"),
            text("entity.address", "经营主体.住所"),
            text("permit.no", "许可.编号"),
            m.Element(id="permit.valid_until", name="许可.有效期至", type="date"),
            m.Element(id="permit.area_m2", name="许可.面积", type="number"),
            m.Element(id="credit.serious", name="信用.失信", type="boolean"),
            staff,
            evidence("L01", "居民身份证", "person", "population", {"姓名": "applicant.name", "住址": "applicant.address"}),
            evidence("L03", "营业执照", "entity", "business", {"名称": "entity.name", "住所": "entity.address"}),
            evidence("L09", "健康证明", "staff", "health", {"有效期至": "staff.cert_valid_until"}),
            evidence(
                "L11",
                "卫生许可证",
                "entity",
                "",
                {"编号": "permit.no", "有效期至": "permit.valid_until", "面积": "permit.area_m2"},
            ),
            evidence("L22", "社保记录", "person", "insurance", {"失信": "credit.serious"}, basis=(), consent=True),
        )
    )
