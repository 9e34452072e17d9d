"""A counter in a published city whose registers answer."""

from __future__ import annotations

import pytest
from django.test import Client

from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import Officer
from tests.apps.cases.conftest import city, file, officer  # noqa: F401
from tests.web.desk import stories


@pytest.fixture
def clerk(city) -> Officer:  # noqa: F811
    """Somebody who takes in applications at the hall of Gaotang."""
    return stories.officer("clerk", "LC-GT-SPJ", "intake", name="程晓")


@pytest.fixture
def seat(city):  # noqa: F811
    """`seat(officer)` → a browser in which the officer is signed in."""

    def sit(who: Officer) -> Client:
        client = Client()
        typed = {"username": who.username, "password": stories.PASSWORD, "code": one_time.current(Officer.objects.get(pk=who.pk)).text}
        assert client.post("/desk/sign-in/", typed).status_code == 302
        return client

    return sit
