"""Words of the catalogue in the language of the page, and the few sentences that are put together from its values."""
from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bancheng.apps.licences import queries as licences
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Basis, Validity
from bancheng.core.guide.model import Reason
from bancheng.core.licence import Licence

_QUOTED = re.compile(r"“([^“”]*)”")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Named(Protocol):
    """Anything with a name in two languages."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def english() -> bool:
    """Is the page in English?"""
    return (get_language() or "").startswith("en")


def lang() -> str:
    """`en` or `zh`, as the core's functions take it."""
    return "en" if english() else "zh"


def either(zh: str, en: str) -> str:
    """The English words on an English page where there are any, the Chinese ones otherwise."""
    return en if en and english() else zh


def name(thing: Named) -> str:
    """A name."""
    return either(thing.name, thing.name_en)


def licence_name(record: Licence) -> str:
    """A licence's name; on an English page what the catalogue calls its type."""
    return (licences.name_en(record) if english() else "") or record.name


def because(reason: Reason) -> str:
    """A reason in one sentence."""
    return either(reason.zh, reason.en)


def lines(catalogue: Catalogue, reason: Reason) -> list[str]:
    """What the reason rests on, line by line. In English, answers are named by their English labels; a line that names something else that has only a
    Chinese name is left out."""
    if not english():
        return list(reason.lines)
    told = [labelled(catalogue, line) for line in reason.lines_en]
    return [line for line in told if not _HAN.search(line)]


def labelled(catalogue: Catalogue, sentence: str) -> str:
    """An English sentence whose quoted answers are named by their English labels; rules know answers by their Chinese values."""
    labels = {option.value: option.label_en for element in catalogue.elements.values() for option in element.options if option.label_en}
    return _QUOTED.sub(lambda found: f"“{labels.get(found[1], found[1])}”", sentence)


def listed(words: Iterable[str]) -> str:
    """Several things in one sentence: `甲、乙`, `A, B`."""
    return _("、").join(words)


def span(days: int, unit: str) -> str:
    """A span of time: `2 个工作日`, `15 天`, `3 个月`, `1 年`; none is `当天`."""
    if days == 0:
        return _("当天")
    match unit:
        case "working_day":
            words = ngettext("%(n)s 个工作日", "%(n)s 个工作日", days)
        case "month":
            words = ngettext("%(n)s 个月", "%(n)s 个月", days)
        case "year":
            words = ngettext("%(n)s 年", "%(n)s 年", days)
        case _:
            words = ngettext("%(n)s 天", "%(n)s 天", days)
    return words % {"n": days}


def validity(valid: Validity) -> str:
    """How long a result is valid; empty where it is not said."""
    if valid.years:
        return ngettext("有效 %(n)s 年", "有效 %(n)s 年", valid.years) % {"n": valid.years}
    if valid.until_element:
        return _("有效期和原来的一样")
    return _("长期有效")


def metres(distance: int) -> str:
    """A distance: `850 米`, `3.2 公里`."""
    if distance < 1000:
        return _("%(n)s 米") % {"n": round(distance, -1)}
    return _("%(n)s 公里") % {"n": f"{distance / 1000:.1f}"}


def laws(bases: Iterable[Basis]) -> list[dict[str, object]]:
    """Legal bases as they are cited: title in book marks, article, link, and whether somebody has checked them."""
    cited: dict[tuple[str, str], dict[str, object]] = {}
    for basis in bases:
        title, bracket, rest = basis.law.partition("（")
        text = f"《{title}》{bracket}{rest}{basis.article}"
        cited.setdefault((basis.law, basis.article), {"text": text, "url": basis.url, "verified": basis.verified})
    return list(cited.values())
