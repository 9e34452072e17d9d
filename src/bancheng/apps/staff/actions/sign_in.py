"""An officer signs in with password and one-time code.

Tries are counted before they are judged, by account and by network address, in real time: five for an account, thirty
for an address, within a quarter of an hour. An account that does not exist answers like one that does. The sign-in says
only that something was wrong, never what.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from bancheng import now
from bancheng.apps import keys
from bancheng.apps.audit import stream
from bancheng.apps.staff import one_time
from bancheng.apps.staff.happened import Happened
from bancheng.apps.staff.models import Attempt, Officer
from bancheng.core.identifiers import normalise

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30


class SignInRefused(Exception):
    """Nobody is signed in. `message` says what to do; `locked` if only waiting helps."""

    def __init__(self, message: str, locked: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.locked = locked


def sign_in(username: str, password: str, code: str, address: str) -> Officer:
    """The officer, if account, password and code are right and the code has not been used.

    Raises:
        SignInRefused: something was wrong, or there were too many tries.
    """
    name = username.strip().lower()
    account, network = keys.blind_index(f"sign-in account:{name}"), keys.blind_index(f"sign-in address:{address}")
    tries = count_try(account, network)
    officer = Officer.objects.filter(username=name, is_active=True).first()
    if officer is None:
        make_password(password)  # takes as long as checking one, so that the time tells nothing
    right = officer is not None and officer.check_password(password) and one_time.use(officer, normalise(code))
    if officer is None or not right:
        if officer is not None:
            say(officer, "sign_in_failed")
        left = PER_ACCOUNT - tries
        if left <= 0:
            raise SignInRefused(f"错了 {PER_ACCOUNT} 次，这个账号先锁 15 分钟。到时再试，或请本单位管理员重置。", True)
        raise SignInRefused(f"账号、密码或动态码有一项不对。动态码 30 秒换一次，用过的不能再用。还可以试 {left} 次。")
    Attempt.objects.filter(key=account).delete()
    say(officer, "signed_in")
    return officer


@transaction.atomic
def count_try(account: str, network: str) -> int:
    """Count this try; gives the tries of the account including this one.

    Raises:
        SignInRefused: too many already; a try that is turned away is not counted.
    """
    since = now.real() - WINDOW
    Attempt.objects.filter(at__lt=since).delete()
    by_account = Attempt.objects.filter(key=account).order_by("at")
    tries = by_account.count()
    if tries >= PER_ACCOUNT:
        earliest = by_account.first()
        wait = (earliest.at - since) if earliest else WINDOW
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        raise SignInRefused(f"错的次数太多，这个账号锁住了。请过 {minutes} 分钟再试，或请本单位管理员重置。", True)
    if Attempt.objects.filter(key=network).count() >= PER_ADDRESS:
        raise SignInRefused("这个网络地址试错太多次了。请过 15 分钟再试。", True)
    at = now.real()
    Attempt.objects.bulk_create([Attempt(key=account, at=at), Attempt(key=network, at=at)])
    return tries + 1


@transaction.atomic
def say(officer: Officer, what: str) -> None:
    stream.append(officer.reference, [Happened(what)], actor=officer.reference, basis="工作人员登录")
