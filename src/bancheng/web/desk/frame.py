"""Every page of the desk: guarded, framed with the menu of the officer's roles, and kind when something is not for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bancheng.apps.cases import counter_queries, desk_queries
from bancheng.apps.cases.models import JointCase
from bancheng.apps.cases.queries import NoSuchCase
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.supervision import queries as supervision
from bancheng.web.desk.access import View, at_desk, officer
from bancheng.web.templatetags.bc import mask_name

#: (address name, label, icon, roles that see it, which of the counts stands beside it)
MENU = (
    ("desk", "我的工作台", "inbox", desk_queries.CASE_ROLES, "work"),
    ("counter", "窗口收件", "user-check", ("intake",), ""),
    ("counter-hand-out", "窗口出件", "certificate", ("intake",), "hand_out"),
    ("desk-oversight", "效能监督", "chart-bar", supervision.OVERSIGHT, ""),
    ("desk-report", "办件报表", "clipboard-check", supervision.OVERSIGHT, ""),
    ("desk-figures", "省了多少", "leaf", ("overseer",), ""),
    ("desk-alerts", "提醒和催办", "bell", ("reviewer", "decider", "head", "overseer"), "alerts"),
    ("desk-inbox", "审管互动", "building-community", ("supervisor", "inspector"), "inbox"),
    ("desk-catalogue", "事项目录", "list-details", ("catalogue_editor", "publisher"), ""),
    ("desk-audit", "审计", "shield-check", ("auditor",), ""),
    ("desk-publication", "许可公示", "world", ("reviewer", "decider", "auditor"), ""),
)


class NotFound(LookupError):
    """There is no such thing, or it is not this officer's business: the page says neither which."""


def desk(*roles: str) -> Callable[[View], View]:
    """A page of the desk, for officers in one of these roles (none: any officer). What is not theirs gets a page that says so."""

    def decorate(view: View) -> View:
        guarded = at_desk(*roles)(view)

        @wraps(view)
        def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                return guarded(request, *args, **kwargs)
            except NotAllowed as no:
                return page(request, "desk/no_access.html", "", {"why": str(no)}, status=403)
            except (NoSuchCase, NotFound):
                return page(request, "desk/not_found.html", "", {}, status=404)

        shown.roles = roles  # type: ignore[attr-defined]
        return shown

    return decorate


def page(request: HttpRequest, template: str, nav: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Draw a page in the desk's frame; `nav` is the address name of the menu entry it belongs to."""
    here = officer(request)
    menu = _menu(here, figures(request, here)) if here else []
    return render(request, template, {"officer": here, "nav": nav, "menu": menu, **context}, status=status)


def me(request: HttpRequest) -> Officer:
    """The officer at the desk, in a view that `desk` guards."""
    found: Officer = request.officer  # type: ignore[attr-defined]
    return found


def applicant(joint: JointCase) -> str:
    """Who applied, as lists and headings show it: companies by name, people masked."""
    return mask_name(joint.holder_name) if joint.holder.startswith("person:") else joint.holder_name


def number_of(text: str | None, most: int = 400) -> int:
    """A page number from an address; anything else is the first page."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def figures(request: HttpRequest, here: Officer) -> dict[str, int]:
    """How much waits for the officer: in each tab of the worklist, and for the entries of the menu. Counted once for a page."""
    if not hasattr(request, "_bancheng_figures"):
        waiting = desk_queries.waiting(here) if here.has_role(*desk_queries.CASE_ROLES) else {}
        waiting |= {"hand_out": counter_queries.waiting(here)} if here.has_role("intake") else {}
        told = supervision.waiting(here)
        found = desk_queries.counted(waiting | told)
        found["work"] = sum(found.get(tab, 0) for tab in ("review", "sign", "check"))
        found["alerts"] = min(sum(found[kind] for kind in told), desk_queries.MOST)
        request._bancheng_figures = found  # type: ignore[attr-defined]
    kept: dict[str, int] = request._bancheng_figures  # type: ignore[attr-defined]
    return kept


def _menu(here: Officer, figures: Mapping[str, int]) -> list[dict[str, object]]:
    mine = [entry for entry in MENU if here.has_role(*entry[3]) and not (here.station and entry[0] == "desk")]
    return [{"to": to, "label": label, "icon": icon, "count": figures.get(key, 0)} for to, label, icon, _roles, key in mine]
