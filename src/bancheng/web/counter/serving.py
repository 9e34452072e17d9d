"""While a clerk serves somebody, the clerk's browser shows that person's application pages, and nothing else of theirs.

Default deny: only the pages named here open. The person's account, inbox, licences, consents and authorisations stay their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bancheng.apps.staff.actions.look import look
from bancheng.apps.subjects import queries, session
from bancheng.apps.subjects.actions.serve import BASIS
from bancheng.web.desk.access import officer, to_sign_in

PUBLIC = {
    "healthz", "home", "brand-css", "themes", "theme", "saved-guide", "guide-card", "halls", "search", "display",
    "verify", "verify-licence", "verify-file", "verify-keys",
}  # fmt: skip
"""Pages that everybody may see."""
APPLYING = {
    "guide", "guide-restart", "guide-save", "guide-start", "guide-resume", "resume", "form", "form-autosave", "draft-later",
    "materials", "hand-in", "preview", "draft-file", "draft-file-remove", "draft-follow", "check",
}  # fmt: skip
"""Pages on which somebody applies."""
CASE = {
    "progress", "case", "case-document", "case-why", "case-refusal", "case-person", "case-withdraw", "case-correct", "case-change", "case-follow",
    "case-hearing", "case-opening",
}  # fmt: skip
"""Pages of a case: the first opening of each is written down as a look."""
_LOOKED = "portal-looked"


class Serving:
    """Hold the clerk to those pages, and end the service when the clerk has gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse | None:
        """Let a page of the person through, or lead back to the counter."""
        match = request.resolver_match
        name = (match.view_name if match else "") or ""
        if not session.serving(request) or name.startswith(("desk", "counter")):
            return None
        if officer(request) is None:
            return to_sign_in(request)
        principal = queries.principal(request)
        if principal is None or principal.service is None:
            messages.warning(request, "办理已经结束：太久没有操作，或者授权到期了。要接着办，请重新核对身份。")
            return redirect("counter")
        if name not in PUBLIC | APPLYING | CASE:
            messages.warning(request, "这一页只有本人登录后才能看，窗口代办时打不开。")
            return redirect("counter")
        if name in CASE and (number := kwargs.get("number")):
            _looked(request, principal.reference, number)
        return None


def _looked(request: HttpRequest, subject: str, number: str) -> None:
    """One look for each case and service, however often the page is drawn again."""
    seen = request.session.get(_LOOKED, [])
    here = officer(request)
    if number in seen or here is None:
        return
    look(here, subject, number, "窗口帮办：查看办件", BASIS)
    request.session[_LOOKED] = [*seen, number]
