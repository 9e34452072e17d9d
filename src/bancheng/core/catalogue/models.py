"""The pack's vocabulary: what a city writes down about its services.

One declaration, read by everything else: the guide, the form, the materials, the review, the clock, the licence. Keys are the English words of the
handbook's §6, content is Chinese with English beside it. The models are frozen; a published release is made of them and never changes.

Conditions (`when`, `rule`, `value`) are FEEL texts (`core.rules`), written with the Chinese names of elements.
"""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Feel = Annotated[str, Field(min_length=1, description="A FEEL expression over element names")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]


class Definition(BaseModel):
    """Base of everything in a pack: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(Definition):
    """A legal basis: the law, the article, and whether somebody has checked it against the official text."""

    law: str
    article: str = ""
    url: str = ""
    verified: bool = False
    note: str = ""


class Text(Definition):
    """The same sentence in Chinese (required) and English."""

    zh: str
    en: str = ""


class Parameter(Definition):
    """A value that the law leaves to the place, with its source. Shown as 待核实 until verified."""

    id: Id
    name: str
    value: bool | int | str
    source: str
    verified: bool = False


class Brand(Definition):
    """What a city overrides of the look."""

    name: str
    name_en: str
    slogan: str = ""
    slogan_en: str = ""
    colours: dict[str, str] = {}
    hotline: str = "12345"


class PackInfo(Definition):
    """`pack.yaml`: the city and its parameters."""

    id: Id
    name: str
    region: str
    languages: tuple[str, ...] = ("zh-hans", "en")
    brand: Brand
    parameters: tuple[Parameter, ...] = ()
    vague_words: tuple[str, ...] = ()


class Region(Definition):
    """A place. `code` is GB/T 2260 six digits where there is one; functional zones have only an `id` and `within`."""

    id: Id
    name: str
    name_en: str = ""
    code: str = ""
    within: str = ""
    level: Literal["city", "county", "zone", "town", "village"]
    former_codes: tuple[str, ...] = ()


class Organisation(Definition):
    """A body that decides, supervises, takes in or holds data. One code per body.

    `roles` are the words items use (`county-approval`); a role and a region resolve to one organisation.
    `review_organ` is where its decisions can be challenged (行政复议法).
    """

    id: Id
    name: str
    name_en: str = ""
    short_name: str = ""
    uscc: str = ""
    region: str
    roles: tuple[str, ...] = ()
    phone: str = ""
    complaint_phone: str = ""
    address: str = ""
    review_organ: str = ""
    court: str = ""
    verified: bool = False


class Station(Definition):
    """A counter where people can go: hall, centre, bank branch. Intake and help only, never a decision (R-27)."""

    id: Id
    name: str
    name_en: str = ""
    region: str
    organisation: str
    address: str
    address_en: str = ""
    phone: str
    lat: Decimal
    lon: Decimal
    hours: tuple[OpeningHours, ...]
    items: tuple[str, ...] = ()  # item ids taken in here; empty: all of the organisation's
    facilities: tuple[str, ...] = ()
    verified: bool = False


class OpeningHours(Definition):
    """Opening hours on some weekdays (1 Monday … 7 Sunday); on public holidays closed."""

    weekdays: tuple[int, ...]
    opens: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    closes: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]


class CalendarYear(Definition):
    """One year of the State Council's notice: days off and make-up working days."""

    year: int
    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str
    url: str = ""


class Option(Definition):
    """One answer. `value` is what rules compare with; `label` (default the value) is what people read."""

    value: str
    label: str = ""
    label_en: str = ""
    hint: str = ""
    hint_en: str = ""


ElementType = Literal["boolean", "number", "integer", "string", "text", "date", "choice", "choices", "list"]


class Element(Definition):
    """要素: one fact with one id and one name. A situation question is an element too.

    Attributes:
        id: dotted English, used by code, database, API (`premises.area_m2`).
        name: dotted Chinese, used by rules (`场所.营业面积`).
        label: what the form says (default: last part of the name).
        kind: a special check: citizen_id, uscc, phone, person_name, address, licence_no.
        known_by: evidence type ids whose look-up fills it, best first; then it is shown, not asked. A member of a list row that has one is
            filled by the look-up only and never typed in (a health certificate's date).
        sensitivity: public, personal (masked in lists), sensitive (encrypted, PIPL art. 28).
        section: which part of the form it stands in (applicant, entity, premises, business, staff, sign, report, matter, delivery).
        fields: for type list: the members of each row.
        scale: decimals allowed for number.
    """

    id: Id
    name: str
    name_en: str = ""
    label: str = ""
    label_en: str = ""
    type: ElementType
    unit: str = ""
    unit_en: str = ""
    kind: str = ""
    question: str = ""
    question_en: str = ""
    help: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    scale: int = 2
    max_length: int = 200
    optional: bool = False
    sensitivity: Literal["public", "personal", "sensitive"] = "public"
    known_by: tuple[str, ...] = ()
    section: str = "business"
    fields: tuple[Element, ...] = ()


