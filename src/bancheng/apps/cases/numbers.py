"""Numbers that people quote: cases, documents, codes to come back with."""
from __future__ import annotations

import secrets
from datetime import date

from django.db import IntegrityError, transaction

from bancheng.apps.cases.models import Counter
from bancheng.core import identifiers
from bancheng.core.catalogue import Catalogue

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a code must survive being read out on the telephone.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"

#: What each document is called in its number.
DOCUMENT_WORDS = {
    "receipt": "收",
    "acceptance": "受",
    "correction": "补",
    "granted": "准",
    "refused": "不准",
    "not_accepted": "不受",
    "terminated": "终",
    "commitment": "承",
    "suspension": "特",
    "extension": "延",
    "gap": "容",
    "hearing_right": "听告",
    "hearing": "听",
}


def code(length: int) -> str:
    """A random code without look-alikes; 10 characters carry 46 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def take(name: str) -> int:
    """The next number of a series, inside the caller's transaction; numbers of rolled-back transactions are given out again."""
    row = Counter.objects.select_for_update().filter(name=name).first()
    if row is None:
        try:
            with transaction.atomic():
                row = Counter.objects.create(name=name)
        except IntegrityError:
            pass
        row = Counter.objects.select_for_update().get(name=name)
    row.value += 1
    row.save(update_fields=["value"])
    return row.value


def case_number(catalogue: Catalogue, region: str, day: date) -> str:
    """办件编号 with check character. A functional zone has no GB/T 2260 code of its own and counts with the region it lies in."""
    place = catalogue.regions[region]
    while not place.code:
        place = catalogue.regions[place.within]
    return identifiers.case_number(place.code, day, take(f"case:{place.code}:{day:%Y%m%d}"))


def document_number(catalogue: Catalogue, organisation: str, kind: str, day: date) -> str:
    """文书编号, without gaps per organisation, kind and year: 高审批受〔2026〕000123 号."""
    body = catalogue.organisations[organisation]
    serial = take(f"document:{organisation}:{kind}:{day.year}")
    return f"{body.short_name or body.name}{DOCUMENT_WORDS[kind]}〔{day.year}〕{serial:06d} 号"
