"""Somebody signed in: what sources know is shown and not asked; a silent source costs nothing but a question; home shows the matter in hand."""
import pytest
from django.test import Client

from bancheng.apps.sources.models import Query
from bancheng.apps.subjects import session
from bancheng.apps.subjects.actions import sign_in as identity
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.subjects.models import Entity
from tests.apps.cases.conftest import city  # noqa: F401
from tests.people import for_company, li

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BOOKSHOP = "92371526MA3TE1T969"
GUIDE = "/themes/open-restaurant/guide"


class _Request:
    """As much of a request as the session's functions need."""

    def __init__(self, store) -> None:
        self.session = store


def sign_in(person, entity=None) -> Client:
    client = Client()
    store = client.session
    request = _Request(store)
    session.open_for(request, person)
    if entity is not None:
        session.act_for(request, entity, None)
    store.save()
    client.cookies["sessionid"] = store.session_key
    return client


@pytest.fixture
def shop(city):  # noqa: F811
    """The owner of a bookshop, acting for it."""
    person = identity.sign_in(Identity("张文远", "371526197906140016", "", "high", (Company(BOOKSHOP, "高唐县清风书店"),)))
    return sign_in(person, Entity.objects.get(pk=BOOKSHOP))


def test_what_is_known_is_shown_and_not_asked(shop) -> None:
    shop.post(GUIDE, {"region": "LC-GT", "shown": ["food.kinds", "premises.area_m2"], "food.kinds": ["热食"], "premises.area_m2": "40"})
    response = shop.get(GUIDE)
    known = {row["label"]: row["value"] for row in response.context["known"]}
    assert known["有没有营业执照"] == "有了"
    assert known["主体类型"] == "个体工商户"
    asked = set(response.context["asked"].shown)
    assert asked.isdisjoint(response.context["told"].known.facts)
    html = response.content.decode()
    assert "这些我们已经知道，不用您答" in html and "来自" in html
    assert "entity.licence_held" not in asked


def test_a_silent_source_is_a_question_and_is_left_alone_for_a_minute(shop, city) -> None:  # noqa: F811
    city.behave(registry="down")
    response = shop.get(GUIDE)
    assert response.status_code == 200
    assert response.context["silent"]
    assert "现在没有回答" in response.content.decode()
    asked = Query.objects.count()
    assert shop.get(GUIDE).context["silent"], "and the page still says so"
    assert Query.objects.count() == asked, "a page must not wait for the same silent source again"


def test_signing_in_keeps_the_answers(city) -> None:  # noqa: F811
    client = Client()
    client.post(GUIDE, {"region": "LC-GT", "shown": ["food.kinds"], "food.kinds": ["热食"]})
    store = client.session
    session.open_for(_Request(store), li())
    store.save()
    client.cookies["sessionid"] = store.session_key
    assert "food.kinds" in client.get(GUIDE).context["told"].answers


def test_home_shows_the_draft_in_hand(shop) -> None:
    assert shop.get("/").context["mine"] == {}
    data = {
        "region": "LC-GT",
        "shown": ["food.kinds", "premises.area_m2", "sign.wanted"],
        "food.kinds": ["热食"],
        "premises.area_m2": "40",
        "sign.wanted": "false",
    }
    assert "/apply/" in shop.post(f"{GUIDE}/start", data)["Location"]
    mine = shop.get("/").context["mine"]
    assert mine["kind"] == "draft" and mine["name"] == "开餐饮店"
    assert shop.get("/").content.decode().count(mine["href"]) == 1


def test_nobody_sees_the_matter_of_somebody_else(shop) -> None:
    person = li()
    other = sign_in(person, for_company(person, "91371502MA3TE1T02X").entity)
    assert other.get("/").context["mine"] == {}
