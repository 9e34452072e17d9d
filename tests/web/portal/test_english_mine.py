"""The English pages of somebody signed in: the form, the papers, the progress page, the licences, the account.

Names, addresses and what officers wrote exist in Chinese only; they stand there as they are, marked with their language.
"""
from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import refuse
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.licences import queries as licences
from bancheng.apps.subjects.models import Person
from tests.apps.cases.conftest import city, file, officer, work  # noqa: F401
from tests.web.portal.signed_in import shop_whose_picture_got_lost, sign_in
from tests.web.portal.test_english import chinese_words

INSTRUCTION = re.compile(r">[^<]*(?:请|您|我们)[^<]*</span>[^<]*</(?:a|p|span)>")

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def owner_of(joint: JointCase) -> Person:
    return Person.objects.get(pk=joint.person.partition(":")[2])


def page(answer, status: int = 200) -> str:
    """The page; nothing on it is in Chinese without saying so."""
    assert answer.status_code == status
    text = answer.content.decode()
    assert '<html lang="en"' in text
    assert chinese_words(text) == [], answer.request["PATH_INFO"]
    assert not INSTRUCTION.search(text), "a name may be in Chinese, what to do may not"
    return text


def look(client: Client, name: str, *more: object, query: str = "", follow: bool = False) -> str:
    return page(client.get(reverse(name, args=more) + query, follow=follow))


@pytest.fixture
def noodles(city, pack, client) -> Draft:  # noqa: F811
    """李秀英's draft for a noodle shop, and she is signed in."""
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person)
    return draft


@pytest.mark.parametrize("mode", ["std", "senior"])
def test_the_form(noodles, client, mode):
    client.cookies["mode"] = mode
    look(client, "form", noodles.pk)
    look(client, "form", noodles.pk, query="?tried=1")
    sent = {"food.seats": "十六", "premises.area_m2": "60", "applicant.phone": "123", "staff.0.name": "李", "staff.0.id_no": "1"}
    answer = client.post(reverse("form", args=[noodles.pk]), {**sent, "shown": ["food.seats", "premises.area_m2", "applicant.phone", "staff"]}, follow=True)
    text = page(answer)
    assert "From what you entered you also need: " in text
    client.post(reverse("form", args=[noodles.pk]), {"wrong": "applicant.address"})
    client.post(reverse("form", args=[noodles.pk]), {"applicant.address": "Elsewhere 1", "shown": ["applicant.address"], "later": "1"})
    look(client, "form", noodles.pk)
    look(client, "draft-later", noodles.pk)


def test_papers_and_signing(noodles, client):
    look(client, "materials", noodles.pk, query="?tried=1")
    page(client.post(reverse("hand-in", args=[noodles.pk, "premises-proof"]), follow=True))
    look(client, "check", noodles.pk)
    page(client.post(reverse("check", args=[noodles.pk])))
    noodles.answers.pop("food.seats")
    noodles.save()
    page(client.post(reverse("check", args=[noodles.pk]), {"read": "1"}))


def test_a_commitment_has_two_sides(city, pack, client):  # noqa: F811
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal, procedure__choice="告知承诺")
    sign_in(client, principal.person, principal.entity.uscc)
    assert "commits" in look(client, "check", draft.pk)
    look(client, "form", draft.pk)


def test_from_filing_to_the_licence(file, client):  # noqa: F811
    joint = file("noodle-shop")
    person = owner_of(joint)
    sign_in(client, person)
    look(client, "case", joint.number, query="?new=1")
    work()
    text = look(client, "case", joint.number)
    assert "Everything is done" in text
    for part in joint.parts.all():
        if f"/{part.number}/why" in text:
            look(client, "case-why", joint.number, part.number)
    look(client, "me")
    look(client, "inbox")
    look(client, "my-data")
    look(client, "wallet")
    licence = licences.held_by(joint.holder)[0]
    look(client, "wallet-licence", licence.identifier)
    look(Client(), "verify-licence", licence.identifier)
    stranger = Client()
    page(stranger.post(reverse("progress"), {"number": joint.number, "code": joint.query_code}, follow=True))


def test_papers_to_complete(city, pack, client):  # noqa: F811
    joint = shop_whose_picture_got_lost(pack)
    sign_in(client, owner_of(joint))
    look(client, "case", joint.number)
    part = next(part for part in joint.parts.all() if part.stage == "correction_required")
    look(client, "case-correct", joint.number, part.number)
    page(client.post(reverse("case-correct", args=[joint.number, part.number])))
    look(client, "case-withdraw", joint.number, part.number)


def test_with_an_officer_and_refused(file, officer, client):  # noqa: F811
    joint = file("hotel", procedure__choice="一般程序")
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    part = joint.parts.get()
    look(client, "case", joint.number)
    look(client, "case-why", joint.number, part.number)
    reviewer = officer("reviewer", part.organisation)
    refuse.propose_refusal(reviewer, part.number, "没有消毒间", "公共场所卫生管理条例第三条")
    refuse.countersign_refusal(officer("decider", part.organisation, besides=reviewer), part.number)
    look(client, "case", joint.number)
    look(client, "case-refusal", joint.number, part.number)
    look(client, "authorisations")
    page(client.post(reverse("authorisations"), {"agent_name": "", "agent_id_no": "1", "valid_to": "soon"}), 400)
    look(client, "account")
    look(client, "acting")
    page(client.post(reverse("acting"), {"for": "nobody"}), 400)


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [
        ("signin", None, 200),
        ("signin-callback", None, 400),
        ("resume", None, 200),
        ("resume", {"code": "12"}, 200),
        ("progress", None, 200),
        ("progress", {"number": "", "code": ""}, 200),
        ("progress", {"number": "1", "code": "2"}, 200),
        ("verify", None, 200),
        ("verify-file", {}, 400),
    ],
)
def test_pages_for_everybody(city, client, name, sent, status):  # noqa: F811
    answer = client.get(reverse(name)) if sent is None else client.post(reverse(name), sent)
    page(answer, status)


@pytest.mark.parametrize("query", ["?id=", "?id=abc", "?id=1.2.156.3005.2&at=yesterday"])
def test_what_cannot_be_verified(city, client, query):  # noqa: F811
    answer = client.get(reverse("verify") + query, follow=True)
    page(answer, 400)


def test_errors_and_leaving(noodles, client):
    assert 'href="/en/"' in page(client.get("/en/nowhere"), 404)
    page(Client().get(reverse("form", args=[noodles.pk]), follow=True))
    assert client.post(reverse("signout")).url == "/en/"
