"""What the verify page says, in plain words: one verdict for each standing, so that nobody has to know the law."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from bancheng.apps.licences.models import Licence
from bancheng.core.licence import Standing, Status
from bancheng.core.licence.standing import ZONE
from bancheng.web.templatetags.bc import cndate, cnmoment


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, large: `kind` is ok, warn or bad."""

    kind: str
    title: str
    text: str = ""


def of(licence: Licence, standing: Standing, at: datetime | None) -> Verdict:
    """The verdict on a genuine licence, now or at a moment."""
    title, text = _TELL[standing.status](licence, standing)
    kind = {Status.VALID: "ok", Status.NOT_YET: "warn", Status.EXPIRED: "warn", Status.SUPERSEDED: "warn"}
    if at is not None:
        title = _("%(when)s：%(title)s") % {"when": _when(at), "title": title}
    return Verdict(kind.get(standing.status, "bad"), title, text)


def status_word(status: Status, english: bool) -> str:
    """The status in a word or two."""
    return status.word_en if english else status.word


def _when(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return cndate(local.date(), "plain") if (local.hour, local.minute, local.second) == (23, 59, 59) else cnmoment(local)


def _day(value: date) -> str:
    return cndate(value, "plain")


def _changed_on(standing: Standing) -> str:
    return _day(standing.change.at.astimezone(ZONE).date()) if standing.change else ""


def _valid(licence: Licence, standing: Standing) -> tuple[str, str]:
    if licence.filing:
        return _("这份备案回执是真的"), _("备案不是许可，只说明已经报备过。")
    until = licence.valid_to
    text = _("有效期到 %(day)s。") % {"day": _day(until)} if until else _("长期有效。")
    return _("这张证是真的，有效"), text


def _not_yet(licence: Licence, standing: Standing) -> tuple[str, str]:
    return _("那时还没有这张证"), _("从 %(day)s 起才有效。") % {"day": _day(licence.valid_from)}


def _expired(licence: Licence, standing: Standing) -> tuple[str, str]:
    return _("这张证是真的，但已经过期"), _("最后一天是 %(day)s，之后不能再用。") % {"day": _day(standing.since)}


def _superseded(licence: Licence, standing: Standing) -> tuple[str, str]:
    return (
        _("这张证已经换了新版本"),
        _("%(day)s 起由新的一版代替，这一版不能再用。请看新版本。") % {"day": _changed_on(standing)},
    )


def _revoked(licence: Licence, standing: Standing) -> tuple[str, str]:
    if standing.register is Status.VALID:
        return (
            _("这张证已被撤销，从一开始就无效"),
            _("当时登记的状态是有效，后来在 %(day)s 被撤销。撤销的意思是本来就不该发。") % {"day": _changed_on(standing)},
        )
    return (
        _("这张证已被撤销，从一开始就无效"),
        _("%(day)s 被撤销。撤销的意思是本来就不该发，不能再用。") % {"day": _changed_on(standing)},
    )


def _withdrawn(licence: Licence, standing: Standing) -> tuple[str, str]:
    return (
        _("这张证已被撤回，不能再用"),
        _("%(day)s 起无效。撤回的意思是当时发得对，后来法律或情况变了。") % {"day": _changed_on(standing)},
    )


def _cancelled(licence: Licence, standing: Standing) -> tuple[str, str]:
    return _("这张证已经注销，不能再用"), _("%(day)s 起从登记中注销。") % {"day": _changed_on(standing)}


def _forfeited(licence: Licence, standing: Standing) -> tuple[str, str]:
    return (
        _("这张证已被吊销，不能再用"),
        _("%(day)s 起无效。吊销是一种处罚。") % {"day": _changed_on(standing)},
    )


_TELL = {
    Status.VALID: _valid,
    Status.NOT_YET: _not_yet,
    Status.EXPIRED: _expired,
    Status.SUPERSEDED: _superseded,
    Status.REVOKED: _revoked,
    Status.WITHDRAWN: _withdrawn,
    Status.CANCELLED: _cancelled,
    Status.FORFEITED: _forfeited,
}
