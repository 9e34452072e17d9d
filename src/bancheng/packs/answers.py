"""A file of answers: what somebody would have clicked, one `element: value` a line, in YAML or JSON.

Elements are named by id or by their Chinese name; values are written as people type them.
"""
from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Element
from bancheng.core.catalogue.problems import problem
from bancheng.core.catalogue.values import BadValue, parse
from bancheng.core.clock import start_of_day
from bancheng.core.facts import Fact
from bancheng.packs.yaml_lines import BrokenYaml, load


class BadAnswers(ValueError):
    """The file cannot be used; the text lists every fault with its line."""


def answers(catalogue: Catalogue, path: Path | str, as_of: date) -> dict[str, Fact]:
    """The facts that a file of answers tells.

    Raises:
        BadAnswers: no such file, not readable, an unknown element, or a value that does not fit.
    """
    try:
        loaded = load(Path(path).read_text(encoding="utf-8"))
    except OSError:
        raise BadAnswers(f"{path}: 读不到这个文件，请核对路径。(Cannot read this file; check the path.)") from None
    except UnicodeDecodeError:
        raise BadAnswers(f"{path}: 文件不是 UTF-8 编码，请另存为 UTF-8。(The file is not UTF-8.)") from None
    except BrokenYaml as broken:
        fault = problem(broken.code, str(path), **broken.params)
        raise BadAnswers(f"{path}:{broken.mark.line}: {fault.fault}，{fault.mend}。({fault.fault_en}: {fault.mend_en})") from None
    if not isinstance(loaded.value, dict | None):
        raise BadAnswers(f"{path}:1: 请一行写一个“要素: 答案”。(Write one “element: answer” a line.)")
    by_name = {element.name: element for element in catalogue.elements.values()}
    faults: list[str] = []
    found: dict[str, Fact] = {}
    for key, raw in (loaded.value or {}).items():
        line = loaded.mark((key,)).line
        element = catalogue.elements.get(key) or by_name.get(key)
        if element is None:
            faults.append(f"{path}:{line}: 没有“{key}”这个要素{_near(key, by_name)}。(There is no element “{key}”.)")
            continue
        try:
            found[element.id] = Fact(parse(element, raw, as_of), "applicant", start_of_day(as_of))
        except BadValue as bad:
            faults.append(f"{path}:{line}: {bad.message} ({bad.message_en})")
    if faults:
        raise BadAnswers("\n".join(faults))
    return found


def _near(key: str, by_name: dict[str, Element]) -> str:
    names = [*by_name, *(element.id for element in by_name.values())]
    close = get_close_matches(key, names, n=1, cutoff=0.6)
    return f"，是不是“{close[0]}”？" if close else ""