class EvidenceType(Definition):
    """A licence type or a registry record: what it says, who issues and holds it, which elements it fills, which materials it proves.

    Attributes:
        fields: field of the document or answer → element id.
        holder: whose: the person, the company, the premises, or each staff member.
        source: id of the source that answers (`business-registry`); empty for our own licences only.
        licence_code: 21 characters of GB/T 36904 (for types we issue).
        basis: legal basis of looking it up without asking (D-01); `consent` when only with consent.
    """

    id: Id
    name: str
    name_en: str = ""
    kind: Literal["licence", "record"]
    issuer: str = ""
    holder: Literal["person", "entity", "premises", "staff"] = "entity"
    shareable: bool = True
    source: str = ""
    fields: dict[str, str] = {}
    licence_code: str = ""
    basis: tuple[Basis, ...] = ()
    consent: bool = False
    keeps_days: int = 1  # a looked-up answer may be reused this many days


class Limit(Definition):
    """A time limit: how much, of what, counted from which event."""

    days: int = Field(ge=0)
    unit: Literal["working_day", "natural_day", "month", "year"] = "working_day"
    starts_from: Literal["acceptance", "receipt", "event"] = "acceptance"
    wording: str = ""
    when: Feel | None = None
    basis: tuple[Basis, ...] = ()
    verified: bool = False


class Limits(Definition):
    """Statutory limit and promised limits (the first whose `when` holds)."""

    statutory: Limit
    promised: tuple[Limit, ...]
    extension_days: int = 10


class Material(Definition):
    """材料. `waived_by` names evidence that makes it unnecessary, whether held already or the result of an earlier part of the same theme.

    Attributes:
        source: applicant (hand in), government (an office issued it), generated (from the form), commitment (replaced by a statement).
        proves: elements this material supports; what the person types in is then checked against it by a person if no data source can.
        deferrable_when: the paper may follow after acceptance (容缺 or commitment).
        accepts: file kinds (pdf, jpg, png).
    """

    id: Id
    name: str
    name_en: str = ""
    plain: str = ""
    plain_en: str = ""
    source: Literal["applicant", "government", "generated", "commitment"]
    when: Feel | None = None
    waived_by: tuple[str, ...] = ()
    deferrable_when: Feel | None = None
    template: str = ""
    accept: str = ""
    accept_en: str = ""
    accepts: tuple[str, ...] = ("pdf", "jpg", "png")
    copies: int = 1
    basis: tuple[Basis, ...]


class ReviewPoint(Definition):
    """审查要点: one thing to be found true, by rule or by a person.

    Attributes:
        rule: FEEL, must be true to pass; empty when `by` is person.
        otherwise: what a failed rule leads to: `person` (a substantive condition), `ordinary_procedure` (commitment does not apply: falls
            back, a person decides), `correction` (only for papers that are incomplete or ill-formed, R-04b).
        warn: shown before filing when the rule already fails; never blocks.
        criterion: for a person: what exactly is looked at.
        passed, failed: plain sentences for the applicant; default from the rule's explanation.
    """

    id: Id
    name: str
    name_en: str = ""
    when: Feel | None = None
    by: Literal["rule", "person"] = "rule"
    rule: Feel | None = None
    criterion: str = ""
    inspectors: int = 0
    otherwise: Literal["person", "ordinary_procedure", "correction"] = "person"
    warn: str = ""
    warn_en: str = ""
    passed: str = ""
    failed: str = ""
    failed_en: str = ""
    basis: tuple[Basis, ...]
    verified: bool = False


class Caution(Definition):
    """Said before filing when `when` holds; never a block."""

    id: Id
    when: Feel
    text: str
    text_en: str = ""
    basis: tuple[Basis, ...] = ()


class AfterCheck(Definition):
    """承诺后核查: who looks, until when, what follows."""

    when: Feel
    within: Limit
    by: str = "supervisor"
    on_failure: tuple[str, ...] = ("责令限期整改", "撤销")
    basis: tuple[Basis, ...] = ()


class Validity(Definition):
    """How long a result is valid; all None means no fixed expiry. `until_element` names the element that carries an end date over (amendment)."""

    years: int | None = None
    until_element: str | None = None


class Result(Definition):
    """结果. `effect` says what happens to licences: a new one, a new version, a renewed term, a replacement copy, a cancellation, or only a receipt."""

    kind: Literal["licence", "approval", "filing_receipt", "none"]
    name: str
    name_en: str = ""
    licence_type: str = ""
    effect: Literal["new", "amend", "renew", "replace", "cancel", "receipt"] = "new"
    valid: Validity = Validity()
    fields: dict[str, str] = {}  # printed field → element name in FEEL scope, in printing order
    note_when: tuple[tuple[str, str], ...] = ()  # (FEEL, sentence printed on the licence)
    sample: str = ""


class Faq(Definition):
    """A question people ask, and the answer."""

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""


class Fee(Definition):
    """收费. Permits are free unless a law says otherwise (R-22)."""

    charged: bool = False
    amount: Decimal = Decimal(0)  # yuan for one case; 0 with charged: by the standard below
    name: str = ""
    standard: str = ""
    online_payment: bool = False
    basis: tuple[Basis, ...] = ()


