"""Who may see a page of a draft or a case. Default deny: what is somebody else's is not found."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.principal import Principal
from bancheng.web.portal.access import signed_in

P = ParamSpec("P")

_CODES = "case-codes"
"""Session key: numbers of the cases that were opened with their query code."""


def as_principal(
    view: Callable[Concatenate[HttpRequest, Principal, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view gets the principal; nobody signed in is sent to sign in, and comes back."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        principal = subjects.principal(request)
        assert principal is not None
        return view(request, principal, *args, **kwargs)

    return guarded


def own_draft(
    view: Callable[Concatenate[HttpRequest, Principal, Draft, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Any, P], HttpResponse]:
    """The view gets a draft that is the principal's and not filed yet; a filed one leads to its case."""

    @as_principal
    @wraps(view)
    def guarded(request: HttpRequest, principal: Principal, id: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            draft = cases.find(principal, id)
        except cases.NoSuchDraft:
            raise Http404 from None
        except cases.NotCovered:
            return render(request, "portal/apply/not_covered.html", status=403)
        if (joint := cases.filed(draft)) is not None:
            return redirect("case", joint.number)
        return view(request, principal, draft, *args, **kwargs)

    return guarded


def own_case(principal: Principal, number: str) -> JointCase:
    """The case, or page not found."""
    try:
        return cases.joint_for(principal, number)
    except cases.NoSuchCase:
        raise Http404 from None


def remember_code(request: HttpRequest, joint: JointCase) -> None:
    """Whoever knows number and query code may look at the progress in this browser session."""
    numbers = [number for number in request.session.get(_CODES, []) if number != joint.number]
    request.session[_CODES] = [*numbers[-9:], joint.number]


def opened_by_code(request: HttpRequest, number: str) -> JointCase | None:
    """The case, if it was opened with its code in this session."""
    if number not in request.session.get(_CODES, []):
        return None
    return cases.numbered(number)
