"""A clerk begins and ends serving somebody at the counter (R-02, R-32).

Who it is comes from the identity card: the number is held against its check digit, number and name against the population
registry. A registry that is silent is no reason to send anybody away: then the clerk says that they have seen the card, and
the record says that this is all there is. One that knows another name, or nobody, is.

For a business its representative comes, or somebody with an authorisation on paper. The person finds the service, with the
purpose, on the page “谁用过我的数据”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.actions.look import look
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects.actions.authorise import Invalid, record_paper
from bancheng.apps.subjects.happened import Happened
from bancheng.apps.subjects.models import Authorisation, Entity, Person, Service, index_of
from bancheng.core.catalogue.models import EvidenceType
from bancheng.core.identifiers import check_citizen_id, check_uscc

PURPOSES = {"apply": "受理申请", "correct": "补交材料", "progress": "查询进度", "collect": "领取结果"}
BASIS = "《中华人民共和国行政许可法》第二十九条；《中华人民共和国个人信息保护法》第三十四条"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the counter, as the clerk typed or read it.

    Attributes:
        card_seen: the clerk has looked at the identity card; asked for where the registry is silent.
        uscc: the business they come for; empty for themselves.
        licence_seen: the clerk has looked at the original business licence; asked for where only the name says who leads it.
        paper, valid_to: where the authorisation on paper is filed, and its last day.
    """

    id_no: str
    name: str
    purpose: str
    card_seen: bool = False
    uscc: str = ""
    licence_seen: bool = False
    paper: str = ""
    valid_to: date | None = None


def open_service(officer: Officer, visitor: Visitor) -> Service:
    """Begin to serve somebody; a service that the clerk has left open ends.

    Raises:
        NotAllowed: the officer does not take in applications.
        Invalid: what was typed cannot be right, or the registry does not confirm it; nobody is served.
    """
    officer.must("intake")
    person = _person(visitor)
    identity, problem = _confirmed(officer, person, visitor)
    if problem:
        raise Invalid(problem)
    business = _business(officer, person, visitor) if visitor.uscc.strip() else None
    with transaction.atomic():
        person = _kept(person, identity, plain_name(visitor.name))
        entity, authorisation = _capacity(officer, person, visitor, business) if business else (None, None)
        for left in Service.objects.select_for_update().filter(officer=officer.reference, ended_at=None):
            _end(left, "next")
        service = Service.objects.create(
            person=person,
            entity=entity,
            authorisation=authorisation,
            officer=officer.reference,
            organisation=officer.organisation,
            station=officer.station,
            purpose=visitor.purpose,
            identity=identity,
            opened_at=now.business(),
        )
        _say(service, "service_opened", {"purpose": service.purpose, "identity": identity, "station": service.station})
        for subject in dict.fromkeys((person.reference, entity.reference if entity else person.reference)):
            look(officer, subject, "", f"窗口帮办：{PURPOSES[visitor.purpose]}", BASIS)
    return service


@transaction.atomic
def end_service(service_id: str, how: str = "done") -> None:
    """Say goodbye. `how`: done, idle (nobody did anything for a while), left (the browser's session ended). Twice is once."""
    service = Service.objects.select_for_update().filter(pk=service_id, ended_at=None).first()
    if service is not None:
        _end(service, how)


def _end(service: Service, how: str) -> None:
    service.ended_at, service.ended_how = now.business(), how
    service.save(update_fields=["ended_at", "ended_how"])
    _say(service, "service_ended", {"how": how})


def _say(service: Service, what: str, more: dict[str, str]) -> None:
    whose = (service.entity or service.person).reference
    payload = {"service": str(service.id), "organisation": service.organisation, **more}
    stream.append(f"subject:{service.person.reference}", [Happened(what, payload)], actor=service.officer, on_behalf=whose, basis=BASIS)


def _person(visitor: Visitor) -> Person:
    """The person with this number, perhaps not stored yet.

    Raises:
        Invalid: the number cannot be right, or something is missing.
    """
    problems: dict[str, str] = {}
    checked = check_citizen_id(visitor.id_no, now.today())
    if checked.value is None:
        problems["id_no"] = checked.problems[0].message
    if not visitor.name.strip():
        problems["name"] = "请填写姓名，和身份证上一样。"
    if visitor.purpose not in PURPOSES:
        problems["purpose"] = "请选这次来办什么。"
    if problems or checked.value is None:
        raise Invalid(problems)
    number = checked.value.number
    name = plain_name(visitor.name)
    found = Person.objects.filter(id_index=index_of(number)).first()
    return found or Person(name=name, id_no=number, id_index=index_of(number), assurance="low", first_seen_at=now.business())


def _kept(person: Person, identity: str, name: str) -> Person:
    """The person as a row, named as the registry confirmed; two clerks who meet somebody new at the same moment meet one person."""
    assurance = "high" if identity == "registry" else person.assurance
    fields = {"id": person.id, "name": name, "id_no": person.id_no, "assurance": assurance, "first_seen_at": person.first_seen_at}
    row, _new = Person.objects.get_or_create(id_index=person.id_index, defaults=fields)
    if identity == "registry" and row.name != name:
        row.name = name
        row.save(update_fields=["name"])
    return row


