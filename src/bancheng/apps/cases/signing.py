"""How an applicant signs what is filed: at the screen with the key of their sign-in, or with a pen at the counter.

What is signed with a pen is the printed sheet. It carries a short code of everything on it, and filing asks for that code: if an
answer or a paper was changed after printing, another sheet has to be signed. The record says which way it was, and who witnessed it;
the seal on it is then the counter's, never a key of the applicant's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bancheng import documents, now
from bancheng.apps import keys
from bancheng.apps.cases.declaration import section_name, source_name
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.terms import choice_of
from bancheng.apps.files.models import StoredFile
from bancheng.apps.subjects.principal import Principal
from bancheng.core import canonical
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.values import display, label
from bancheng.core.guide.model import PlannedMaterial

#: How a paper is met, as the sheet says it.
_STATES = {"waived": "不用交，查得到", "generated": "系统生成", "commitment": "书面承诺代替", "may_follow": "后补", "hand_in": "没有交"}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A sheet signed with a pen in front of a clerk: its code, where it is filed, and its picture if it was scanned."""

    code: str
    filed_under: str
    scan: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How the applicant confirmed: when, with which assurance of identity, and that the commitment was read; at a counter on paper.

    `follows`: that the commitment to hand papers in after acceptance was read (G-02).
    """

    at: datetime
    assurance: str
    committed: bool = False
    follows: bool = False
    paper: OnPaper | None = None


def code_of(opened: Opened) -> str:
    """Eight characters for what would be filed now: every value, how each paper is met, and the files themselves."""
    elements = opened.catalogue.elements
    said = {
        "theme": opened.draft.theme,
        "region": opened.draft.region,
        "holder": opened.draft.holder,
        "values": {id: element_values.to_json(elements[id], fact.value) for id, fact in sorted(opened.facts.items())},
        "papers": {paper.id: paper.state for paper in opened.plan.materials},
        "files": {material: [row.file.digest for row in rows] for material, rows in sorted(opened.files.items())},
        "follow": opened.following,
    }
    return canonical.digest(said)[:8].upper()


def problem_of(opened: Opened, principal: Principal, confirmation: Confirmation) -> str:
    """What is wrong with the signature; empty when it is right."""
    if principal.service is None:
        return ""
    if confirmation.paper is None or not confirmation.paper.filed_under.strip():
        return "请本人在打印的申请表上签字，再填写申请表存放的档案号"
    if confirmation.paper.code != code_of(opened):
        return "打印以后内容改过，签过字的申请表已经不对了。请重新打印，请本人再签一次"
    return ""


def sign(principal: Principal, sealed: bytes, confirmation: Confirmation) -> dict[str, Any]:
    """The record of the signature under what was filed."""
    signer, paper, service = principal.person.reference, confirmation.paper, principal.service
    key = f"org:{service.organisation}" if service else signer
    record = {
        "by": signer,
        "key": keys.provider().public(key),
        "value": keys.provider().sign(key, sealed).hex(),
        "at": confirmation.at.isoformat(),
        "assurance": confirmation.assurance,
    }
    if service is not None and paper is not None:
        record |= {
            "way": "paper",
            "witness": service.officer,
            "sealed_by": key,
            "sheet": paper.code,
            "scan": paper.scan.digest if paper.scan else "",
        }
    return record


def sheet(opened: Opened, principal: Principal, witness: str) -> bytes:
    """The sheet to be signed, as PDF: the whole application on paper, each part of it once.

    Raises:
        BadDocument: the pack has no template for application forms.
    """
    sections: dict[str, list[dict[str, str]]] = {}
    for row in opened.plan.form:
        if row.state != "missing":
            element = opened.catalogue.elements[row.element]
            source = "申请人填写" if row.source == "applicant" else source_name(opened, row.source)
            shown = {"label": label(element), "value": display(element, row.value), "source": source}
            sections.setdefault(row.section, []).append(shown)
    items = [opened.catalogue.item(part.item, part.version).name for part in opened.plan.parts if part.state == "needed"]
    papers = [{"label": paper.name, "value": _met(opened, paper), "source": ""} for paper in opened.plan.materials]
    blank = {"value": "　", "source": ""}
    signing = [{"label": "核对码", "value": code_of(opened), "source": ""}, {"label": "申请人签字", **blank}, {"label": "签字日期", **blank}]
    content = {
        "issued_at": now.business(),
        "applicant": principal.holder.name,
        "title": f"{opened.catalogue.theme(opened.draft.theme, opened.plan.as_of).name}申请表",
        "item": "、".join(items),
        "procedure": choice_of(opened.facts, opened.plan.as_of),
        "sections": [
            *({"title": section_name(id), "rows": rows} for id, rows in sections.items()),
            {"title": "材料", "rows": papers},
            {"title": "签字", "rows": signing},
        ],
        "statement": "以上内容我已当面看过，真实、准确，我愿意负责。",
        "assurance": f"窗口当面签字，见证人：{witness}",
    }
    return documents.case("application-form", content)


def _met(opened: Opened, paper: PlannedMaterial) -> str:
    if files := opened.files.get(paper.id):
        return f"已交 {len(files)} 个文件"
    days = opened.following.get(paper.id)
    return f"承诺受理后 {days} 个工作日内补交，到期不补的可以终止办理" if days else _STATES[paper.state]
