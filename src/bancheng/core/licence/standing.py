"""What a licence is worth at a moment.

Valid means: the register says so, the day lies within the validity, and no newer version has taken its place (handbook
I9). The ways of not being valid differ in law, and pages must not mix them up:

- expired 过期      the last day has passed;
- superseded 已换新  a newer version (amended, renewed, replaced) has taken its place;
- revoked 撤销       it should never have been granted: void from the start (行政许可法 art. 69);
- withdrawn 撤回     lawful when granted, taken back because law or circumstances changed (art. 8): void from then on;
- cancelled 注销     struck off the register when it had ended anyway (art. 70);
- forfeited 吊销     taken away as a penalty: void from then on (行政处罚法 art. 9).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


class Status(StrEnum):
    """The standing of a licence; the values are stored."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    FORFEITED = "forfeited"

    @property
    def word(self) -> str:
        return _WORDS[self][0]

    @property
    def word_en(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    Status.NOT_YET: ("还没生效", "not yet valid"),
    Status.VALID: ("有效", "valid"),
    Status.EXPIRED: ("已过期", "expired"),
    Status.SUPERSEDED: ("已换新", "replaced"),
    Status.REVOKED: ("已撤销", "revoked"),
    Status.WITHDRAWN: ("已撤回", "withdrawn"),
    Status.CANCELLED: ("已注销", "cancelled"),
    Status.FORFEITED: ("已吊销", "forfeited"),
}
ENDINGS = (Status.SUPERSEDED, Status.REVOKED, Status.WITHDRAWN, Status.CANCELLED, Status.FORFEITED)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that ended a licence: what, from which moment, by which article; `successor` the newer version."""

    status: Status
    at: datetime
    basis: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one moment.

    Attributes:
        status: what it is worth in law at that moment, as known now.
        since: the day from which that holds.
        change: what ended it, where something did.
        register: what the register showed at that moment. It differs from `status` only for a licence that was revoked
            later: the register then still said valid, yet it was void from the start.
    """

    status: Status
    since: date
    change: Change | None
    register: Status

    @property
    def waives(self) -> bool:
        """May it stand in for a paper? Only a valid licence may (I10)."""
        return self.status is Status.VALID


class NotPossible(ValueError):
    """A licence in this state cannot be ended like that. `message` says so in Chinese, `message_en` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        self.message_en = message_en
        super().__init__(message_en)


def status_at(
    issued_at: datetime, valid_from: date, valid_to: date | None, changes: Sequence[Change], moment: datetime
) -> Standing:
    """What a licence was, is or will be worth at a moment.

    Args:
        issued_at: when it was issued.
        valid_from, valid_to: first and last day of validity; None when it has no fixed end.
        changes: everything that ended it, in any order; also what came after `moment`.
    """
    ordered = sorted(changes, key=lambda change: change.at)
    register = _register(issued_at, valid_from, valid_to, [c for c in ordered if c.at <= moment], moment)
    revoked = next((change for change in ordered if change.status is Status.REVOKED), None)
    if revoked is not None and register.status is not Status.NOT_YET:
        return Standing(Status.REVOKED, valid_from, revoked, register.status)
    return register


def allow(status: Status, ending: Status) -> None:
    """May a licence in this state be ended like that?

    Raises:
        NotPossible: no; the message says why and what to do.
    """
    if ending not in ENDINGS:
        raise ValueError(f"{ending} does not end a licence")
    if status is Status.SUPERSEDED:
        raise NotPossible(
            "这张证已经换了新版本，请对新版本操作。", "This licence was replaced by a newer version; act on that one."
        )
    ended = status in (Status.REVOKED, Status.WITHDRAWN, Status.CANCELLED, Status.FORFEITED)
    formality = ending is Status.CANCELLED and status in (Status.REVOKED, Status.WITHDRAWN, Status.FORFEITED)
    void_from_start = ending is Status.REVOKED and status in (Status.WITHDRAWN, Status.CANCELLED, Status.FORFEITED)
    if ended and not formality and not void_from_start:
        raise NotPossible(
            f"这张证{status.word}，不能再{_VERBS[ending][0]}。", f"This licence is {status.word_en}; it cannot be {_VERBS[ending][1]}."
        )
    if ending in (Status.WITHDRAWN, Status.FORFEITED) and status is Status.EXPIRED:
        raise NotPossible(
            f"这张证已过期，不能再{_VERBS[ending][0]}，请办注销。", "This licence has expired; cancel it instead."
        )


_VERBS = {
    Status.SUPERSEDED: ("换新", "replaced"),
    Status.REVOKED: ("撤销", "revoked"),
    Status.WITHDRAWN: ("撤回", "withdrawn"),
    Status.CANCELLED: ("注销", "cancelled"),
    Status.FORFEITED: ("吊销", "forfeited"),
}


def _register(
    issued_at: datetime, valid_from: date, valid_to: date | None, changes: Sequence[Change], moment: datetime
) -> Standing:
    day = moment.astimezone(ZONE).date()
    if changes:
        last = changes[-1]
        return Standing(last.status, last.at.astimezone(ZONE).date(), last, last.status)
    if moment < issued_at or day < valid_from:
        return Standing(Status.NOT_YET, valid_from, None, Status.NOT_YET)
    if valid_to is not None and day > valid_to:
        return Standing(Status.EXPIRED, valid_to, None, Status.EXPIRED)
    return Standing(Status.VALID, valid_from, None, Status.VALID)
