"""The forms of the large restaurant and the net café: one form for all authorities, every element once, in Chinese and English."""
from __future__ import annotations

import pytest
from django.urls import reverse

from bancheng.apps.cases import drafts, stories
from bancheng.apps.cases.models import JointCase
from tests.apps.cases.conftest import city  # noqa: F401
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ASKED = {
    "large-restaurant": ["company.capital", "company.shareholders", "company.together", "fire.exits", "drain.outlet"],
    "net-cafe": ["netcafe.isp", "netcafe.ip", "netcafe.promises", "netcafe.safety_officer", "fire.floor"],
}


@pytest.fixture(params=ASKED)
def told(request, city, pack, client):  # noqa: F811
    """The story, its filled-in draft, and the applicant signed in."""
    story = stories.tell(pack, request.param)
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person, story.company)
    return story, draft


def test_one_form_asks_every_element_once(told, client):
    """I6: nothing is asked twice, however many authorities want to know it."""
    story, draft = told
    page = client.get(reverse("form", args=[draft.pk])).content.decode()
    for id in ASKED[story.id]:
        assert f'id="{id}' in page or f'name="{id}' in page, id
    plan = drafts.open_(draft).plan
    rows = [row.element for row in plan.form]
    assert len(rows) == len(set(rows))
    several = [row for row in plan.form if len(row.parts) > 1]
    assert {"premises.address", "entity.name"} <= {row.element for row in several}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_up_to_signing_is_there(told, client, prefix):
    story, draft = told
    pages = {name: prefix + reverse(name, args=[draft.pk]) for name in ("form", "materials", "check")}
    for name, page in pages.items():
        answer = client.get(page)
        assert answer.status_code == 200, name
    text = answer.content.decode()
    theme = drafts.open_(draft).catalogue.theme(story.theme, drafts.open_(draft).plan.as_of)
    assert (theme.name_en if prefix else theme.name) in text
    assert not drafts.problems_of(drafts.open_(draft)), "everything is filled in"


def test_the_papers_we_make_can_be_read_before_signing(told, client):
    story, draft = told
    made = {"large-restaurant": ("company-registration-form", "fire-commitment", "drainage-form"), "net-cafe": ("network-security-promise", "fire-commitment")}
    for paper in made[story.id]:
        answer = client.get(reverse("preview", args=[draft.pk, paper]))
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), paper


def test_the_progress_page_has_a_lane_for_every_authority(told, client, pack):
    story, draft = told
    joint: JointCase = stories.file(story)
    page = client.get(reverse("case", args=[joint.number])).content.decode()
    catalogue = drafts.open_(draft).catalogue
    for part in joint.parts.all():
        assert catalogue.item(part.item, part.item_version).name in page
        assert catalogue.organisations[part.organisation].short_name in page or catalogue.organisations[part.organisation].name in page
