"""The pack's fictional agent may act for the hotel, once, and a revocation lasts."""

from __future__ import annotations

import pytest

from bancheng import now
from bancheng.apps.subjects import queries
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Identity
from bancheng.apps.subjects.demo import BadDemo, load
from bancheng.apps.subjects.models import Authorisation

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_the_agent_of_the_pack_may_act(pack):
    load(pack)
    load(pack)
    (given,) = Authorisation.objects.all()
    agent = sign_in(Identity(given.agent_name, given.agent_id_no))
    assert [capacity.authorisation for capacity in queries.capacities(agent)] == [given]
    given.revoked_at = now.business()
    given.save()
    load(pack)
    assert queries.capacities(agent) == []


def test_nobody_unknown_is_authorised(pack, tmp_path):
    load(tmp_path)
    (tmp_path / "demo").mkdir()
    for name in ("people.yaml", "entities.yaml"):
        (tmp_path / "demo" / name).write_bytes((pack / "demo" / name).read_bytes())
    (tmp_path / "demo" / "authorisations.yaml").write_text("- {entity: x, agent: y}", encoding="utf-8")
    with pytest.raises(BadDemo):
        load(tmp_path)
