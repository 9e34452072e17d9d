"""Granted licences, and browsers that are signed in."""
from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from bancheng import now
from bancheng.apps.subjects import session
from bancheng.apps.subjects.models import Entity, Person, index_of
from tests.apps.licences.conftest import HOTEL, catalogue, grant

__all__ = ["HOTEL", "catalogue", "grant"]


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def person(db) -> Person:
    """李华, who leads the hotel and is the contact of its licences."""
    number = "371502199003070019"
    return Person.objects.create(
        id=UUID("0b7c4d2e-0000-4000-8000-000000000001"), name="李华", id_no=number, id_index=index_of(number), first_seen_at=now.real()
    )


@pytest.fixture
def signed_in(person) -> Callable[..., Client]:
    """`signed_in()` as the person, `signed_in(acting=True)` for the hotel."""

    def sign_in(acting: bool = False) -> Client:
        client = Client()
        request = HttpRequest()
        request.session = client.session
        session.open_for(request, person)
        if acting:
            hotel, _ = Entity.objects.get_or_create(uscc=HOTEL, defaults={"name": "聊城测试旅馆", "representative_index": person.id_index})
            session.act_for(request, hotel, None)
        request.session.save()
        client.cookies["sessionid"] = request.session.session_key
        return client

    return sign_in