class External(Definition):
    """A part decided in another system: pushed, answered, reconciled. `sends`: field of the other system → element id, beside those of the evidence."""

    system: str
    result_evidence: str  # evidence type that its answer delivers, e.g. L03
    sends: dict[str, str] = {}


class Item(Definition):
    """事项, one dated version (办理项). GB/T 39554: see `docs/pack.md` for the standard's element names."""

    id: Id
    name: str
    name_en: str = ""
    plain: str
    plain_en: str = ""
    type: Literal["permit", "confirmation", "filing", "registration", "public_service"]
    matter: Literal["new", "amendment", "renewal", "replacement", "cancellation", "filing", "disclosure"] = "new"
    effective_from: date
    effective_to: date | None = None
    authority: str
    supervisor: str = ""
    audience: tuple[Literal["natural_person", "legal_entity"], ...] = ("legal_entity",)
    topics: tuple[str, ...] = ()
    basis: tuple[Basis, ...]
    limits: Limits
    external: External | None = None
    commitment_when: Feel | None = None
    commitment_basis: tuple[Basis, ...] = ()
    commitment_text: tuple[str, ...] = ()
    form: tuple[str, ...] = ()  # element ids the application form needs
    materials: tuple[Material, ...] = ()
    review_points: tuple[ReviewPoint, ...] = ()
    after_check: AfterCheck | None = None
    result: Result
    fee: Fee = Fee()
    # how it can be handled
    handle_by: tuple[Literal["online", "window", "post"], ...] = ("online", "window", "post")
    online_depth: Literal["I", "II", "III", "IV"] = "IV"
    visits: int = 0
    visits_reason: str = ""
    case_kind: Literal["instant", "promised"] = "promised"
    review_kind: Literal["instant", "ordinary"] = "ordinary"
    flow: tuple[str, ...] = ("收件", "受理", "审查", "决定", "送达")
    consult_phone: str = ""
    complaint_phone: str = ""
    conditions: tuple[str, ...] = ()
    faq: tuple[Faq, ...] = ()
    separately: Separately | None = None
    verified: bool = False


class Separately(Definition):
    """What handling this item on its own used to take: the base line of every saving shown, with its source."""

    trips: int
    materials: int
    working_days: int
    source: str
    verified: bool = False


class Part(Definition):
    """One item inside a theme: when it is needed, why, and whose result it waits for."""

    id: Id
    item: str
    when: Feel | None = None
    why: str
    why_en: str = ""
    why_not: str = ""
    why_not_en: str = ""
    after: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()


class Theme(Definition):
    """一件事: items as one thing. A theme may also select one of several items."""

    id: Id
    name: str
    name_en: str = ""
    plain: str
    plain_en: str = ""
    icon: str = "building-store"
    audience: tuple[Literal["natural_person", "legal_entity"], ...] = ("legal_entity",)
    stage: str = ""
    synonyms: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()
    lead: str
    national_batch: str = ""
    effective_from: date
    effective_to: date | None = None
    asks: tuple[str, ...]  # situation elements in the order a person would expect; the guide may ask in a better one
    parts: tuple[Part, ...]
    warnings: tuple[Caution, ...] = ()
    out_of_scope: tuple[Caution, ...] = ()
    faq: tuple[Faq, ...] = ()
    verified: bool = False


class Scenario(Definition):
    """A story with its expected outcome, beside what it tests (`core.scenarios` runs it)."""

    id: Id
    story: str
    theme: str
    as_of: date
    region: str = ""
    answers: dict[str, object] = {}
    known: dict[str, object] = {}  # facts from evidence, as if looked up
    evidence: tuple[str, ...] = ()  # evidence types held and valid: they waive materials
    silent: tuple[str, ...] = ()  # evidence types whose source does not answer: what people typed stays unconfirmed
    uploads: tuple[str, ...] | Literal["all"] = "all"
    expect: Expectation


class Expectation(Definition):
    """What must come out. Anything left out is not looked at; a tuple is compared as a set.

    Parts are named by their id in the theme, materials by theirs. `warnings` are ids of cautions and of review points whose rule already fails
    before filing. `outcome`, `failing` and `unknown` are keyed by part; the last two list review points. `promised_days` is the whole plan's,
    `statutory_days` the longest of the needed parts. `uploads` of the scenario: the materials really handed in.
    """

    needed: tuple[str, ...] | None = None
    not_needed: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    next_question: str | None = None
    warnings: tuple[str, ...] | None = None
    out_of_scope: tuple[str, ...] | None = None
    hand_in: tuple[str, ...] | None = None
    waived: tuple[str, ...] | None = None
    promised_days: int | None = None
    statutory_days: int | None = None
    outcome: dict[str, Literal["approve", "correction", "person"]] | None = None
    failing: dict[str, tuple[str, ...]] | None = None
    unknown: dict[str, tuple[str, ...]] | None = None


for _model in (Station, Element, Item, Scenario):
    _model.model_rebuild()
