"""What shall go on by itself: a mark on the joint case, set in the transaction after which more is possible.

The worker looks for marks and advances those cases. Advancing talks to sources and must not hold a lock, so it is no timer; a mark survives
any crash because it was committed with what made it necessary.
"""
from __future__ import annotations

from bancheng import now
from bancheng.apps.cases.models import JointCase


def go_on(joint: JointCase) -> None:
    """Mark a joint case, in the caller's transaction."""
    joint.advance_at = now.real()
    joint.save(update_fields=["advance_at"])
