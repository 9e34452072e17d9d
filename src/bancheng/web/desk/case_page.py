"""What the review page shows: the application, the findings beside it, the papers, the clock, what happened.

Everything personal is masked; showing one value in full is a look of its own (`case.show`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from bancheng import now
from bancheng.apps.cases import desk_queries, queries
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.desk_history import DOCUMENTS, history, who
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import text_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.sources import queries as sources
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.models import Basis, Element
from bancheng.core.clock import Due, Light
from bancheng.core.facts import Fact
from bancheng.core.licence import Status
from bancheng.core.procedure import ProposalKind
from bancheng.core.review.model import DecisionRecord, FactUsed, Finding, Paper
from bancheng.web.desk.frame import applicant
from bancheng.web.desk.worklist import OUTCOMES, light

SECTIONS = {
    "applicant": "申请人",
    "entity": "单位",
    "premises": "场所",
    "business": "经营",
    "staff": "人员",
    "report": "检测",
    "sign": "招牌",
    "matter": "办理",
    "delivery": "领取",
}
PAPERS = {
    "handed_in": ("已交", "ok"),
    "waived": ("查得到，不用交", "ok"),
    "generated": ("系统生成", "ok"),
    "commitment": ("承诺代替", "ok"),
    "may_follow": ("可以后补", "warn"),
    "missing": ("还没交", "bad"),
}
KINDS = {ProposalKind.GRANT: "批准", ProposalKind.REFUSAL: "不予许可"}


def context(part: Part, officer: Officer, shown: str = "", file: int | None = None) -> dict[str, Any]:
    """Everything the template reads. `shown`: the one element whose value is not masked; `file`: the paper on the table."""
    kept = queries.record_of(part)
    record = kept[1] if kept else None
    names = desk_queries.names()
    case = part.sub_case
    files = desk_queries.files_of(part)
    chosen = chosen_of(files, file)
    return {
        "part": part,
        "number": case.number,
        "joint_number": case.joint.number,
        "item": part.item,
        "organisation": part.organisation.short_name or part.organisation.name,
        "applicant": applicant(case.joint),
        "stage": part.stage.zh,
        "outcome": _outcome(part),
        "light": _light(part),
        "record": record,
        "record_kind": "ok" if record and record.outcome == "approve" else "warn",
        "reviewed_at": kept[0].at if kept else None,
        "proposal": _proposal(part, names),
        "tasks": [task for task in case.tasks.filter(closed_at=None).order_by("opened_at") if record is None or task.why != record.reason],
        "sections": sections(part, record, shown),
        "findings": [finding(part.catalogue, one, record) for one in _sorted(record.findings)] if record else [],
        "not_applicable": [one for one in record.findings if one.result == "not_applicable"] if record else [],
        "rechecks": _rechecks(part),
        "papers": papers(part, record, files, chosen),
        "chosen": chosen,
        "clock": clock(part),
        "history": history(part, names),
        "documents": [
            {"pk": row.pk, "number": row.number, "kind": DOCUMENTS.get(row.kind, "文书"), "issued_at": row.issued_at}
            for row in desk_queries.documents_of(part)
        ],
        "licences": _licences(part),
        "at": now.business(),
    }


def sections(part: Part, record: DecisionRecord | None, shown: str = "") -> list[dict[str, Any]]:
    """The facts of the application by section of the form: masked, each with its source and time."""
    catalogue, item = part.catalogue, part.item
    filed = case_facts.from_json(catalogue, part.sub_case.joint.submission["facts"])
    facts: dict[str, Fact] = dict(filed)
    registry: dict[str, FactUsed] = {}
    if record:
        facts |= {used.element: Fact(used.value, used.source, used.at) for used in record.facts}
        registry = {used.element: used for used in record.registry}
    found: dict[str, list[dict[str, Any]]] = {}
    read = [used.element for used in record.facts] if record else []
    for id in dict.fromkeys((*item.form, *read)):
        if id in facts:
            element = catalogue.elements[id]
            found.setdefault(element.section, []).append(_row(catalogue, element, facts[id], registry.get(id), id == shown))
    order = [*SECTIONS, *sorted(set(found) - set(SECTIONS))]
    return [{"name": SECTIONS.get(name, "其他"), "rows": found[name]} for name in order if name in found]


def finding(catalogue: Catalogue, one: Finding, record: DecisionRecord | None) -> dict[str, Any]:
    """A review point as the page shows it: result, sentence, rule, clauses, and the facts it read."""
    used = {fact.element: fact for fact in record.facts} if record else {}
    said = {fact.element: fact for fact in record.registry} if record else {}
    facts = [_fact(catalogue, used[id]) for id in one.elements if id in used]
    facts += [_fact(catalogue, said[id]) for id in one.elements if id in said]
    return {
        "outcome": one.result if one.result in ("pass", "fail") else "unknown",
        "person": one.result == "person",
        "name": one.name,
        "sentence": one.sentence,
        "rule": one.rule,
        "basis": [basis(each) for each in one.basis],
        "facts": facts,
    }


def basis(one: Basis) -> dict[str, Any]:
    """A clause as people cite it, and whether it was verified."""
    return {"text": f"《{one.law}》{one.article}", "note": one.note, "verified": one.verified}


def clock(part: Part) -> list[dict[str, Any]]:
    """The limits that run or ran, with how each was counted."""
    dues, today, calendar = part.dues, now.today(), part.catalogue.calendar
    rows = []
    promised = procedure.light(part.state, today, calendar)
    for label, due, running in (
        ("最晚告知受理或者补正", dues.notice, _plain(dues.notice, 1)),
        ("承诺办结", dues.promised, promised),
        ("法定办结", dues.statutory, None),
        ("送达", dues.delivery, _plain(dues.delivery, 1)),
        ("公示", dues.publication, None),
        ("事后核查", dues.after_check, _plain(dues.after_check, desk_queries.SOON)),
    ):
        if due is None:
            continue
        rows.append(
            {
                "label": label,
                "date": due.date,
                "explain": due.explain(),
                "provisional": due.provisional,
                "light": light(running, desk_queries.left_until(due.date, today, calendar)),
            }
        )
    if dues.rectify:
        left = desk_queries.left_until(dues.rectify, today, calendar)
        running = desk_queries.light_of(dues.rectify, today, calendar, desk_queries.SOON)
        rows.append({"label": "整改期限", "date": dues.rectify, "explain": "责令整改时定的日子。", "provisional": False, "light": light(running, left)})
    return rows


def _plain(due: Due | None, soon: int) -> Light | None:
    """The light of a limit that nothing suspends."""
    return desk_queries.light_of(due.date, now.today(), catalogues.current().calendar, soon) if due else None


def source(catalogue: Catalogue, name: str) -> str:
    """Where a fact comes from, in words."""
    kind, _, id = name.partition(":")
    if kind == "evidence":
        return catalogue.evidence[id].name if id in catalogue.evidence else id
    return {"applicant": "申请人填写", "generated": "系统生成", "officer": "工作人员"}.get(kind, name)


def masked(element: Element, value: Any, open_: bool) -> list[str]:
    """A value as lines: a list of people has one each."""
    values = [(value_,) for value_ in value] if element.type == "list" and value else [value]
    return [element_values.display(element, one, masked=not open_) for one in values]


def official(element: Element, section: str = "") -> str:
    """What officers call the element: its official name, without the section that stands above it anyway."""
    return element.name.removeprefix(f"{section}.").replace(".", " · ")


def maskable(element: Element) -> bool:
    """Is there anything to hide?"""
    return element.sensitivity != "public" or any(field.sensitivity != "public" for field in element.fields)


def _row(catalogue: Catalogue, element: Element, fact: Fact, register: FactUsed | None, open_: bool) -> dict[str, Any]:
    return {
        "id": element.id,
        "label": official(element, SECTIONS.get(element.section, "")),
        "lines": masked(element, fact.value, open_),
        "source": source(catalogue, fact.source),
        "said": fact.source == "applicant",
        "at": fact.at,
        "hidden": maskable(element) and not open_,
        "open": open_,
        "register": masked(element, register.value, open_) if register and register.value != fact.value else None,
    }


def _fact(catalogue: Catalogue, used: FactUsed) -> dict[str, Any]:
    element = catalogue.elements[used.element]
    return {
        "label": official(element),
        "value": "；".join(masked(element, used.value, False)),
        "source": source(catalogue, used.source),
        "at": used.at,
    }


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """What needs a look first, what passed after it; what does not apply stands apart."""
    order = {"fail": 0, "unknown": 1, "person": 2, "pass": 3}
    return sorted((one for one in findings if one.result in order), key=lambda one: order[one.result])


def _outcome(part: Part) -> tuple[str, str] | None:
    """The outcome in a word, and its colour; what became of the licence since comes first."""
    if part.taken_away is not None:
        return Status(part.taken_away.status).word, "bad"
    return OUTCOMES[part.state.outcome] if part.state.outcome else None


def _light(part: Part) -> dict[str, str] | None:
    calendar = part.catalogue.calendar
    due = part.sub_case.promised_due
    return light(procedure.light(part.state, now.today(), calendar), desk_queries.left_until(due, now.today(), calendar))


def _proposal(part: Part, names: Mapping[str, str]) -> dict[str, Any] | None:
    proposal = part.state.proposal
    if proposal is None:
        return None
    reason = text_of(part.sub_case, proposal.reason_digest) if proposal.reason_digest else ""
    return {
        "kind": KINDS[proposal.kind],
        "refusal": proposal.kind is ProposalKind.REFUSAL,
        "by": who(proposal.by, names),
        "reason": reason,
        "clause": proposal.clause,
        "remedy": proposal.remedy,
        "organ": proposal.remedy_organ,
    }


def _rechecks(part: Part) -> list[str]:
    """What a source said later, or never said, in words."""
    found = []
    for row in sources.findings(part.sub_case.number):
        name = source(part.catalogue, f"evidence:{row.evidence}")
        if row.state == "silent":
            found.append(f"“{name}”一直没有答复，请用别的办法核对。")
        for difference in row.differences:
            element = part.catalogue.elements.get(difference.get("element", ""))
            if element is not None:
                found.append(f"“{name}”后来的答复和申请人填的“{element_values.label(element)}”不一样，请核对。")
    return found


def papers(part: Part, record: DecisionRecord | None, files: Mapping[str, list[Any]], chosen: Any) -> list[dict[str, Any]]:
    """The check-list of materials as the newest review saw them, each with what it must look like and its files."""
    states: dict[str, Paper] = {paper.material: paper for paper in record.papers} if record else {}
    kinds = part.catalogue.evidence
    rows = []
    for material in part.item.materials:
        paper = states.get(material.id)
        if record and paper is None and material.id not in files:
            continue  # not asked for in this situation
        word, kind = PAPERS[paper.state] if paper else PAPERS["handed_in" if files.get(material.id) else "missing"]
        rows.append(
            {
                "id": material.id,
                "name": material.name,
                "accept": material.accept,
                "word": word,
                "kind": kind,
                "found_in": kinds[paper.evidence].name if paper and paper.evidence in kinds else "",
                "problems": paper.problems if paper else (),
                "basis": [basis(each) for each in material.basis],
                "files": [
                    {
                        "pk": row.pk,
                        "name": row.name,
                        "round": row.round,
                        "added_at": row.added_at,
                        "size": row.file.size,
                        "chosen": chosen is not None and row.pk == chosen["pk"],
                    }
                    for row in files.get(material.id, [])
                ],
            }
        )
    return rows


def chosen_of(files: Mapping[str, list[Any]], pk: int | None) -> dict[str, Any] | None:
    """The file on the table: the one asked for, else the first."""
    rows = [row for several in files.values() for row in several]
    row = next((row for row in rows if row.pk == pk), rows[0] if rows else None)
    return {"pk": row.pk, "name": row.name, "image": row.file.kind in ("jpg", "png"), "kind": row.file.kind} if row else None


def _licences(part: Part) -> list[dict[str, Any]]:
    found = []
    for row in part.licences:
        status = row.standing(now.business()).status
        kind = {Status.VALID: "ok", Status.NOT_YET: "warn"}.get(status, "bad")
        found.append({"identifier": row.identifier, "number": row.number, "word": status.word, "kind": kind, "valid_to": row.valid_to})
    return found


def url(part: Part) -> str:
    """Where the page is."""
    return reverse("desk-case", args=[part.sub_case.number])
