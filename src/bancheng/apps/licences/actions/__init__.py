"""What can be done with licences. One business action a file; all in the caller's transaction or one of their own."""
from __future__ import annotations

from bancheng.apps.licences.actions.carry_out import carry_out
from bancheng.apps.licences.actions.end import cancel, forfeit, revoke, revoke_of_case, withdraw
from bancheng.apps.licences.actions.issue import amend, issue, renew, replace

__all__ = ["amend", "cancel", "carry_out", "forfeit", "issue", "renew", "replace", "revoke", "revoke_of_case", "withdraw"]
