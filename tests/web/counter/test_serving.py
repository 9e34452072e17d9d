"""A clerk serves the person in front of them: who it is, what for, on whose pages, and what the trail says (R-02, R-32)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import Draft
from bancheng.apps.sources import providers
from bancheng.apps.sources.base import SourceFailed
from bancheng.apps.sources.models import Query
from bancheng.apps.sources.queries import uses
from bancheng.apps.staff.queries import looks
from bancheng.apps.subjects.actions.serve import plain_name
from bancheng.apps.subjects.models import Authorisation, Entity, Person, Service
from bancheng.apps.subjects.principal import Principal
from bancheng.web.counter.serving import APPLYING, CASE, PUBLIC
from tests.consistency.test_default_deny import ALL
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

LI = {"id_no": "371526198512120025", "name": "李秀英", "purpose": "apply", "for": "self"}
WANG = {"id_no": "371502199003070019", "name": "王建国", "purpose": "apply", "for": "entity", "uscc": "91371500MA3TE1T45E"}
FENG = {"id_no": "371502199109090050", "name": "冯军", "purpose": "apply", "for": "entity", "uscc": "91371500MA3TE1T45E"}


def begin(client, **changed: str):
    return client.post("/desk/counter/", LI | changed)


def silent(*_: object):
    raise SourceFailed("down")


def test_the_registry_confirms_who_it_is_and_the_person_is_told(clerk, seat):
    client = seat(clerk)
    assert begin(client).status_code == 302
    service = Service.objects.get()
    assert (service.identity, service.purpose, service.officer, service.ended_at) == ("registry", "apply", clerk.reference, None)
    page = client.get("/desk/counter/").content.decode()
    assert "正在为 <b>李*英</b>" in page and "李秀英" not in page
    person = Person.objects.get()
    assert person.phone == "", "nobody is asked for a telephone"
    (look,) = looks(person.reference)
    assert (look.officer, look.organisation, look.why) == (clerk.reference, "LC-GT-SPJ", "窗口帮办：受理申请")
    assert "行政许可法" in look.basis
    told = uses(Principal(person))
    assert {(use.by, use.outcome) for use in told} >= {("staff", "found"), ("staff", "looked")}
    (event,) = stream.read(f"subject:{person.reference}")
    assert (event.type, event.actor, event.on_behalf) == ("service_opened", clerk.reference, person.reference)
    assert LI["id_no"] not in event.payload_text and "李秀英" not in event.payload_text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"id_no": "371526198512120024"}, "身份证号"),
        ({"id_no": ""}, "身份证号"),
        ({"name": ""}, "请填写姓名"),
        ({"name": "李秀"}, "对不上"),
        ({"id_no": "371526194001010010", "name": "郭老"}, "没有这个号码"),
        ({"purpose": "gossip"}, "来办什么"),
    ],
)
def test_who_cannot_be_right_is_not_served(clerk, seat, typed, words):
    answer = begin(seat(clerk), **typed)
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not Service.objects.exists() and not Person.objects.exists()


def test_a_question_that_led_to_nothing_is_in_the_trail_too(clerk, seat):
    begin(seat(clerk), name="李秀")
    query = Query.objects.get()
    assert (query.by, query.outcome) == (clerk.reference, "found") and query.basis


def test_a_silent_registry_sends_nobody_away_but_asks_for_the_card(clerk, seat, monkeypatch):
    client = seat(clerk)
    monkeypatch.setattr(providers, "ask", silent)
    answer = begin(client)
    assert answer.status_code == 400 and "已核对身份证原件" in answer.content.decode()
    assert begin(client, card_seen="1").status_code == 302
    assert Service.objects.get().identity == "card"
    assert Person.objects.get().assurance == "low", "seen by a clerk, confirmed by nobody"


@pytest.mark.parametrize("typed", ["371526198512120025 李秀英", "李秀英|371526198512120025", "371526198512120025"])
def test_a_card_reader_types_number_and_name(clerk, seat, typed):
    name = "" if "李" in typed else "李秀英"
    assert begin(seat(clerk), id_no=typed, name=name).status_code == 302


def test_a_name_with_a_dot_is_one_name_however_the_dot_is_typed():
    assert plain_name("阿依古丽•买买提") == plain_name("阿依古丽 ．买买提") == "阿依古丽·买买提"


def test_the_same_pages_as_everybody_and_a_bar_that_says_for_whom(clerk, seat):
    client = seat(clerk)
    begin(client)
    answers = {"region": "LC-GT", "shown": ["region"]}
    page = client.get("/themes/open-restaurant/guide").content.decode()
    assert "正在为 <b>李*英</b>" in page and "结束办理" in page
    assert client.post("/themes/open-restaurant/guide", answers).status_code == 302
    draft = Draft.objects.create(code="AAAA", theme="open-restaurant", region="LC-GT", release="", saved_at=now.business())
    form = client.get(reverse("form", args=[draft.id]))
    assert form.status_code == 200 and "正在为" in form.content.decode()
    draft.refresh_from_db()
    assert draft.owner == Person.objects.get().reference, "it is hers, and she can go on with it at home"
    assert set(Query.objects.values_list("by", flat=True)) == {clerk.reference}


def test_only_named_pages_open_while_serving(clerk, seat):
    """Default deny: the person's account, inbox, licences and consents are not the clerk's."""
    client = seat(clerk)
    begin(client)
    closed = [name for name, written in ALL if name not in PUBLIC | APPLYING | CASE and not written.startswith(("desk/", "_ui"))]
    assert {"account", "my-data", "wallet", "inbox", "me", "authorisations", "acting", "consent-give"} <= set(closed)
    for address in ("/account/", "/account/my-data/", "/wallet", "/me", "/me/messages", "/account/authorisations/", "/sign-in/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/desk/counter/"), address
    assert {name for name, _ in ALL} >= PUBLIC | APPLYING | CASE
    assert {name for name, _ in ALL if name.startswith("case")} == CASE - {"progress"}, "what the page of a case offers, the clerk can do for them"


def test_it_ends_when_the_clerk_says_so(clerk, seat):
    client = seat(clerk)
    begin(client)
    client.get("/themes/open-restaurant/guide")
    assert client.post("/desk/counter/close/").status_code == 302
    assert Service.objects.get().ended_how == "done"
    assert set(client.session.keys()) <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_auth_user_desk", "_messages"}
    assert client.get("/account/").headers["Location"].startswith("/sign-in/")
    assert "请来人出示身份证" in client.get("/desk/counter/").content.decode(), "the clerk stays signed in"


def test_it_ends_when_nobody_does_anything(clerk, seat, monkeypatch):
    client = seat(clerk)
    begin(client)
    moment = now.real()
    monkeypatch.setattr(now, "real", lambda: moment + timedelta(minutes=16))
    assert client.get("/themes/open-restaurant/guide").headers["Location"] == "/desk/counter/"
    assert Service.objects.get().ended_how == "idle"


def test_it_ends_with_the_clerks_own_session(clerk, seat):
    client = seat(clerk)
    begin(client)
    client.post("/desk/sign-out/")
    assert Service.objects.get().ended_how == "left"
    assert client.get("/me").headers["Location"].startswith("/sign-in/")


def test_it_ends_when_the_clerk_leaves_the_desk(clerk, seat, monkeypatch):
    client = seat(clerk)
    begin(client)
    moment = now.real()
    monkeypatch.setattr(now, "real", lambda: moment + timedelta(minutes=31))
    assert client.get("/themes/open-restaurant/guide").headers["Location"].startswith("/desk/sign-in/")
    assert Service.objects.get().ended_how == "idle"


def test_a_clerk_whose_account_is_stopped_serves_nobody(clerk, seat):
    client = seat(clerk)
    begin(client)
    type(clerk).objects.update(roles=["reviewer"])
    assert client.get("/themes/open-restaurant/guide").headers["Location"] == "/desk/counter/"
    assert Service.objects.get().ended_at is not None


def test_one_person_at_a_time(clerk, seat):
    client, other = seat(clerk), seat(clerk)
    begin(client)
    begin(other, id_no="371526199204180020", name="周敏")
    assert Service.objects.filter(ended_at=None).get().person.name == "周敏"
    assert Service.objects.get(ended_how="next").person.name == "李秀英"
    assert client.get("/themes/open-restaurant/guide").headers["Location"] == "/desk/counter/", "the first browser serves nobody now"


def test_only_clerks_serve(city, seat):
    reviewer = seat(stories.officer("reviews", "LC-GT-SPJ", "reviewer"))
    assert reviewer.get("/desk/counter/").status_code == 403
    assert begin(reviewer).status_code == 403 and not Service.objects.exists()


def test_a_station_takes_in_and_decides_nothing(city):
    """R-27, I15: whoever sits at a station has no other role, whatever the list of roles says."""
    from bancheng.apps.staff.models import NotAllowed

    here = stories.officer("village", "LC-GT-SPJ", "intake", "reviewer", "decider")
    here.station = "st-gt-gh"
    here.must("intake")
    assert not here.has_role("reviewer", "decider")
    with pytest.raises(NotAllowed, match="不作决定"):
        here.must("decider", "LC-GT-SPJ")


def test_a_station_sees_the_counter_and_no_worklist(city, seat):
    """It sees what it took in, on its own pages; the cases of the organisation it belongs to are not its business."""
    part = stories.hygiene(stories.GUESTHOUSE)
    here = stories.officer("village", "LC-GT-SPJ", "intake", "reviewer")
    type(here).objects.filter(pk=here.pk).update(station="st-gt-gh")
    client = seat(here)
    assert client.get("/desk/").headers["Location"] == "/desk/counter/"
    page = client.get("/desk/counter/").content.decode()
    assert "固河镇便民服务中心" in page and "我的工作台" not in page
    assert client.get(f"/desk/case/{part.number}/").status_code == 404


def test_for_a_company_its_representative_shows_the_licence(clerk, seat):
    client = seat(clerk)
    answer = client.post("/desk/counter/", WANG)
    assert answer.status_code == 400 and "已核对营业执照原件" in answer.content.decode()
    assert not Entity.objects.exists()
    assert client.post("/desk/counter/", WANG | {"licence_seen": "1"}).status_code == 302
    service = Service.objects.get()
    assert service.entity_id == WANG["uscc"] and service.entity.is_led_by(service.person)
    assert any(event.type == "representative_confirmed" for event in stream.read(f"subject:entity:{WANG['uscc']}"))
    assert "聊城凤凰台酒店有限公司" in client.get("/desk/counter/").content.decode()


def test_a_namesake_does_not_take_over_a_company_that_somebody_leads(clerk, seat):
    stories.principal(stories.HOTEL)
    Entity.objects.update(representative_index="somebody else")
    answer = seat(clerk).post("/desk/counter/", WANG | {"licence_seen": "1"})
    assert answer.status_code == 400 and "授权委托书" in answer.content.decode()
    assert Entity.objects.get().representative_index == "somebody else"


def test_an_agent_brings_a_paper(clerk, seat):
    """R-02: an agent may file; the authorisation on paper is recorded by the clerk who took it."""
    client = seat(clerk)
    answer = client.post("/desk/counter/", FENG)
    assert answer.status_code == 400 and "授权委托书" in answer.content.decode()
    assert client.post("/desk/counter/", FENG | {"paper": "2026-授-17", "valid_to": "随便"}).status_code == 400
    last = (now.today() + timedelta(days=30)).isoformat()
    assert client.post("/desk/counter/", FENG | {"paper": "2026-授-17", "valid_to": last}).status_code == 302
    given = Authorisation.objects.get()
    assert (given.paper, given.given_by) == ("2026-授-17", clerk.reference)
    Authorisation.objects.update(revoked_at=now.business())
    assert client.get("/themes/public-place-hygiene/guide").headers["Location"] == "/desk/counter/", "revoked: it ends at once"


def test_the_name_of_the_person_is_not_in_the_bar_in_full(clerk, seat):
    client = seat(clerk)
    begin(client)
    bar = re.search(r'<div class="serving.*?</div></div>', client.get("/").content.decode(), re.DOTALL)
    assert bar and "李秀英" not in bar.group()
