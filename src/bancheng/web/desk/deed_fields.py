"""What the forms of deeds are made of: questions, what was typed, what is wrong with it, a colleague at the same desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.queries import Part
from bancheng.apps.staff.actions.confirm import NotConfirmed, confirm
from bancheng.apps.staff.models import Officer

MOST = 1000
"""Characters that a reason may have."""
FARTHEST = 10
"""Years that a day may lie away from today."""


class Invalid(Exception):
    """Something has to be put right first; `errors` by field name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Asked:
    """A deed being filled in: by whom, on what, with what."""

    officer: Officer
    part: Part
    typed: QueryDict

    @property
    def number(self) -> str:
        return self.part.sub_case.number

    def text(self, name: str) -> str:
        return self.typed.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Form:
    """`fields`: what is asked (as components/field.html takes it); `run`: read it and do it."""

    fields: Callable[[Asked], list[dict[str, Any]]]
    run: Callable[[Asked], object]


def field(asked: Asked, name: str, label: str, kind: str = "textarea", **more: Any) -> dict[str, Any]:
    """One question, filled with what was typed."""
    limit = {"maxlength": MOST} if kind == "textarea" else {}
    return {"name": name, "label": label, "kind": kind, "value": asked.typed.get(name, ""), **limit, **more}


def options(known: dict[Any, str]) -> list[dict[str, str]]:
    return [{"value": str(key), "label": label, "hint": ""} for key, label in known.items()]


def need(asked: Asked, **wanted: str) -> dict[str, str]:
    """The texts that must not be empty.

    Raises:
        Invalid: some are; `wanted` says what to write.
    """
    errors = {name: words for name, words in wanted.items() if not asked.text(name)}
    errors |= {name: f"最多写 {MOST} 个字，现在有 {len(asked.text(name))} 个。" for name in wanted if len(asked.text(name)) > MOST}
    if errors:
        raise Invalid(errors)
    return {name: asked.text(name) for name in wanted}


def choice(asked: Asked, name: str, known: dict[Any, str], words: str) -> str:
    """One of the offered answers; anything else is none."""
    given = asked.text(name)
    if given not in {str(key) for key in known}:
        raise Invalid({name: words})
    return given


def colleague(asked: Asked, role: str) -> Officer:
    """The colleague who confirms with a code of their own; whoever is named must be one of those offered."""
    found = {str(one.pk): one for one in desk_queries.colleagues(asked.officer, role)}
    errors = {}
    if asked.text("second") not in found:
        errors["second"] = "请选一位同事。"
    if not asked.text("code"):
        errors["code"] = "请这位同事填写自己的动态码。"
    if errors:
        raise Invalid(errors)
    other = found[asked.text("second")]
    try:
        confirm(other, asked.text("code"), asked.officer)
    except NotConfirmed as no:
        raise Invalid({"code": no.message}) from None
    return other


def second(asked: Asked, role: str, label: str) -> list[dict[str, Any]]:
    offered = [{"value": str(one.pk), "label": one.name, "hint": ""} for one in desk_queries.colleagues(asked.officer, role)]
    none = "" if offered else "本单位没有别的人有这个岗位，请找管理员。"
    code = field(asked, "code", "这位同事的动态码", "text", hint="由这位同事自己填写，6 位数字。", inputmode="numeric", autocomplete="one-time-code", size="s")
    return [field(asked, "second", label, "select", options=offered, hint=none), {**code, "value": ""}]


def day_of(text: str) -> date | None:
    """A day as browsers send it; None for anything else, and for a day so far away that somebody mistyped the year."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day.year - now.today().year) <= FARTHEST else None
