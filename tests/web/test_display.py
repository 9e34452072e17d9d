"""The display switches work without scripts and cannot be used to send people elsewhere."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.db, pytest.mark.django_db]  # every page asks the release in force for the city's name


def test_senior_mode_is_remembered_and_shown() -> None:
    client = Client()
    answer = client.post("/display/", {"mode": "senior", "next": "/_ui/?page=2"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/_ui/?page=2"
    assert 'data-mode="senior"' in client.get("/_ui/").content.decode()
    client.post("/display/", {"mode": "std", "next": "/_ui/"})
    assert "data-mode" not in client.get("/_ui/").content.decode()


def test_high_contrast() -> None:
    client = Client()
    client.post("/display/", {"contrast": "high"})
    assert 'data-contrast="high"' in client.get("/_ui/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_only_own_addresses_are_returned_to(elsewhere: str) -> None:
    assert Client().post("/display/", {"mode": "senior", "next": elsewhere}).headers["Location"] == "/"


def test_unknown_values_change_nothing() -> None:
    answer = Client().post("/display/", {"mode": '"><script>', "next": "/"})
    assert not answer.cookies


def test_a_link_does_not_switch() -> None:
    assert Client().get("/display/?mode=senior").status_code == 405


def test_a_forged_cookie_is_not_written_into_the_page() -> None:
    client = Client()
    client.cookies["mode"] = 'x"onload'
    assert "onload" not in client.get("/_ui/").content.decode()


def test_the_other_language_is_the_same_page() -> None:
    assert 'href="/en/_ui/" lang="en"' in Client().get("/_ui/").content.decode()
    page = Client().get("/en/_ui/").content.decode()
    assert '<html lang="en"' in page
    assert 'href="/_ui/" lang="zh-CN"' in page
