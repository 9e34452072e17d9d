"""Somebody signed in without the way over the identity service, and a case that waits for its applicant."""
from __future__ import annotations

from pathlib import Path

from django.test import Client

from bancheng import now
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions.submit import Confirmation, submit
from bancheng.apps.cases.models import DraftFile, JointCase
from bancheng.apps.files.actions.store import keep
from bancheng.apps.subjects.models import Person
from tests.apps.cases.conftest import work


def sign_in(client: Client, person: Person, uscc: str = "") -> None:
    """A session as the sign-in leaves it; `uscc`: acting for this company."""
    at = now.real().isoformat()
    session = client.session
    session["portal"] = {"person": str(person.id), "entity": uscc, "authorisation": "", "since": at, "seen": at}
    session.save()


SIGN = {
    "sign.wanted": True,
    "sign.kind": "招牌",
    "sign.streets": 1,
    "sign.count": 1,
    "sign.width_m": "3.2",
    "sign.height_m": "0.9",
    "sign.position": "门头",
    "sign.lit": False,
}


def shop_whose_picture_got_lost(pack: Path) -> JointCase:
    """A noodle shop with a sign, filed; the sign's picture is gone when its part comes to be reviewed, so that it has to be supplied.

    (The form asks for every paper before filing, so a correction notice needs something to happen in between.)
    """
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal, **{key.replace(".", "__"): value for key, value in SIGN.items()}, sign__set_up_on=now.today().isoformat())
    file = keep(stories.picture("sign"), "png")
    DraftFile.objects.create(draft=draft, material="sign-picture", file=file, name="sign.png", added_at=now.business())
    joint = submit(draft.pk, principal, Confirmation(now.business(), "high"))
    joint.files.filter(material="sign-picture").delete()
    work(10)
    joint.refresh_from_db()
    return joint
