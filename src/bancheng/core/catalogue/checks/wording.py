"""Words: vague ones, half-width punctuation beside Han characters, English missing where the citizen reads it."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Definition, Element, Option, PackInfo, Scenario
from bancheng.core.catalogue.problems import Problem, problem
from bancheng.core.catalogue.texts import Path, models_in, pairs_of, sentences_of

VAGUE = (
    "其他材料", "其他有关", "相关材料", "等材料", "需要提供的材料", "根据法律法规规定应当提交的", "视情况", "原则上", "一般情况下", "一般应", "一般需",
)  # fmt: skip
"""Words that tell the reader nothing, unless the pack lists its own (handbook §3.6, 14)."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HALF = re.compile(rf"(?<=[{_HAN}])[,;:?!()]|[,;:?!()](?=[{_HAN}])|(?<=[{_HAN}])\.(?![\w])")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
_QUOTES_LAW = frozenset({"basis", "commitment_basis", "wording", "source", "story", "vague_words"})


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Look at every sentence of the pack."""
    vague = catalogue.pack.vague_words or VAGUE
    english = "en" in catalogue.pack.languages
    for definition in catalogue.definitions:
        where = key_of(definition)
        for path, text in sentences_of(definition):
            if _dotted_name(definition, path):
                continue
            for found in _HALF.finditer(text):
                mark, at = found.group(), found.start()
                near = text[max(at - 5, 0) : at + 6]
                yield problem("half-width", where, path, mark=mark, wide=_WIDE[mark], near=near)
            if not _QUOTES_LAW & set(path):
                bare = _QUOTED.sub("", text)
                for word in vague:
                    if word in bare:
                        yield problem("vague", where, path, word=word)
        if english and not isinstance(definition, (PackInfo, Scenario)):
            yield from _english(definition, where)


def _dotted_name(definition: Definition, path: Path) -> bool:
    """Names that rules use (`场所.营业面积`) are no sentences."""
    return path[-1:] == ("name",) and (isinstance(definition, Element) or "parameters" in path)


def _english(definition: Definition, where: str) -> Iterator[Problem]:
    for path, model in models_in(definition):
        for key, twin in pairs_of(type(model)):
            named = isinstance(model, Option) or (isinstance(model, Element) and bool(model.name_en))
            if key == "label" and named:
                continue
            if getattr(model, key) and not getattr(model, twin):
                yield problem("english-missing", where, (*path, key), key=".".join(map(str, (*path, twin))))
        if isinstance(model, Option) and not model.label_en:
            yield problem("english-missing", where, (*path, "value"), key=".".join(map(str, (*path, "label_en"))))
