"""A service item: limits, papers, review points, result. One dated version a file."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator

from bancheng.core.catalogue.vocabulary.base import Basis, Definition, Feel, Id


class Limit(Definition):
    """A time limit: how much, of what, counted from which event.

    Attributes:
        days: how many; 0 means on the spot.
        starts_from: the event whose day is day nought; `event` is another one, recorded by itself, until which the limit does not run.
        wording: the words of the law or the promise.
        when: for a promise: when it applies; the last promise has none.
    """

    days: int = Field(ge=0)
    unit: Literal["working_day", "natural_day", "month", "year"] = "working_day"
    starts_from: Literal["acceptance", "receipt", "receipt_of_materials", "decision", "event"] = "acceptance"
    wording: str = ""
    when: Feel | None = None
    basis: tuple[Basis, ...] = ()
    verified: bool = False


class Limits(Definition):
    """Statutory limit and promised limits (the first whose `when` holds).

    Attributes:
        statutory: 法定办结时限.
        promised: 承诺办结时限, never longer than the statutory one.
        extension_days: working days by which it may be extended once: ten at most (行政许可法 art. 42), three for a registration
            (市场主体登记管理条例 art. 19); nought for never.
    """

    statutory: Limit
    promised: tuple[Limit, ...]
    extension_days: int = 10


class Material(Definition):
    """材料. `waived_by` names evidence that makes it unnecessary, whether held already or the result of an earlier part of the same theme.

    Attributes:
        source: applicant (hand in), government (an office issued it), generated (from the form), commitment (replaced by a statement).
        when: asked for only when this holds.
        waived_by: evidence type ids; one of them, found and valid, is enough.
        plain: what it is and why, in plain words.
        accept: 受理标准: what makes it acceptable.
        deferrable_when: the paper may follow after the decision, as the commitment says.
        secondary: 次要材料（非主审要件）: what the review does not rest on; it may follow after acceptance with a gap (容缺, G-01).
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
    secondary: bool = False
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

    @field_validator("fields", mode="before")
    @classmethod
    def _pairs(cls, given: object) -> object:
        """A published release keeps the fields as a list of pairs, since the keys of an object have no order in it."""
        return dict(given) if isinstance(given, (list, tuple)) else given


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
    online_payment: bool | None = None  # must be said where something is charged
    basis: tuple[Basis, ...] = ()


class SpecialProcedure(Definition):
    """特别程序: one whose days do not count (行政许可法 art. 45), and by which law this item may need it."""

    kind: Literal["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"]
    basis: tuple[Basis, ...] = ()


class FirstReview(Definition):
    """下级初审: the role of the lower level, and its own limit (行政许可法 art. 43). A statutory limit that starts from `event` starts with its report."""

    authority: str
    limit: Limit


class External(Definition):
    """A part decided in another system: pushed, answered, reconciled."""

    system: str
    result_evidence: str  # evidence type that its answer delivers, e.g. L03


class Separately(Definition):
    """What handling this item on its own used to take: the base line of every saving shown, with its source."""

    trips: int
    materials: int
    working_days: int
    source: str
    verified: bool = False


class Item(Definition):
    """事项, one dated version (办理项). The keys follow the elements of GB/T 39554.2.

    Attributes:
        id, effective_from: name of the folder and of the file.
        name: 事项名称.
        plain: what it is, in plain words (白话版).
        type: 事项类型.
        matter: 业务办理项: first application, change, renewal and so on.
        effective_to: last day in force; empty while nothing follows.
        authority: 实施主体: a role that the region resolves to an organisation.
        supervisor: the role that supervises afterwards; the decision is pushed to it (审管分离).
        audience: 服务对象.
        topics: 主题分类 of the audience.
        basis: 设定依据.
        external: set when the part is decided in another system.
        commitment_when: when it is handled by commitment (告知承诺).
        commitment_text: what the applicant commits to, sentence by sentence.
        commitment_basis: by which law commitment is offered (C-04).
        form: element ids the application form needs.
        after_check: 承诺后核查.
        special_procedures: 特别程序; only their days may be left out of the limit (R-14).
        procedure_kind: the process the law prescribes (R-29, R-30, R-37): ordinary; registration (form only, three days); inspection by two
            who are assigned within five days; bidding, examination and limited quantity (in order of acceptance) have processes of their own.
        first_review: 下级初审 (R-15).
        hearing_required: a hearing is held by law before any decision (R-18).
        affects_others: others' direct major interests are touched: they are told and heard before a decision (R-10).
        safety: on which law it rests that this directly concerns public safety, health, or the safety of life and property: who
            deceived may then not apply for it again for one or three years (行政许可法 art. 78, 79, R-26); no ban, if empty.
        gap_when: when secondary papers may follow after acceptance (容缺, G-02: nobody with a bad credit record); never, if empty.
        renew_before: for a renewal: how long before expiry it is to be applied for, so that silence renews (R-19).
        handle_by: 办理形式.
        online_depth: 网办深度; IV means no visit at all.
        visits, visits_reason: 到办事现场次数 and 必须现场办理原因说明.
        case_kind: 办件类型: 即办件 or 承诺件.
        review_kind: 审查类型.
        flow: 办理流程.
        consult_phone, complaint_phone: 咨询方式, 监督投诉方式; default: those of the organisation.
        conditions: 受理条件.
        faq: 常见问题.
        separately: the base line of every saving shown.
        verified: whether somebody has checked the whole item against the official texts.
    """

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
    special_procedures: tuple[SpecialProcedure, ...] = ()
    procedure_kind: Literal["ordinary", "registration", "inspection", "bidding", "examination", "quantity"] = "ordinary"
    first_review: FirstReview | None = None
    hearing_required: bool = False
    affects_others: bool = False
    safety: tuple[Basis, ...] = ()
    gap_when: Feel | None = None
    renew_before: Limit | None = None
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
