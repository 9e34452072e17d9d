"""Each way of not being valid means something of its own."""
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bancheng.core.licence import Change, NotPossible, Status, allow, status_at
from bancheng.core.licence.standing import ENDINGS, ZONE

ISSUED = datetime(2026, 3, 2, 10, tzinfo=ZONE)
FROM, TO = date(2026, 3, 2), date(2030, 3, 1)


def on(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def status(moment: datetime, *changes: Change) -> Status:
    return status_at(ISSUED, FROM, TO, changes, moment).status


def test_valid_to_the_last_minute_of_the_last_day():
    assert status(on(2026, 3, 2, 9)) is Status.NOT_YET
    assert status(ISSUED) is Status.VALID
    assert status(datetime(2030, 3, 1, 23, 59, tzinfo=ZONE)) is Status.VALID
    assert status(datetime(2030, 3, 2, 0, 0, tzinfo=ZONE)) is Status.EXPIRED


def test_no_fixed_end_never_expires():
    assert status_at(ISSUED, FROM, None, (), on(2090, 1, 1)).status is Status.VALID


@pytest.mark.parametrize("ending", [Status.WITHDRAWN, Status.CANCELLED, Status.FORFEITED, Status.SUPERSEDED])
def test_these_hold_from_then_on(ending):
    change = Change(ending, on(2027, 5, 1))
    assert status(on(2027, 4, 30), change) is Status.VALID
    assert status(on(2027, 5, 2), change) is ending


def test_a_revoked_licence_was_void_from_the_start_though_the_register_said_valid():
    change = Change(Status.REVOKED, on(2027, 5, 1), "行政许可法第六十九条")
    before = status_at(ISSUED, FROM, TO, (change,), on(2026, 6, 1))
    assert before.status is Status.REVOKED
    assert before.register is Status.VALID
    assert not before.waives
    assert status_at(ISSUED, FROM, TO, (change,), on(2027, 6, 1)).register is Status.REVOKED


def test_revoked_then_struck_off_is_still_void_from_the_start():
    changes = (Change(Status.CANCELLED, on(2027, 6, 1)), Change(Status.REVOKED, on(2027, 5, 1)))
    assert status(on(2026, 6, 1), *changes) is Status.REVOKED
    assert status(on(2028, 6, 1), *changes) is Status.REVOKED


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1)).map(lambda moment: moment.replace(tzinfo=ZONE))
CHANGES = st.lists(st.builds(Change, st.sampled_from(ENDINGS), MOMENTS.filter(lambda moment: moment > ISSUED)), max_size=4)


@given(CHANGES, MOMENTS)
def test_valid_exactly_when_issued_within_validity_and_not_ended(changes, moment):
    """Handbook I9."""
    ended = any(change.at <= moment or change.status is Status.REVOKED for change in changes)
    within = moment >= ISSUED and FROM <= moment.date() <= TO
    standing = status_at(ISSUED, FROM, TO, changes, moment)
    assert (standing.status is Status.VALID) == (within and not ended)
    assert standing.waives == (standing.status is Status.VALID)


@given(CHANGES, MOMENTS, MOMENTS)
def test_what_comes_later_changes_the_past_only_by_revocation(changes, moment, later):
    change = Change(Status.WITHDRAWN, max(moment, later) + timedelta(seconds=1))
    assert status(moment, *changes) is status(moment, *changes, change)


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (Status.SUPERSEDED, Status.REVOKED),
        (Status.REVOKED, Status.REVOKED),
        (Status.CANCELLED, Status.SUPERSEDED),
        (Status.EXPIRED, Status.WITHDRAWN),
        (Status.EXPIRED, Status.FORFEITED),
    ],
)
def test_what_cannot_be_done_says_why(status, ending):
    with pytest.raises(NotPossible) as refused:
        allow(status, ending)
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("status", "ending"),
    [(Status.VALID, one) for one in ENDINGS]
    + [(Status.EXPIRED, Status.CANCELLED), (Status.EXPIRED, Status.REVOKED), (Status.EXPIRED, Status.SUPERSEDED)]
    + [(Status.REVOKED, Status.CANCELLED), (Status.CANCELLED, Status.REVOKED)],
)
def test_what_can_be_done(status, ending):
    allow(status, ending)
