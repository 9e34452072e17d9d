"""A colleague confirms, at somebody else's desk, what the two did together: with their own one-time code.

Tries count like those of signing in, and lock the account in the same way, so that codes cannot be guessed here either.
"""

from __future__ import annotations

from bancheng.apps import keys
from bancheng.apps.staff import one_time
from bancheng.apps.staff.actions import sign_in
from bancheng.apps.staff.models import Attempt, Officer
from bancheng.core.identifiers import normalise


class NotConfirmed(Exception):
    """The colleague did not confirm. `message` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def confirm(colleague: Officer, code: str, beside: Officer) -> None:
    """The colleague stands `beside` the officer and gives a code of their own; it is used up.

    Raises:
        NotConfirmed: the code is wrong or used up, it is the same person, or there were too many tries.
    """
    if colleague.pk == beside.pk:
        raise NotConfirmed("要由另一位同事确认，不能是您自己。")
    account = keys.blind_index(f"sign-in account:{colleague.username}")
    try:
        sign_in.count_try(account, keys.blind_index(f"confirmation beside:{beside.pk}"))
    except sign_in.SignInRefused as refused:
        raise NotConfirmed(refused.message) from None
    if not colleague.is_active or not one_time.use(colleague, normalise(code)):
        sign_in.say(colleague, "confirmation_failed")
        raise NotConfirmed(f"动态码不对。请{colleague.name}看一下自己的验证器，动态码 30 秒换一次，用过的不能再用。")
    Attempt.objects.filter(key=account).delete()
    sign_in.say(colleague, "confirmed")
