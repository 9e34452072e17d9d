"""Anyone may ask whether a licence is genuine and what it is worth, now or on a given day. No sign-in, no traces kept.

Strangers see what the register is for: which licence, whose, from whom, until when. What is printed besides is shown to
those who hold the licence in their hands (the QR code's short signature proves it), personal lines always masked.
"""
from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bancheng import now
from bancheng.apps import keys
from bancheng.apps.licences import queries
from bancheng.apps.licences.models import Licence
from bancheng.core import canonical
from bancheng.core.identifiers import check_licence_identifier
from bancheng.core.licence.signed import LARGEST
from bancheng.web.portal.words import either, licence_name
from bancheng.web.templatetags.bc import cndate, mask_id, mask_name
from bancheng.web.verify import reading, words
from bancheng.web.verify.limits import limited
from bancheng.web.verify.words import Verdict


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The form; with `?id=` it leads on to the answer, so that answers have one address each."""
    typed, at = request.GET.get("id"), request.GET.get("at", "")
    if typed is None:
        return _form(request)
    wanted = reading.identifier(typed)
    if not wanted:
        return _form(request, error=_("请填证照标识，或者粘贴扫码得到的网址。"), status=400)
    if "/" in wanted or len(wanted) > 120:
        return _form(request, typed=typed, at=at, error=_("这不像证照标识。请照证照左下角的抄写完整。"), status=400)
    query = f"?{urlencode({'at': at})}" if at.strip() else ""
    return HttpResponseRedirect(reverse("verify-licence", args=[wanted]) + query)


@require_safe
@never_cache
@limited
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """The answer on one licence: `/verify/<identifier>?s=<short signature>&at=<day>`."""
    wanted, typed_at = reading.identifier(identifier), request.GET.get("at", "")
    checked = check_licence_identifier(wanted)
    if checked.value is None:
        message = either(checked.problems[0].message, checked.problems[0].message_en)
        return _form(request, typed=identifier, at=typed_at, error=message, status=400)
    try:
        at = reading.moment(typed_at)
    except reading.BadMoment:
        message = _("日期要写成 2026-03-01 这样，您写的是“%(typed)s”。") % {"typed": typed_at}
        return _form(request, typed=wanted, at=typed_at, at_error=message, status=400)
    found = queries.find(wanted)
    if found is None:
        text = _("标识的写法没有错，但不是我们发的证，或者还没有入库。请核对后再查，或者联系颁发机构。")
        return _form(request, typed=wanted, at=typed_at, verdict=Verdict("bad", _("查不到这张证"), text), status=404)
    return _answer(request, found, at, request.GET.get("s"))


@require_POST
@never_cache
@limited
def file(request: HttpRequest) -> HttpResponse:
    """Check an uploaded `.licence.json` file."""
    upload = request.FILES.get("file")
    if upload is None:
        return _form(request, file_error=_("请先选一个证照文件，名字以 .licence.json 结尾。"), status=400)
    if (upload.size or 0) > LARGEST:
        return _form(request, file_error=_("文件太大，不是证照文件。请选名字以 .licence.json 结尾的那个。"), status=400)
    verdict = queries.check(upload.read())
    if verdict.kind == "unreadable":
        return _form(request, file_error=either(verdict.message, verdict.message_en), status=400)
    if verdict.kind != "genuine" or verdict.signed is None:
        shown = Verdict("bad", _("这个文件不是真的，或者被改过"), either(verdict.message, verdict.message_en))
        return _form(request, verdict=shown)
    found = queries.find(verdict.signed.licence.identifier)
    if found is None:
        text = _("签名是真的，但登记里没有这张证。请联系颁发机构核实。")
        return _form(request, verdict=Verdict("warn", _("登记里查不到"), text))
    return _answer(request, found, None, found.short, from_file=True)


@require_safe
@limited
def published_keys(request: HttpRequest) -> HttpResponse:
    """The public keys of all organisations, for checking offline (`bancheng verify-licence FILE --key THIS`)."""
    rows = queries.published_keys()
    return JsonResponse({"keys": rows}, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _form(
    request: HttpRequest,
    *,
    typed: str = "",
    at: str = "",
    error: str = "",
    at_error: str = "",
    file_error: str = "",
    verdict: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed, what has to be changed, and an answer where there is one."""
    told = {"id": error, "at": at_error, "file": file_error}
    context = {
        "nav": "verify",
        "typed": typed,
        "at": at,
        "error": error,
        "at_error": at_error,
        "file_error": file_error,
        "errors": [{"id": id, "text": text} for id, text in told.items() if text],
        "verdict": verdict,
    }
    return render(request, "verify/form.html", context, status=status)


def _answer(request: HttpRequest, found: Licence, at: datetime | None, short: str | None, from_file: bool = False) -> HttpResponse:
    standing = found.standing(at or now.business())
    in_hand = short is not None and constant_time_compare(short, found.short)
    if not _intact(found):
        verdict = Verdict("bad", _("登记的内容没有通过校验"), _("请暂时不要相信这张证，并拨打 12345 告诉我们。"))
    elif short is not None and not in_hand:
        verdict = Verdict("bad", _("二维码和登记的对不上"), _("您手上的这张可能是伪造的。登记的内容在下面，请逐项对照。"))
    else:
        verdict = words.of(found, standing, at)
    newest = queries.newest(found)
    context = {
        "nav": "verify",
        "verdict": verdict,
        "from_file": from_file,
        "licence": found,
        "title": licence_name(found.record),
        "status": words.status_word(standing.status, either("", "x") == "x"),
        "rows": _rows(found),
        "printed": _printed(found) if in_hand else [],
        "notes": found.record.notes,
        "newest": newest if newest != found else None,
        "at": request.GET.get("at", ""),
        "checked_at": now.business(),
    }
    return render(request, "verify/licence.html", context)


def _intact(found: Licence) -> bool:
    """Is the stored text still what was signed? A register that was tampered with vouches for nothing."""
    try:
        text = found.text.encode()
    except keys.Unreadable:
        return False
    if canonical.digest_bytes(text) != found.digest:
        return False
    return keys.provider().verify(found.public_key, text, bytes.fromhex(found.signature))


def _rows(found: Licence) -> list[dict[str, str]]:
    record = found.record
    person = record.holder_type == "natural_person"
    until = cndate(record.valid_to, "plain") if record.valid_to else _("长期")
    rows = [
        (_("编号"), record.number),
        (_("持有者"), mask_name(record.holder_name) if person else record.holder_name),
        (_("持有者代码"), mask_id(record.holder_code) if person else record.holder_code),
        (_("颁发机构"), record.issuer_name),
        (_("颁发日期"), cndate(record.issued_on, "plain")),
        (_("有效期"), _("%(first)s 至 %(last)s") % {"first": cndate(record.valid_from, "plain"), "last": until}),
        (_("版本"), str(record.version)),
        (_("电子证照标识"), record.identifier),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _printed(found: Licence) -> list[dict[str, str]]:
    """The printed lines; personal ones masked."""
    hidden = set(found.personal)
    return [
        {"label": field.name, "value": mask_name(field.value) if field.name in hidden else field.value}
        for field in found.record.fields
    ]
