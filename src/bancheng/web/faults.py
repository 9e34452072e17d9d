"""Requests that cannot be read, and what is said when something goes wrong on our side.

A request is untrusted in every byte. What no person types (the NUL character, which PostgreSQL does not store) is taken out before anybody looks at it; what
cannot be read at all gets a page that says what to do. A fault of ours gets a number, which stands on the page and beside the fault in the log.
"""
from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from bancheng import now
from bancheng.apps.cases.numbers import code

log = logging.getLogger(__name__)

NUL = "\x00"
LARGEST = 210 * 1024 * 1024
"""Bytes of one request: ten files of 20 MB, and the form around them. More is turned away before any of it is read."""
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, LookupError)
"""What reading parameters may raise: too many or too much, broken off, no boundary, an encoding that is none."""


class Readable:
    """Stands before everything that looks at a request: sessions, languages, forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        if request.META.get("CONTENT_LENGTH", "").isdecimal() and int(request.META["CONTENT_LENGTH"][:12]) > LARGEST:
            return HttpResponse(_page(request, "400.html"), status=413)
        try:
            request.GET = clean(request.GET)  # type: ignore[assignment, misc]
        except UNREADABLE:
            request.GET = QueryDict()  # type: ignore[assignment, misc]
            return bad_request(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and request.method in ("GET", "POST"):
            response.content = _page(request, "400.html").encode()
            response.headers["Content-Length"] = str(len(response.content))  # an inner middleware has said 0: browsers would show nothing
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Read the form before anybody else does, so that one that cannot be read is said here and once."""
        if request.method != "POST":
            return None
        try:
            request.POST = clean(request.POST)  # type: ignore[assignment, misc]
        except UNREADABLE:
            request.POST = QueryDict()  # type: ignore[assignment, misc]
            return bad_request(request)
        return None


def clean(data: QueryDict) -> QueryDict:
    """The same parameters without NUL characters."""
    if not any(NUL in text for name, values in data.lists() for text in (name, *values)):
        return data
    found = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        found.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    return found


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 with words (`handler400`)."""
    return HttpResponse(_page(request, "400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number to tell on the telephone (`handler500`). The log has it with the kind of fault; the fault itself stands there, too."""
    number = f"{now.real().astimezone(now.ZONE):%m%d%H%M}-{code(6)}"
    fault = sys.exc_info()[0]
    log.error("fault %s: %s", number, fault.__name__ if fault else "unknown")
    try:
        page = render_to_string("500.html", {"fault_number": number})
    except Exception:  # even the page cannot be drawn: words alone then
        page = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>没办成，是我们的问题</title>'
            f"<p>没办成，是我们的问题。您存过的内容还在，请过 1 分钟再试，或打 12345，编号 {number}。</p>"
        )
    return HttpResponse(page, status=500, headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, template: str) -> str:
    """An error page in the portal's frame; without the frame where the request is too broken to know who asks."""
    try:
        return render(request, template).content.decode()
    except UNREADABLE:
        return render_to_string(template)
