"""A company lets somebody act for it, and takes that back.

Only the legal representative may give an authorisation, never an agent. It names the agent by identity number, the
themes it reaches to and its last day, at most a year ahead; revoking it works at once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.subjects.happened import Happened
from bancheng.apps.subjects.models import Authorisation, Entity, index_of
from bancheng.apps.subjects.principal import Principal
from bancheng.core.identifiers import check_citizen_id

LONGEST = timedelta(days=366)


class Invalid(Exception):
    """What was entered cannot be taken over; `problems` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def authorise(principal: Principal, agent_name: str, agent_id_no: str, themes: Collection[str], valid_to: date | None) -> Authorisation:
    """The legal representative lets a person act for the company.

    Raises:
        NotAllowed: not acting as the company's legal representative.
        Invalid: a field is wrong.
    """
    if principal.entity is None or not principal.entity.is_led_by(principal.person):
        raise NotAllowed(_("只有法定代表人（经营者）本人才能授权别人代办。请先选“代表公司办”。"))
    number = _checked(agent_name, agent_id_no, valid_to)
    if index_of(number) == principal.person.id_index:
        raise Invalid({"agent_id_no": _("您自己不用授权，就能代表公司办。请填代办人的身份证号。")})
    return _record(principal.entity, agent_name, number, themes, valid_to, principal.actor, "")


@transaction.atomic
def record_paper(
    officer: Officer,
    entity: Entity,
    agent_name: str,
    agent_id_no: str,
    themes: Collection[str],
    valid_to: date | None,
    paper: str,
) -> Authorisation:
    """At the counter, an officer records an authorisation that was signed on paper; `paper` names where it is filed.

    Raises:
        NotAllowed: the officer does not take in applications.
        Invalid: a field is wrong, or the paper is not named.
    """
    officer.must("intake")
    if not paper.strip():
        raise Invalid({"paper": _("请填写纸质授权书存在哪里（档案号）。")})
    number = _checked(agent_name, agent_id_no, valid_to)
    return _record(entity, agent_name, number, themes, valid_to, officer.reference, paper.strip())


@transaction.atomic
def revoke(principal: Principal, authorisation_id: str) -> Authorisation:
    """The legal representative takes an authorisation back, or the agent gives it up. Doing so twice changes nothing.

    Raises:
        NotAllowed: it is neither the own company's nor the own authorisation (or there is none: nobody learns which).
    """
    row = Authorisation.objects.select_for_update().select_related("entity").filter(pk=authorisation_id).first()
    given = row is not None and row.entity.is_led_by(principal.person)
    held = row is not None and row.agent_index == principal.person.id_index
    if row is None or not (given or held):
        raise NotAllowed(_("这份授权不是您给出的，也不是给您的，不能撤销。"))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now.business(), principal.actor
        row.save(update_fields=["revoked_at", "revoked_by"])
        _say(row, "authorisation_revoked", principal.actor, {"by_agent": held and not given})
    return row


def _record(
    entity: Entity,
    agent_name: str,
    number: str,
    themes: Collection[str],
    valid_to: date | None,
    by: str,
    paper: str,
) -> Authorisation:
    row = Authorisation.objects.create(
        entity=entity,
        agent_name=agent_name.strip(),
        agent_id_no=number,
        agent_index=index_of(number),
        themes=sorted(set(themes)),
        valid_from=now.today(),
        valid_to=valid_to,
        given_by=by,
        given_at=now.business(),
        paper=paper,
    )
    _say(row, "authorisation_given", by, {"themes": row.themes, "valid_to": row.valid_to, "paper": bool(paper)})
    return row


def _say(row: Authorisation, what: str, by: str, more: dict[str, object]) -> None:
    payload = {"authorisation": str(row.id), "agent": row.agent_index, **more}
    stream.append(
        f"subject:{row.entity.reference}",
        [Happened(what, payload)],
        actor=by,
        on_behalf=row.entity.reference,
        basis="民法典第一百六十一条、第一百六十五条",
    )


def _checked(agent_name: str, agent_id_no: str, valid_to: date | None) -> str:
    """The agent's number, written as the standard has it.

    Raises:
        Invalid: a field is wrong.
    """
    today = now.today()
    problems: dict[str, str] = {}
    if not agent_name.strip():
        problems["agent_name"] = _("请填写代办人的姓名。")
    elif len(agent_name.strip()) > 50:
        problems["agent_name"] = _("姓名最多 50 个字，请改短。")
    checked = check_citizen_id(agent_id_no, today)
    if checked.value is None:
        wrong = checked.problems[0]
        problems["agent_id_no"] = wrong.message_en if (get_language() or "").startswith("en") else wrong.message
    if valid_to is None:
        problems["valid_to"] = _("请填写授权到哪一天，例如 2026-12-31。")
    elif valid_to < today:
        problems["valid_to"] = _("这一天已经过去了，请填今天或以后的日期。")
    elif valid_to > today + LONGEST:
        problems["valid_to"] = _("授权一次最长一年，到期可以再授权。请填一年以内的日期。")
    if problems or checked.value is None:
        raise Invalid(problems)
    return checked.value.number
