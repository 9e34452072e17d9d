"""The terms a part runs under: limits and duties of its item version, as the applicant's choices select them."""
from __future__ import annotations

from datetime import date

from bancheng.core import clock, procedure
from bancheng.core.catalogue import CHOICE, Catalogue
from bancheng.core.catalogue.models import Item, Limit, Theme
from bancheng.core.facts import Facts, values

COMMITMENT = "告知承诺"


def terms_of(
    catalogue: Catalogue,
    item: Item,
    facts: Facts,
    as_of: date,
    organisation: str = "",
    joint: procedure.JointHandling | None = None,
    region: str = "",
    expires: date | None = None,
    banned_until: date | None = None,
) -> procedure.Terms:
    """What the procedure needs to know of an item (R-36: kept with the case).

    Args:
        organisation: who decides the part; officers of others are then refused by the core, too (R-28).
        joint: the envelope, where the part is handled together with others (R-13).
        region: where the case is handled; names the lower level that reviews first, where the item has one (R-15).
        expires: the last day of the licence that a renewal renews (R-19).
        banned_until: until when the applicant, who deceived before, may not apply for this (R-26).
    """
    after = item.after_check
    points = [point for point in item.review_points if point.by == "person" and holds(catalogue, point.when, facts, as_of)]
    return procedure.Terms(
        item=item.id,
        version=item.effective_from,
        release=catalogue.digest,
        statutory=_limit(item.limits.statutory),
        promised=_limit(promised_of(catalogue, item, facts, as_of)),
        commitment=choice_for(item, facts, as_of) == COMMITMENT,
        automatic=not points and not _by_people(item),
        onsite_check=any(point.inspectors >= 2 for point in points),
        after_check=_limit(after.within) if after and holds(catalogue, after.when, facts, as_of) else None,
        special=tuple(clock.SuspensionKind(one.kind) for one in item.special_procedures),
        extension=clock.Amount(item.limits.extension_days),
        joint=joint,
        organisation=organisation,
        deferrable=tuple(m.id for m in item.materials if m.secondary and holds(catalogue, m.when, facts, as_of)) if item.gap_when else (),
        first_review=_first_review(catalogue, item, region) if region else None,
        hearing=item.hearing_required,
        affects_others=item.affects_others,
        inspection=item.procedure_kind == "inspection",
        renewal=_renewal(catalogue, item, expires),
        banned_until=banned_until,
    )


def joint_handling(catalogue: Catalogue, theme: Theme, region: str, parts: int, received: date) -> procedure.JointHandling | None:
    """The envelope of 45 days around every part, where the theme is handled together and really has several (R-13).

    The government of the same level is the one to which decisions of the leading organisation are taken for review (行政复议法 art. 24).
    """
    lead = catalogue.find(theme.lead, region)
    if not theme.handled_together or parts < 2 or lead is None:
        return None
    return procedure.JointHandling(received, lead.review_organ)


def _by_people(item: Item) -> bool:
    """Whether the law wants steps of people before any decision: then the rules do not grant, whatever they find."""
    return bool(item.hearing_required or item.affects_others or item.first_review or item.procedure_kind not in ("ordinary", "registration"))


def choice_of(facts: Facts, as_of: date) -> str:
    """告知承诺, 一般程序, or nothing where there is no choice (C-03)."""
    return str(values(facts, as_of).get(CHOICE, ""))


def choice_for(item: Item, facts: Facts, as_of: date) -> str:
    """As `choice_of`, and nothing for an item that cannot be had by commitment: in a joint case the choice concerns only those that can."""
    return choice_of(facts, as_of) if item.commitment_when else ""


def promised_of(catalogue: Catalogue, item: Item, facts: Facts, as_of: date) -> Limit:
    """The first promised limit whose condition holds; the statutory one where none does."""
    for limit in item.limits.promised:
        if holds(catalogue, limit.when, facts, as_of):
            return limit
    return item.limits.statutory


def holds(catalogue: Catalogue, when: str | None, facts: Facts, as_of: date) -> bool:
    """Does a condition hold? No condition always does; unknown does not."""
    return when is None or catalogue.evaluate(when, catalogue.values(facts, as_of), as_of).value is True


def _first_review(catalogue: Catalogue, item: Item, region: str) -> procedure.LowerReview | None:
    if item.first_review is None:
        return None
    return procedure.LowerReview(catalogue.resolve(item.first_review.authority, region).id, _limit(item.first_review.limit))


def _renewal(catalogue: Catalogue, item: Item, expires: date | None) -> procedure.Renewal | None:
    """The last day to apply for deemed renewal: so long before the licence expires, thirty days where no law says otherwise."""
    if item.matter != "renewal" or expires is None:
        return None
    before = _limit(item.renew_before).amount if item.renew_before else procedure.RENEW_BEFORE
    return procedure.Renewal(expires, procedure.apply_by(expires, before, catalogue.calendar))


def _limit(limit: Limit) -> clock.Limit:
    basis = "；".join(f"《{b.law}》{b.article}" for b in limit.basis)
    return clock.Limit(
        clock.Amount(limit.days, clock.Unit(limit.unit)), clock.StartsFrom(limit.starts_from), basis, limit.wording
    )
