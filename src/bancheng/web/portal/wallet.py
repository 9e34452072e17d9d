"""我的证照: the licences of the person or company, to show, download and print.

Each stands with what it is worth now; one that is not valid is grey and says why. Only the holder gets the files.
"""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.licences import queries
from bancheng.apps.licences.models import Licence
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.principal import Principal
from bancheng.core.licence import Status
from bancheng.web.portal.access import signed_in
from bancheng.web.portal.words import either, licence_name
from bancheng.web.templatetags.bc import cndate

SOON_DAYS = 90
_KINDS = {Status.VALID: "ok", Status.NOT_YET: "warn", Status.EXPIRED: "warn", Status.SUPERSEDED: "warn"}


@signed_in
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """`/wallet`: all licences, newest first."""
    principal = _principal(request)
    cards = [_card(licence) for licence in queries.held_by(principal.reference)]
    return render(request, "portal/wallet.html", {"nav": "wallet", "cards": cards, "holder": principal.display_name})


@signed_in
@require_safe
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """`/wallet/<identifier>`: one licence large, with its code to be scanned."""
    found = _own(request, identifier)
    record = found.record
    context = {
        "nav": "wallet",
        "card": _card(found),
        "fields": [{"label": field.name, "value": field.value} for field in record.fields],
        "notes": record.notes,
        "identifier": record.identifier,
        "digest": found.digest,
    }
    return render(request, "portal/wallet_licence.html", context)


@signed_in
@require_safe
def pdf(request: HttpRequest, identifier: str) -> HttpResponse:
    """The licence on paper."""
    found = _own(request, identifier)
    response = HttpResponse(queries.pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.identifier}.pdf"'
    return response


@signed_in
@require_safe
def file(request: HttpRequest, identifier: str) -> HttpResponse:
    """The signed file, byte for byte."""
    found = _own(request, identifier)
    response = HttpResponse(queries.file(found), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.identifier}.licence.json"'
    return response


def _principal(request: HttpRequest) -> Principal:
    principal = subjects.principal(request)
    assert principal is not None  # signed_in has seen to it
    return principal


def _own(request: HttpRequest, identifier: str) -> Licence:
    """The licence, if it lies in the wallet of who asks; to others it does not exist."""
    held = queries.held_by(_principal(request).reference)
    for one in held:
        if one.identifier == identifier:
            return one
    raise Http404(_("您的证照里没有这一张。请从“我的证照”里打开，或者换一个身份再看。"))


def _card(licence: Licence) -> dict[str, object]:
    record = licence.record
    standing = licence.standing(now.business())
    valid = standing.status is Status.VALID
    left = (record.valid_to - now.today()).days if record.valid_to else None
    until = cndate(record.valid_to, "plain") if record.valid_to else _("长期")
    rows = [(_("编号"), record.number), (_("持有者"), record.holder_name), (_("颁发机构"), record.issuer_name), (_("有效期至"), until)]
    return {
        "identifier": licence.identifier,
        "title": licence_name(record),
        "rows": [{"label": label, "value": value} for label, value in rows],
        "state": either(standing.status.word, standing.status.word_en),
        "kind": _KINDS.get(standing.status, "bad"),
        "off": not valid,
        "verify_url": queries.verify_url(licence),
        "filing": licence.filing,
        "soon": left if valid and left is not None and left <= SOON_DAYS else None,
    }
