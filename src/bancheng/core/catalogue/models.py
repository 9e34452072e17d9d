"""The pack's vocabulary: what a city writes down about its services.

One declaration, read by everything else: the guide, the form, the materials, the review, the clock, the licence. Keys are the English words of the
handbook's §6, content is Chinese with English beside it. The models are frozen; a published release is made of them and never changes.

Conditions (`when`, `rule`, `value`) are FEEL texts (`core.rules`), written with the Chinese names of elements.
"""
from __future__ import annotations

from bancheng.core.catalogue.vocabulary.base import Basis, Definition, Feel, Id, Text
from bancheng.core.catalogue.vocabulary.city import Brand, CalendarYear, OpeningHours, Organisation, PackInfo, Parameter, Region, Station
from bancheng.core.catalogue.vocabulary.dictionary import Element, ElementType, EvidenceType, Option
from bancheng.core.catalogue.vocabulary.service import (
    AfterCheck,
    Caution,
    External,
    Faq,
    Fee,
    FirstReview,
    Item,
    Limit,
    Limits,
    Material,
    Result,
    ReviewPoint,
    Separately,
    SpecialProcedure,
    Validity,
)
from bancheng.core.catalogue.vocabulary.theme import Expectation, Part, Scenario, Theme

__all__ = [
    "AfterCheck",
    "Basis",
    "Brand",
    "CalendarYear",
    "Caution",
    "Definition",
    "Element",
    "ElementType",
    "EvidenceType",
    "Expectation",
    "External",
    "Faq",
    "Fee",
    "Feel",
    "FirstReview",
    "Id",
    "Item",
    "Limit",
    "Limits",
    "Material",
    "OpeningHours",
    "Option",
    "Organisation",
    "PackInfo",
    "Parameter",
    "Part",
    "Region",
    "Result",
    "ReviewPoint",
    "Scenario",
    "Separately",
    "SpecialProcedure",
    "Station",
    "Text",
    "Theme",
    "Validity",
]
