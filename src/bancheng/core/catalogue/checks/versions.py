"""Dated versions: one is in force on every day, never two."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Item, Theme
from bancheng.core.catalogue.problems import Problem, problem

_DAY = timedelta(days=1)


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Look at items and themes, each version against the next."""
    families: list[tuple[Item | Theme, ...]] = [*catalogue.items.values(), *catalogue.themes.values()]
    for versions in families:
        for version in versions:
            if version.effective_to is not None and version.effective_to < version.effective_from:
                yield problem("version-ends-early", key_of(version), ("effective_to",), until=version.effective_to.isoformat())
        for version, following in zip(versions, versions[1:], strict=False):
            start = following.effective_from
            until = version.effective_to
            place = ("effective_to",) if until else ("effective_from",)
            if until is None or until >= start:
                yield problem(
                    "version-overlap", key_of(version), place, other=start.isoformat(), day=(start - _DAY).isoformat()
                )
            elif until + _DAY < start:
                yield problem(
                    "version-gap", key_of(version), place,
                    start=(until + _DAY).isoformat(), end=(start - _DAY).isoformat(),
                )  # fmt: skip
