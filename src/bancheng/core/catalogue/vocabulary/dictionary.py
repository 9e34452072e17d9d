"""The dictionary: elements, and the evidence that knows them."""
from __future__ import annotations

from typing import Literal

from bancheng.core.catalogue.vocabulary.base import Basis, Definition, Id


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
        yes, no: for type boolean: the words of the two answers, as the question asks for them (有／没有, 要／不要).
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
    yes: str = "是"
    no: str = "不是"
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
