"""What is already known about a signed-in person or company, so that it is not asked again.

`known` is for pages: it asks every source that may be asked, side by side and within a short budget, and gives facts,
the evidence that is held and valid today (what waives papers), and which sources are silent (their rows become inputs).
`look_up_for_case` does the same for a case that is being reviewed, asks afresh, fills in the staff's certificates, and
says where a source contradicts what the applicant stated: that is a check for a person, never a refusal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bancheng import now
from bancheng.apps.sources.base import Evidence, Holder, Outcome, Question, Unavailable
from bancheng.apps.sources.lookup import look_up_all
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.models import Entity, Person
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.models import Element, EvidenceType
from bancheng.core.facts import Fact, Facts, Value


@dataclass(frozen=True, slots=True)
class Difference:
    """A source says something else than the applicant."""

    evidence: str
    element: str
    stated: Value
    found: Value


@dataclass(frozen=True, slots=True)
class Known:
    """What sources say.

    Attributes:
        facts: element id → fact, with the source that said so.
        evidence: types held and valid today.
        unavailable: types whose source is silent, or whose answer could not be read.
        needs_consent: types that are looked up only with the person's consent, which is missing.
        differences: where a source contradicts what was stated.
    """

    facts: dict[str, Fact] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    unavailable: frozenset[str] = frozenset()
    needs_consent: frozenset[str] = frozenset()
    differences: tuple[Difference, ...] = ()


class _Case(Protocol):
    item: str


def basis_of(evidence: EvidenceType) -> str:
    """The legal basis of looking it up without asking, as text; empty when there is none."""
    if evidence.consent:
        return ""
    return "；".join(f"《{basis.law}》{basis.article}" for basis in evidence.basis)[:400]


def known(
    principal: Principal,
    catalogue: Catalogue,
    evidence_types: Iterable[str],
    purpose: str,
    *,
    by: str = "",
    fresh: bool = False,
) -> Known:
    """Facts and evidence about whom the principal acts for. Staff certificates are not among them: see `staff_rows`.

    Raises:
        BadSetting: production without a configured registry.
    """
    questions, needs_consent = [], set()
    for id in dict.fromkeys(evidence_types):
        evidence = catalogue.evidence.get(id)
        holder = _holder(principal, evidence) if evidence else None
        if evidence is None or holder is None:
            continue
        question = _question(principal, evidence, holder, purpose, by or principal.actor)
        if question is None:
            needs_consent.add(id)
        else:
            questions.append(question)
    outcomes = look_up_all(questions, fresh)
    facts, held, silent = _read(catalogue, outcomes)
    return Known(facts, frozenset(held), frozenset(silent), frozenset(needs_consent))


def look_up_for_case(sub_case: _Case, holder: str, person: str, evidence_types: Iterable[str], facts: Facts) -> Known:
    """Ask again for a case that is being reviewed; `holder` and `person` are references of subjects.

    Raises:
        NoSuchSubject: a reference names nobody.
    """
    from bancheng.apps.catalogue import queries as catalogues

    catalogue = catalogues.current()
    principal = principal_of(holder, person)
    wanted = list(dict.fromkeys(evidence_types))
    found = known(principal, catalogue, wanted, sub_case.item, by="rules", fresh=True)
    result, held, silent = dict(found.facts), set(found.evidence), set(found.unavailable)
    for id in wanted:
        evidence = catalogue.evidence.get(id)
        if evidence is None or evidence.holder != "staff":
            continue
        for key in _lists(catalogue, evidence):
            if key in facts:
                rows = staff_rows(principal, catalogue, evidence, facts[key].value, sub_case.item, by="rules", fresh=True)
                result[key] = Fact(rows.rows, f"evidence:{id}" if rows.complete else facts[key].source, now.business())
                held |= {id} if rows.valid else set()
                silent |= {id} if rows.unavailable else set()
    return Known(result, frozenset(held), frozenset(silent), found.needs_consent, differences(facts, found.facts))


def differences(stated: Facts, found: Facts) -> tuple[Difference, ...]:
    """Where a source contradicts what the applicant said."""
    return tuple(
        Difference(fact.source.removeprefix("evidence:"), key, stated[key].value, fact.value)
        for key, fact in sorted(found.items())
        if key in stated and stated[key].source == "applicant" and stated[key].value != fact.value
    )


@dataclass(frozen=True, slots=True)
class StaffRows:
    """Rows of staff with what the registry knows of their certificates.

    Attributes:
        rows: the rows, certificates filled in where the registry knows one.
        filled: positions of the rows that the registry filled.
        unavailable: positions of the rows for which it was silent: their fields are inputs.
        complete: every row was filled.
        valid: every row has a certificate that is valid today.
    """

    rows: tuple[Mapping[str, Value], ...]
    filled: tuple[int, ...]
    unavailable: tuple[int, ...]
    complete: bool
    valid: bool


def staff_rows(
    principal: Principal,
    catalogue: Catalogue,
    evidence: EvidenceType,
    rows: Collection[Mapping[str, Value]],
    purpose: str,
    *,
    by: str = "",
    fresh: bool = False,
) -> StaffRows:
    """Look up a certificate for each member of staff, by identity number.

    A certificate that names somebody else than the row does is not shown: nobody learns from here whether a stranger
    has one.
    """
    key = next(iter(_lists(catalogue, evidence)), "")
    given = [dict(row) for row in rows]
    questions: list[tuple[int, Question]] = []
    for place, row in enumerate(given):
        if isinstance(row.get("id_no"), str) and row["id_no"]:
            holder = Holder("person", row["id_no"])
            question = _question(principal, evidence, holder, purpose, by or principal.actor)
            if question is not None:
                questions.append((place, question))
    filled, silent, valid = [], [], set()
    members = {member.id: member for member in catalogue.elements[key].fields} if key else {}
    for (place, _), outcome in zip(questions, look_up_all([q for _, q in questions], fresh), strict=True):
        if isinstance(outcome, Unavailable):
            silent.append(place)
        elif isinstance(outcome, Evidence) and outcome.fields.get("姓名", given[place].get("name")) == given[place].get("name"):
            for name, target in evidence.fields.items():
                member = members.get(target.removeprefix(f"{key}."))
                value = _value(member, outcome.fields.get(name)) if member else None
                if member and value is not None:
                    given[place][member.id] = value
            filled.append(place)
            if outcome.valid(now.today()):
                valid.add(place)
    everyone = set(range(len(given)))
    return StaffRows(tuple(given), tuple(filled), tuple(silent), bool(given) and set(filled) == everyone, bool(given) and valid == everyone)


def principal_of(holder: str, person: str) -> Principal:
    """Who acts, from two references.

    Raises:
        NoSuchSubject: a reference names nobody, or the second no person.
    """
    acting, whose = subjects.subject(person), subjects.subject(holder)
    if not isinstance(acting, Person):
        raise subjects.NoSuchSubject(person)
    return Principal(acting, whose if isinstance(whose, Entity) else None)


def facts_of(catalogue: Catalogue, evidence: Evidence) -> tuple[dict[str, Fact], bool]:
    """The facts a document states, and whether all of them could be read."""
    facts: dict[str, Fact] = {}
    readable = True
    for name, key in catalogue.evidence[evidence.type].fields.items():
        element = catalogue.elements.get(key)
        raw = evidence.fields.get(name)
        if element is None or raw in (None, ""):
            continue
        value = _value(element, raw)
        if value is None:
            readable = False
        else:
            facts[key] = Fact(value, f"evidence:{evidence.type}", evidence.at)
    return facts, readable


def _read(catalogue: Catalogue, outcomes: Iterable[Outcome]) -> tuple[dict[str, Fact], set[str], set[str]]:
    facts: dict[str, Fact] = {}
    held: set[str] = set()
    silent: set[str] = set()
    valid_first = sorted(outcomes, key=lambda o: not (isinstance(o, Evidence) and o.valid(now.today())))
    for outcome in valid_first:
        if isinstance(outcome, Unavailable):
            silent.add(outcome.type)
        elif isinstance(outcome, Evidence):
            said, readable = facts_of(catalogue, outcome)
            facts = said | facts  # a document in force speaks before one that has lapsed
            if not readable:
                silent.add(outcome.type)
            elif outcome.valid(now.today()):
                held.add(outcome.type)
    return facts, held, silent


def _question(principal: Principal, evidence: EvidenceType, holder: Holder, purpose: str, by: str) -> Question | None:
    """The question, or None when it needs a consent that is not there."""
    basis = basis_of(evidence)
    consent = None if basis else subjects.consent(principal.reference, evidence.id, purpose)
    if not basis and consent is None:
        return None
    return Question(principal.reference, holder, evidence, purpose, by, basis, consent)


def _holder(principal: Principal, evidence: EvidenceType) -> Holder | None:
    """Whose document it is. None: nobody's here (a company's, and nobody acts for one), or it is staff's."""
    if evidence.holder == "staff":
        return None
    if evidence.holder == "entity" or (evidence.holder == "premises" and principal.entity):
        return Holder("entity", principal.entity.uscc) if principal.entity else None
    person: Person | None = principal.person
    if principal.entity and not principal.entity.is_led_by(principal.person):
        about_applicant = any(target.startswith("applicant.") for target in evidence.fields.values())
        if not about_applicant:  # of the company's head, not of the agent at the screen
            person = Person.objects.filter(id_index=principal.entity.representative_index or "-").first()
    return Holder("person", person.id_no) if person else None


def _lists(catalogue: Catalogue, evidence: EvidenceType) -> list[str]:
    """The list elements whose rows an evidence type fills (`staff.cert_no` → `staff`)."""
    keys = {target.rpartition(".")[0] for target in evidence.fields.values()}
    return sorted(key for key in keys if key in catalogue.elements and catalogue.elements[key].type == "list")


def _value(element: Element | None, raw: Any) -> Value:
    """A raw field as the dictionary types it; None when it cannot be read."""
    if element is None or raw is None:
        return None
    try:
        return element_values.parse(element, raw, now.today())
    except element_values.BadValue:
        return None
