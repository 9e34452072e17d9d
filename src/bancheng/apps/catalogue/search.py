"""Find themes and services by everyday words: “我要开个面馆”, “卫生证到期了”, “noodle shop”.

Names, everyday synonyms, plain text and questions of the catalogue are cut into words (a Chinese segmenter; plain words in English) and ranked by BM25.
A name or synonym that is said outright counts for more than any number of loose words, and a page that has less than half of the words is no answer.
Words that say nothing about the matter (我要, 开个, 怎么办) are left out on both sides, so that “我要开个工厂” does not find a restaurant.
"""
from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Theme

MOST = 12
_LONGEST = 100  # characters of a query that are looked at
_SAID = 50.0  # a name or synonym said outright
_PARTLY = 20.0  # the query is a piece of one, or the other way round with little else
_FORMS = 4  # catalogues whose index is remembered

_EMPTY = frozenset(
    re.split(
        r"\s+",
        """我要 想开 开一 想办 想要 我 我们 您 你 他 要 想 需要 开 开个 开家 开一家 一家 一个 个 家 办 办理 办个 怎么 怎么办 怎样 如何 什么 哪里 去哪
        在 在哪 可以 能 吗 呢 吧 的 了 是 有 没有 和 与 或 把 给 请 请问 帮 帮我 申请 准备 打算 手续 流程 材料 新 证 店 做 卖
        a an the i we want to need my open for of in on and or how do get is are shop apply""",
    )
)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `theme` is where it is handled; `item` is set when a single service was meant; `question` when it is an answered question."""

    kind: Literal["theme", "item", "question"]
    theme: Theme
    item: Item | None = None
    question: int = -1
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Page:
    hit: Hit
    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    pages: tuple[_Page, ...]
    ranking: Any  # bm25s.BM25, None when nothing is indexed


_built: dict[tuple[str, date], _Index] = {}
_lock = threading.Lock()


def search(catalogue: Catalogue, query: str, as_of: date) -> list[Hit]:
    """What a few everyday words mean, best first; empty when nothing fits."""
    typed = unicodedata.normalize("NFKC", query[:_LONGEST])
    index = _index(catalogue, as_of)
    text, wanted = _plain(typed), words(typed)
    loose = _ranked(index, wanted)
    found = []
    for page, score in zip(index.pages, loose, strict=True):
        total = score + max((_said(name, text) for name in page.names), default=0.0)
        if total > 0:
            found.append(Hit(page.hit.kind, page.hit.theme, page.hit.item, page.hit.question, round(total, 6)))
    order = {"theme": 0, "item": 1, "question": 2}
    found.sort(key=lambda hit: (-hit.score, order[hit.kind], hit.theme.id, hit.item.id if hit.item else "", hit.question))
    return found[:MOST]


def words(text: str) -> list[str]:
    """The words that say something, in order; Chinese compounds also by their parts."""
    import rjieba

    found: list[str] = []
    lowered = text.lower()
    for run in _HAN.findall(lowered):
        found += [word for word in rjieba.cut_for_search(run) if word not in _EMPTY and (len(word) > 1 or len(run) == 1)]
    found += [_singular(word) for word in _LATIN.findall(lowered) if word not in _EMPTY and len(word) > 1]
    return found


def _index(catalogue: Catalogue, as_of: date) -> _Index:
    key = (catalogue.digest, as_of)
    with _lock:
        if key not in _built:
            import bm25s

            pages = tuple(_pages(catalogue, as_of))
            ranking = None
            if any(page.words for page in pages):
                ranking = bm25s.BM25()
                ranking.index([list(page.words) or [""] for page in pages], show_progress=False)
            while len(_built) >= _FORMS:
                _built.pop(next(iter(_built)))
            _built[key] = _Index(pages, ranking)
        return _built[key]


def _pages(catalogue: Catalogue, as_of: date) -> Iterable[_Page]:
    items: set[str] = set()
    for theme in catalogue.themes_on(as_of):
        names = (theme.name, *theme.synonyms, theme.name_en, *theme.synonyms_en)
        yield _page(Hit("theme", theme), names, (theme.plain, theme.plain_en))
        for number, one in enumerate(theme.faq):
            yield _page(Hit("question", theme, None, number), (one.question, one.question_en), (one.answer, one.answer_en))
        for part in theme.parts:
            item = catalogue.find_item(part.item, as_of)
            if item is None or item.id in items:
                continue
            items.add(item.id)
            yield _page(Hit("item", theme, item), (item.name, item.result.name, item.name_en), (item.plain, item.plain_en))
            for number, one in enumerate(item.faq):
                yield _page(Hit("question", theme, item, number), (one.question, one.question_en), (one.answer, one.answer_en))


def _page(hit: Hit, names: Iterable[str], texts: Iterable[str]) -> _Page:
    known = tuple(name for name in names if name)
    return _Page(hit, tuple(_plain(name) for name in known), tuple(word for text in (*known, *known, *texts) for word in words(text)))


def _ranked(index: _Index, wanted: list[str]) -> list[float]:
    if index.ranking is None or not wanted:
        return [0.0] * len(index.pages)
    known = [word for word in wanted if word in index.ranking.vocab_dict]
    if not known:
        return [0.0] * len(index.pages)
    scores = index.ranking.get_scores(known)
    asked = set(wanted)
    return [
        float(score) if len(asked.intersection(page.words)) * 2 >= len(asked) else 0.0
        for page, score in zip(index.pages, scores, strict=True)
    ]


def _said(name: str, text: str) -> float:
    """How outright a name is said in a query."""
    if len(name) < 2 or len(text) < 2:
        return 0.0
    if name == text:
        return _SAID * 2
    if name in text and len(name) >= 2:
        return _SAID * len(name) / len(text)
    return _PARTLY * len(text) / len(name) if text in name else 0.0


def _plain(text: str) -> str:
    """Lower case, without spaces and marks between Han characters."""
    return " ".join(_HAN.findall(text.lower()) + _LATIN.findall(text.lower())) if _LATIN.search(text.lower()) else "".join(_HAN.findall(text))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