def _confirmed(officer: Officer, person: Person, visitor: Visitor) -> tuple[str, dict[str, str]]:
    """How it is made sure who it is: `registry` or `card`; and what keeps it from being sure."""
    typed = plain_name(visitor.name)
    said = _ask(officer, person, _knows("person", "applicant.id_no"), "person", person.id_no)
    if said is None:
        if typed != person.name:
            return "", {"name": "姓名和身份证号对不上，请照身份证原件再核对一遍。"}
        if not visitor.card_seen:
            return "", {"card_seen": "人口信息现在查不到。请核对身份证原件，人和证是同一个人，再勾选“已核对身份证原件”。"}
        return "card", {}
    if not said:
        return "", {"id_no": "人口信息里没有这个号码。请照身份证原件再核对一遍；还查不到的，请本人到户籍窗口核实。"}
    if said.get("applicant.name") != typed:
        return "", {"name": "姓名和身份证号对不上，请照身份证原件再核对一遍。"}
    return "registry", {}


def _business(officer: Officer, person: Person, visitor: Visitor) -> dict[str, str]:
    """What the business registry says about the business: `entity.uscc`, `entity.name` and, if it says so, who leads it.

    Raises:
        Invalid: the code cannot be right, or nobody knows the business.
    """
    checked = check_uscc(visitor.uscc)
    if checked.value is None:
        raise Invalid({"uscc": checked.problems[0].message})
    code = checked.value.code
    said = _ask(officer, person, _knows("entity", "entity.uscc"), "entity", code)
    known = Entity.objects.filter(pk=code).first()
    if not said and known is None:
        silent = "登记信息现在查不到，这家又没有在这里办过事。请过几分钟再试。"
        raise Invalid({"uscc": silent if said is None else "登记信息里没有这个代码，请照营业执照再核对一遍。"})
    name = (said or {}).get("entity.name") or (known.name if known else "")
    return {"entity.uscc": code, "entity.name": name, "entity.legal_rep.name": (said or {}).get("entity.legal_rep.name", "")}


def _capacity(officer: Officer, person: Person, visitor: Visitor, business: dict[str, str]) -> tuple[Entity, Authorisation | None]:
    """What lets the person act for the business: they lead it, were authorised before, or bring a paper now.

    Raises:
        Invalid: nothing does.
    """
    from bancheng.apps.subjects.queries import capacities

    code = business["entity.uscc"]
    entity, _new = Entity.objects.get_or_create(uscc=code, defaults={"name": business["entity.name"]})
    for capacity in capacities(person):
        if capacity.entity.uscc == code:
            return capacity.entity, capacity.authorisation
    if visitor.paper.strip():
        try:
            return entity, record_paper(officer, entity, person.name, person.id_no, [], visitor.valid_to, visitor.paper)
        except Invalid as wrong:
            raise Invalid({key if key in ("valid_to", "paper") else "uscc": text for key, text in wrong.problems.items()}) from None
    if entity.representative_index or business["entity.legal_rep.name"] != person.name:
        raise Invalid({"paper": "登记的负责人不是这个人。请收下授权委托书，填写存放的档案号和截止日期。"})
    if not visitor.licence_seen:
        raise Invalid({"licence_seen": "登记的负责人和来人同名。请核对营业执照原件，再勾选“已核对营业执照原件”。"})
    entity.representative_name, entity.representative_index, entity.confirmed_at = person.name, person.id_index, now.business()
    entity.save(update_fields=["representative_name", "representative_index", "confirmed_at"])
    told = Happened("representative_confirmed", {"representative": person.id_index, "how": "name and original licence"})
    stream.append(f"subject:{entity.reference}", [told], actor=officer.reference, on_behalf=entity.reference, basis=BASIS)
    return entity, None


def _knows(holder: str, element: str) -> EvidenceType | None:
    """The register that says who somebody is: it holds this element about such a holder."""
    types = catalogues.current().evidence.values()
    return next((type for type in types if type.holder == holder and type.source and element in type.fields.values()), None)


def _ask(officer: Officer, person: Person, type: EvidenceType | None, kind: str, number: str) -> dict[str, str] | None:
    """What a register says, by element; empty when it knows nobody, None when it is silent. The question is in the trail."""
    from bancheng.apps.sources.base import Evidence, Holder, NotFound, Question
    from bancheng.apps.sources.lookup import look_up

    if type is None:
        return None
    holder = Holder("person", number) if kind == "person" else Holder("entity", number)
    said = look_up(Question(person.reference, holder, type, "窗口核验身份", officer.reference, BASIS))
    if isinstance(said, Evidence):
        return {element: plain_name(str(said.fields.get(field) or "")) for field, element in type.fields.items()}
    return {} if isinstance(said, NotFound) else None


def plain_name(text: str) -> str:
    """A name as it can be compared: without spaces, and with the one dot that names in other languages are written with."""
    return re.sub(r"[•．.・‧∙]", "·", "".join(text.split()))
