"""What the applicant will sign, as documents to read beforehand: the application form, the commitment, the hygiene rules.

They are drawn from the draft as it stands, without number and seal; the sealed ones come with the case.
"""
from __future__ import annotations

from typing import Any

from bancheng import documents, now
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.terms import choice_for
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import AfterCheck, Basis, Item, Material
from bancheng.core.catalogue.values import display, label

_SECTIONS: dict[str, tuple[str, str]] = {
    "matter": ("办哪样", "What it is about"),
    "applicant": ("您的信息", "About you"),
    "entity": ("店铺和执照", "Business and licence"),
    "premises": ("经营场所", "Premises"),
    "business": ("经营情况", "What you do"),
    "staff": ("店里的人", "Staff"),
    "sign": ("招牌", "Sign"),
    "report": ("检测报告", "Test report"),
    "delivery": ("怎么拿结果", "How to receive the result"),
}


def section_name(id: str, lang: str = "zh") -> str:
    """What people call a section of the form."""
    return _SECTIONS.get(id, (id, id))[1 if lang.startswith("en") else 0]


def previews(opened: Opened) -> dict[str, tuple[Material, Item]]:
    """Papers that can be looked at before signing: material id → paper and the item it belongs to."""
    found: dict[str, tuple[Material, Item]] = {}
    shown = {paper.id for paper in opened.plan.materials if paper.state in ("generated", "commitment")}
    for part in opened.plan.parts:
        if part.state == "needed":
            item = opened.catalogue.item(part.item, part.version)
            for material in item.materials:
                if material.id in shown and material.template in documents.KINDS:
                    found.setdefault(material.id, (material, item))
    return found


def preview(opened: Opened, principal: Principal, material: Material, item: Item) -> bytes:
    """A paper as PDF, as it would be filed now.

    Raises:
        BadDocument: the pack has no such template.
    """
    content: dict[str, Any] = {"issued_at": now.business(), "number": "预览，提交以后才有编号"}
    match material.template:
        case "commitment":
            content |= commitment(opened, principal, item)
        case "hygiene-rules":
            content |= rules(opened, principal)
        case _:
            content |= application_form(opened, principal, item, material)
    return documents.case(material.template, content)


def application_form(opened: Opened, principal: Principal, item: Item, material: Material) -> dict[str, Any]:
    """Section by section what was declared for one item, with the source of what was not typed in."""
    sections: dict[str, list[dict[str, str]]] = {}
    for row in opened.plan.form:
        if row.element not in item.form or row.state == "missing":
            continue
        element = opened.catalogue.elements[row.element]
        source = "申请人填写" if row.source == "applicant" else source_name(opened, row.source)
        shown = {"label": label(element), "value": display(element, row.value), "source": source}
        sections.setdefault(row.section, []).append(shown)
    return {
        "applicant": principal.holder.name,
        "title": material.name,
        "item": item.name,
        "procedure": choice_for(item, opened.facts, opened.plan.as_of),
        "sections": [{"title": section_name(id), "rows": rows} for id, rows in sections.items()],
    }


def commitment(opened: Opened, principal: Principal, item: Item) -> dict[str, Any]:
    """Both sides of the commitment of one item."""
    body = opened.catalogue.resolve(item.authority, opened.plan.region)
    return {
        "applicant": principal.holder.name,
        "holder_code": principal.entity.uscc if principal.entity else "",
        "organisation": body.name,
        "phone": body.phone,
        "complaint_phone": body.complaint_phone,
        "item": item.name,
        "basis": [cited(basis) for basis in (*item.basis, *item.commitment_basis)],
        "conditions": list(item.conditions),
        "promises": list(item.commitment_text),
        "after_check": check_words(item.after_check),
    }


def rules(opened: Opened, principal: Principal) -> dict[str, Any]:
    """What the hygiene rules are made from."""
    facts = {id: fact.value for id, fact in opened.facts.items()}
    return {
        "applicant": principal.holder.name,
        "place": str(facts.get("premises.address", "")),
        "kinds": list(facts.get("premises.kinds", ())),
        "manager": str(facts.get("premises.hygiene_manager", "")),
        "disinfection_room": bool(facts.get("premises.disinfection_room", True)),
        "central_ac": bool(facts.get("premises.central_ac", False)),
        "secondary_water": bool(facts.get("premises.secondary_water", False)),
    }


def check_words(check: AfterCheck | None) -> str:
    """How the check after a commitment goes, in one sentence."""
    if check is None:
        return ""
    return f"{check.within.wording or f'{check.within.days} 天内'}现场核查；核查不符合的，{'，'.join(check.on_failure)}"


def cited(basis: Basis) -> str:
    """A legal basis as it is cited; the book marks end before a document number."""
    title, bracket, rest = basis.law.partition("（")
    return f"《{title}》{bracket}{rest}{basis.article}"


def source_name(opened: Opened, source: str) -> str:
    """A source in words: issuer and record."""
    evidence = opened.catalogue.evidence.get(source.removeprefix("evidence:"))
    if evidence is None:
        return source
    return f"{evidence.issuer}的{evidence.name}" if evidence.issuer else evidence.name
