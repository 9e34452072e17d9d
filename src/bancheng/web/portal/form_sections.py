"""A draft as the one form: sections, rows known and rows asked, what is wrong, how far it is.

Everything is computed from the draft at every request; nothing about the form is stored.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bancheng.apps.cases import declaration
from bancheng.apps.cases.declaration import section_name
from bancheng.apps.cases.drafts import Opened
from bancheng.core.catalogue.models import Element
from bancheng.core.catalogue.values import BadValue, display, from_json, label, parse
from bancheng.core.facts import Fact, Value
from bancheng.core.guide.model import FormRow
from bancheng.web.portal import fields
from bancheng.web.portal.words import either, lang, listed, name

QUESTIONS = "questions"
"""Section of questions that have come up since the guide."""
_ORDER = (QUESTIONS, "matter", "applicant", "entity", "premises", "business", "staff", "sign", "report", "delivery")
_FEW = 3  # more options than these become a select where several members stand on one page


def section_label(id: str) -> str:
    """What people call a section of the form."""
    return _("还要问一句") if id == QUESTIONS else section_name(id, lang())


@dataclass
class Row:
    """One element on the page.

    Attributes:
        kind: known (words), question (a control), list (several members).
        control: for components/field.html.
        offer: what was probably meant, to take over with one click.
        silent: the source that would have known does not answer.
        found: what a source says where the applicant says something else.
        blank: nothing stands in the control; sent back like that, it says nothing about what another window has filled in meanwhile.
    """

    id: str
    kind: str
    label: str
    value: str = ""
    source: str = ""
    at: datetime | None = None
    fixed: bool = False
    control: dict[str, Any] = field(default_factory=dict)
    offer: str = ""
    silent: str = ""
    found: str = ""
    uses: str = ""
    members: list[dict[str, Any]] = field(default_factory=list)
    hint: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    missing: bool = False
    blank: bool = False


@dataclass
class Section:
    """A part of the form with its rows."""

    id: str
    label: str
    rows: list[Row]

    @property
    def wrong(self) -> list[dict[str, str]]:
        """What has to be changed, as the error summary takes it."""
        return [error for row in self.rows for error in row.errors]

    @property
    def known(self) -> list[Row]:
        return [row for row in self.rows if row.kind == "known"]

    @property
    def asked(self) -> list[Row]:
        return [row for row in self.rows if row.kind != "known"]

    @property
    def todo(self) -> int:
        """Rows that still need an answer, or a better one."""
        return sum(row.missing or bool(row.errors) for row in self.rows)

    @property
    def state(self) -> tuple[str, str]:
        """(words, kind of tag) for the list of parts."""
        if self.wrong:
            return _("%(n)s 处要改") % {"n": len(self.wrong)}, "bad"
        if not self.todo:
            return _("已填好"), "ok"
        if all(row.missing for row in self.rows):
            return _("没填"), "brand"
        return _("差 %(n)s 项") % {"n": self.todo}, "brand"


def sections(opened: Opened, tried: bool = False, more_rows: str = "") -> list[Section]:
    """The whole form. `tried`: say what is missing, too. `more_rows`: id of a list that shall have one more empty row."""
    found: dict[str, list[Row]] = {}
    on_form = {row.element for row in opened.plan.form}
    for id in opened.plan.questions:
        if id not in opened.facts and id not in on_form:
            found.setdefault(QUESTIONS, []).append(_row(opened, FormRow(id, QUESTIONS, (), "missing", None, "", True), tried, more_rows))
        elif opened.draft.replaces_id and id not in on_form and opened.facts[id].source == "applicant":  # to be changed, so it is shown
            given = FormRow(id, QUESTIONS, (), "answered", opened.facts[id].value, "applicant", True)
            found.setdefault(QUESTIONS, []).append(_row(opened, given, tried, more_rows))
    for row in opened.plan.form:
        found.setdefault(row.section, []).append(_row(opened, row, tried, more_rows))
    return [Section(id, section_label(id), found[id]) for id in in_order(found)]


def in_order(ids: Iterable[str]) -> list[str]:
    """Sections as people expect them to follow each other; unknown ones last."""
    return sorted(ids, key=lambda id: _ORDER.index(id) if id in _ORDER else len(_ORDER))


def elements_of(opened: Opened) -> dict[str, Element]:
    """Elements that may be sent: those on the form and the questions that matter. Anything else was forged or has disappeared."""
    ids = dict.fromkeys([*(row.element for row in opened.plan.form), *opened.plan.questions])
    return {id: opened.catalogue.elements[id] for id in ids}


def counts(all_sections: Iterable[Section]) -> dict[str, int]:
    """How many rows there are, and how many nobody has to type in."""
    rows = [row for section in all_sections for row in section.rows]
    return {"total": len(rows), "known": sum(row.kind == "known" for row in rows), "todo": sum(row.missing or bool(row.errors) for row in rows)}


def source_name(opened: Opened, source: str) -> str:
    """A source in words: the issuer and the record."""
    evidence = opened.catalogue.evidence.get(source.removeprefix("evidence:"))
    if evidence is None:
        return _("您自己填的")
    if lang() == "en":
        return name(evidence)
    return declaration.source_name(opened, source)


def _row(opened: Opened, row: FormRow, tried: bool, more_rows: str) -> Row:
    element = opened.catalogue.elements[row.element]
    if element.type == "list":
        return _list_row(opened, row, element, tried, more_rows)
    corrected = element.id in opened.draft.corrected
    if row.state == "known" and not corrected:
        fact = opened.facts[element.id]
        shown = Row(element.id, "known", label(element, lang()), _shown(element, fact.value), source_name(opened, fact.source), fact.at)
        shown.fixed = not (element.question or element.kind)
        return shown
    fact_value = row.value if row.state != "missing" else None
    typed = opened.draft.typed.get(element.id)
    problem = _problem(element, typed) if typed is not None else None
    shown = Row(element.id, "question", label(element, lang()))
    shown.control = fields.question(element, fact_value, typed, problem)
    shown.missing = row.required and row.state == "missing" and typed is None
    shown.blank = row.state == "missing" and typed is None
    if problem:
        shown.offer = problem.suggestion
    elif tried and shown.missing:
        shown.control["error"] = missing_words(element)
    if shown.control["error"]:
        shown.errors = [{"id": element.id, "text": shown.control["error"]}]
    silent = next((kind for kind in element.known_by if kind in opened.unavailable), "")
    shown.silent = source_name(opened, silent) if silent else ""
    if corrected and (known := _known_fact(opened, element)):
        shown.found = _shown(element, known.value)
        shown.source = source_name(opened, known.source)
    if len(row.parts) > 1:
        shown.uses = _uses(opened, row)
    return shown


def _uses(opened: Opened, row: FormRow) -> str:
    """Which parts need it, by their results."""
    results = [name(opened.catalogue.item(part.item, part.version).result) for part in opened.plan.parts if part.part in row.parts]
    return _("%(names)s 都要用，只填这一次") % {"names": listed(results)}


def missing_words(element: Element) -> str:
    """What to do about an empty field."""
    name_ = label(element, lang())
    if element.type in ("choice", "boolean"):
        return _("请选一项：%(label)s") % {"label": name_}
    if element.type == "choices":
        return _("至少选一项：%(label)s") % {"label": name_}
    return _("请填写%(label)s") % {"label": name_}


def _problem(element: Element, typed: object) -> BadValue | None:
    try:
        parse(element, typed)
    except BadValue as problem:
        return problem
    return None


def _known_fact(opened: Opened, element: Element) -> Fact | None:
    row = opened.draft.known.get("facts", {}).get(element.id)
    if row is None:
        return None
    return Fact(from_json(element, row["value"]), row["source"], datetime.fromisoformat(row["at"]))


def _shown(element: Element, value: Value) -> str:
    """A known value: numbers of people are masked even for themselves, as somebody may look over their shoulder."""
    return display(element, value, lang(), masked=element.kind == "citizen_id")


def _list_row(opened: Opened, row: FormRow, element: Element, tried: bool, more_rows: str) -> Row:
    draft = opened.draft
    typed = draft.typed.get(element.id)
    saved = typed if isinstance(typed, list) else fields.raw_of(element, _answer(opened, element))
    members = [dict(member) for member in saved if isinstance(member, dict)]
    if not members or more_rows == element.id:
        members.append({})
    shown = Row(element.id, "list", label(element, lang()), hint=either(element.help, element.help_en))
    looked_up: dict[str, Any] = draft.known.get("staff", {}).get(element.id, {})
    for number, member in enumerate(members):
        context = _member(element, number, member, tried)
        context["certificate"] = _certificate(element, member, number, looked_up if typed is None else {})
        shown.members.append(context)
        shown.errors += context["errors"]
    shown.missing = row.required and row.state == "missing" and typed is None
    return shown


def _member(element: Element, number: int, member: dict[str, Any], tried: bool) -> dict[str, Any]:
    """One row of a list: its controls under their own names, each with its own error."""
    asked, errors = [], []
    begun = any(str(value).strip() for value in member.values())
    for part in element.fields:
        if part.known_by:
            continue
        raw = str(member.get(part.id) or "")
        problem = None
        if raw.strip() and begun:
            problem = _problem(part, raw)
        context = fields.question(part, None, raw, problem)
        context["id"] = context["name"] = f"{element.id}.{number}.{part.id}"
        if context["kind"] == "radio" and len(part.options) > _FEW:
            context["kind"] = "select"  # several members on one page: short controls
        if not problem and not raw.strip() and not part.optional and (begun or tried):
            context["error"] = missing_words(part) if begun and tried or tried else ""
        if context["error"]:
            said = _("第 %(n)s 位：%(error)s") % {"n": number + 1, "error": context["error"]}
            errors.append({"id": context["id"], "text": said})
        asked.append(context)
    return {"number": number, "shown_number": number + 1, "name": member.get("name", ""), "fields": asked, "errors": errors}


def _certificate(element: Element, member: dict[str, Any], number: int, looked_up: dict[str, Any]) -> dict[str, str]:
    """What the registry said about this member, in words; empty before anybody has asked."""
    if not looked_up or number >= len(looked_up.get("certificates", [])):
        return {}
    if number in looked_up.get("silent", []):
        return {"kind": "warn", "text": _("健康证现在查不了。可以先提交，我们之后再查。")}
    values = [
        f"{label(part, lang())} {display(part, parse(part, member[part.id]), lang())}"
        for part in element.fields
        if part.known_by and member.get(part.id)
    ]
    if values:
        return {"kind": "ok", "text": _("查到了：%(what)s") % {"what": _("，").join(values)}}
    return {"kind": "warn", "text": _("没有查到健康证。已经有证的，请核对姓名和身份证号；还没办的，请先去体检。")}


def _answer(opened: Opened, element: Element) -> Value:
    raw = opened.draft.answers.get(element.id)
    return from_json(element, raw) if raw is not None else None
