"""The form, the papers, check and sign, over HTTP: what is asked and what is not, nothing lost, one case."""
from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from bancheng.apps.cases import stories
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.subjects.models import Person
from tests.apps.cases.conftest import city, file  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def sign_in(client: Client, person: Person, uscc: str = "") -> None:
    """A session as the sign-in page leaves it."""
    from bancheng import now

    at = now.real().isoformat()
    session = client.session
    session["portal"] = {"person": str(person.id), "entity": uscc, "authorisation": "", "since": at, "seen": at}
    session.save()


@pytest.fixture
def noodles(city, pack, client):  # noqa: F811
    """李秀英's draft for a noodle shop, and she is signed in."""
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person)
    return draft


def picture(name: str = "photo.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def address(name: str, draft: Draft, *more: object) -> str:
    return reverse(name, args=[draft.pk, *more])


def test_form_opens(noodles, client):
    answer = client.get(address("form", noodles))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "公安机关的居民身份证" in text
    assert "不对？" in text


def test_from_the_form_to_the_progress_page(noodles, client):
    assert client.get(address("materials", noodles)).status_code == 200
    page = client.get(address("check", noodles))
    assert page.status_code == 200
    assert "签名并提交" in page.content.decode()
    answer = client.post(address("check", noodles), {"read": "1"})
    assert answer.status_code == 302, re.findall(r"errsum.*?</section>", answer.content.decode(), re.S)
    joint = JointCase.objects.get()
    page = client.get(answer.url)
    assert joint.query_code in page.content.decode()
    assert client.get(reverse("me")).status_code == 200
    assert client.get(reverse("inbox")).status_code == 200
    assert client.get(reverse("progress")).status_code == 200
