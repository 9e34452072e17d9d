"""One-time codes of the second factor (RFC 6238): six digits, a new one every half minute, each good once. Real time."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import pyotp

from bancheng import now
from bancheng.apps.staff.models import Officer

STEP = 30
DRIFT = 1  # a clock may be one step before or behind


@dataclass(frozen=True, slots=True)
class Code:
    """A code, and the seconds until it is accepted (0: now)."""

    text: str
    wait: int


def new_secret() -> str:
    """A secret for a new authenticator (160 bits)."""
    return pyotp.random_base32()


def step_now() -> int:
    return int(now.real().timestamp()) // STEP


def current(officer: Officer) -> Code:
    """The first code that this officer has not used up: this half minute's, or the next one's, accepted early."""
    step = max(step_now(), officer.totp_step + 1)
    accepted_from = (step - DRIFT) * STEP
    return Code(_code(officer.totp_secret, step), max(0, accepted_from - int(now.real().timestamp())))


def use(officer: Officer, text: str) -> bool:
    """Accept a code once. A second use, also one at the same moment in another process, is refused."""
    if not officer.totp_secret or len(text) != 6 or not (text.isascii() and text.isdigit()):
        return False
    here = step_now()
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(_code(officer.totp_secret, step), text):
            used = Officer.objects.filter(pk=officer.pk, totp_step__lt=step).update(totp_step=step)
            return used == 1
    return False


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret, interval=STEP).generate_otp(step)
