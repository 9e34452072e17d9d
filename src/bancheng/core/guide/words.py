"""Sentences of the guide that are rendered from traces."""
from __future__ import annotations

from typing import Protocol

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.values import label
from bancheng.core.rules import Result, explain


class Named(Protocol):
    """Anything with a name in two languages."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def name_en(thing: Named) -> str:
    """The English name, the Chinese one where there is none."""
    return thing.name_en or thing.name


def lines(result: Result | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a condition rests on, line by line, in Chinese and English."""
    if result is None:
        return (), ()
    zh = tuple(line.text for line in explain(result.trace, "zh").lines if line.decides)
    en = tuple(line.text for line in explain(result.trace, "en").lines if line.decides)
    return zh, en


def sentence(result: Result) -> tuple[str, str]:
    """The explanation of an answer in one sentence, in Chinese and English."""
    return explain(result.trace, "zh").sentence, explain(result.trace, "en").sentence


def waiting_for(catalogue: Catalogue, ids: frozenset[str]) -> tuple[str, str]:
    """What an undecided thing waits for."""
    elements = [catalogue.elements[id] for id in sorted(ids) if id in catalogue.elements]
    zh = "、".join(label(element) for element in elements)
    en = ", ".join(label(element, "en") for element in elements)
    return f"还不能确定，要看：{zh}。", f"Not decided yet; it depends on: {en}."
