"""Do to licences what a granted item says: a new one, a new version, a cancellation, a filing receipt, or nothing.

A part that another system decides (`item.external`) brings its result from there; we issue nothing for it.
"""
from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from bancheng import now
from bancheng.apps.licences import contents
from bancheng.apps.licences.actions.end import cancel
from bancheng.apps.licences.actions.issue import SubCase, amend, issue, renew, replace
from bancheng.apps.licences.models import Licence
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.facts import Facts
from bancheng.core.licence import Status

_VERSIONS: dict[str, Callable[[SubCase, Catalogue, Item, Facts, Licence], Licence]] = {
    "amend": amend,
    "renew": renew,
    "replace": replace,
}


@transaction.atomic
def carry_out(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts) -> Licence | None:
    """Carry out the result of a granted case; the licence it is about, if there is one.

    An amendment, renewal or replacement of a licence that another system issued gives a first version of ours; a
    cancellation of such a licence leaves nothing to do here.

    Raises:
        CannotIssue: the facts do not make a licence.
        NotPossible: the licence to change has ended already.
    """
    effect = item.result.effect
    if item.external is not None or item.result.kind == "none":
        return None
    done = Licence.objects.filter(sub_case=sub_case.number, purpose=effect).first()
    if done is not None:
        return done
    if effect in ("new", "receipt"):
        return issue(sub_case, catalogue, item, facts) if item.result.kind != "approval" else None
    current = _current(sub_case, catalogue, item, facts)
    if effect == "cancel":
        if current is None:
            return None
        actor = f"org:{sub_case.organisation}"
        return cancel(current.identifier, f"按申请注销（{sub_case.number}）", basis="行政许可法第七十条", actor=actor)
    if current is None:
        return issue(sub_case, catalogue, item, facts)
    return _VERSIONS[effect](sub_case, catalogue, item, facts, current)


def _current(sub_case: SubCase, catalogue: Catalogue, item: Item, facts: Facts) -> Licence | None:
    """The holder's licence that is to be changed: the one whose number the facts name, else the only one."""
    holder = contents.holder(catalogue, item, facts, sub_case.joint.holder, sub_case.joint.holder_name)
    held = Licence.objects.filter(evidence=item.result.licence_type, holder_index=holder.index, next=None)
    alive = [one for one in held.order_by("pk") if one.standing(now.business()).status in (Status.VALID, Status.EXPIRED)]
    evidence = catalogue.evidence.get(item.result.licence_type)
    named = facts.get(evidence.fields.get("编号", "")) if evidence else None
    if named is not None:
        return next((one for one in alive if one.number == named.value), None)
    return alive[-1] if len(alive) == 1 else None
