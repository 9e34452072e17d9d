"""What is done with the catalogue: publish definitions or a pack, edit a draft and publish it."""
from __future__ import annotations

from bancheng.apps.catalogue.actions.draft import back_to, change, definitions, discard, open_draft, problems, publish_draft, renew, take_back, verdict
from bancheng.apps.catalogue.actions.publish import Faulty, fingerprint, publish, publish_pack, put_into_force

__all__ = [
    "Faulty",
    "back_to",
    "change",
    "definitions",
    "discard",
    "fingerprint",
    "open_draft",
    "problems",
    "publish",
    "publish_draft",
    "publish_pack",
    "put_into_force",
    "renew",
    "take_back",
    "verdict",
]
