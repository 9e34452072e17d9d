"""The live guide: the part that htmx exchanges is the page, answers stay, bad input helps, and a saved guide holds nobody's data."""
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from bancheng import now
from bancheng.apps.cases.models import Draft, SavedGuide
from bancheng.core.guide import plan
from bancheng.web.portal import guide_page, situation

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

GUIDE = "/themes/open-restaurant/guide"
HTMX = {"HX-Request": "true"}
NOODLES = {
    "region": "LC-GT",
    "shown": ["food.kinds", "premises.area_m2", "entity.licence_held", "entity.type", "sign.wanted"],
    "food.kinds": ["热食", "冷食"],
    "premises.area_m2": "49.5",
    "entity.licence_held": "false",
    "entity.type": "个体工商户",
    "sign.wanted": "false",
}


@pytest.fixture
def client() -> Client:
    return Client()


def live(html: str) -> str:
    """The part of a page that depends on answers."""
    return html[html.index('<div id="live"') : html.index("</form>", html.index('<div id="live"'))].strip()


def answer(client: Client, **answers: object) -> str:
    """Answer as the plain form does; the page that follows."""
    data = {"shown": [id for id in answers if id != "region"], **answers}
    return client.post(GUIDE, data, follow=True).content.decode()


def test_first_page_asks_where_and_nothing_else(client) -> None:
    html = client.get(GUIDE).content.decode()
    assert 'name="region"' in html
    assert html.count('name="shown"') == 0
    assert "先回答问题" in html


STEPS = [
    {"region": "LC-GT"},
    {"food.kinds": ["热食"]},
    {"premises.area_m2": "四十"},
    {"premises.area_m2": "49.5"},
    {"entity.licence_held": "false"},
    {"entity.type": "个体工商户"},
    {"sign.wanted": "true"},
    {"sign.kind": "招牌"},
    {"premises.area_m2": "50"},
    {"food.kinds": ["预包装食品"]},
    {"food.kinds": []},
]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("mode", ["std", "senior"])
def test_the_exchanged_part_is_the_page(client, prefix: str, mode: str) -> None:
    """After every step: what htmx puts in, what a plain form leads to, and what a reload shows are the same bytes."""
    client.cookies["mode"] = mode
    plain = Client()
    plain.cookies["mode"] = mode
    for step in STEPS:
        data = {"shown": [id for id in step if id != "region"], **step}
        part = client.post(prefix + GUIDE, data, headers=HTMX).content.decode().strip()
        again = live(client.get(prefix + GUIDE).content.decode())
        without = live(plain.post(prefix + GUIDE, data, follow=True).content.decode())
        assert part == again == without


def test_what_the_page_says_is_the_plan(client, catalogue) -> None:
    client.post(GUIDE, NOODLES)
    response = client.get(GUIDE)
    found = response.context["plan"]
    told = situation.read(catalogue, catalogue.theme("open-restaurant", now.today()), "LC-GT", NOODLES)
    assert found == plan(catalogue, "open-restaurant", told.facts(), now.today(), "LC-GT", None)
    html = response.content.decode()
    assert found.complete
    for part in found.parts:
        item = catalogue.item(part.item, part.version)
        assert item.name in html
        assert part.reason.zh in html
    for paper in found.materials:
        assert paper.name in html
        assert paper.reason.zh in html
    figures = [figure["value"] for figure in response.context["figures"]]
    assert figures == [found.totals.things, found.totals.hand_in, found.totals.working_days, found.totals.fee]


def test_days_by_promise_and_by_law_with_units(client) -> None:
    client.post(GUIDE, NOODLES)
    html = client.get(GUIDE).content.decode()
    assert "我们承诺最长" in html and "2 个工作日" in html
    assert "法律规定最长" in html and "15 天" in html
    assert "有效 3 年" in html


def test_questions_come_one_after_another_and_stay_editable(client) -> None:
    html = answer(client, region="LC-GT")
    assert re.findall(r'name="shown" value="([^"]+)"', html) == ["food.kinds"]
    html = answer(client, **{"food.kinds": ["热食"]})
    assert re.findall(r'name="shown" value="([^"]+)"', html) == ["food.kinds", "premises.area_m2"]
    assert re.search(r'value="热食" id="food.kinds" checked', html)


@pytest.mark.parametrize(
    ("typed", "things"), [("４９．５", "小餐饮登记"), (" 49.5 平方米 ", "小餐饮登记"), ("50平", "食品经营许可")]
)
def test_what_people_type_is_understood(client, typed: str, things: str) -> None:
    client.post(GUIDE, NOODLES | {"premises.area_m2": typed})
    needed = [one["name"] for one in client.get(GUIDE).context["needed"]]
    assert any(things in name for name in needed)


def test_a_numeral_is_offered_as_a_correction_and_kept(client) -> None:
    html = answer(client, region="LC-GT", **{"food.kinds": ["热食"], "premises.area_m2": "三十"})
    assert 'value="三十"' in html
    assert "您是想填 30 吗" in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'name="take" value="premises.area_m2=30"', html)
    html = answer(client, take="premises.area_m2=30")
    assert 'value="30"' in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("typed", ["-5", "0", "999999", "1.234", "约40", "<b>", "x" * 4000])
def test_a_wrong_number_says_what_to_do_and_is_kept(client, typed: str) -> None:
    html = answer(client, region="LC-GT", **{"food.kinds": ["热食"], "premises.area_m2": typed})
    assert "field__err" in html
    assert "<b></" not in html
    assert "premises.area_m2" in client.get(GUIDE).context["asked"].shown


def test_a_forged_question_or_region_changes_nothing(client) -> None:
    client.post(GUIDE, {"region": "LC-NOWHERE", "shown": ["applicant.id_no", "food.kinds"], "applicant.id_no": "371502199003070019"})
    kept = client.session["guide"]["open-restaurant"]
    assert "applicant.id_no" not in kept["typed"]
    assert client.get(GUIDE).status_code == 200
    assert client.get(GUIDE).context["asked"].shown == ["region"]


def test_an_answer_comes_back_with_its_question(client) -> None:
    answer(client, region="LC-GT", **{"food.kinds": ["热食"], "premises.area_m2": "49.5", "sign.wanted": "true", "sign.kind": "户外广告"})
    assert "sign.kind" in client.get(GUIDE).context["plan"].questions
    html = answer(client, **{"sign.wanted": "false"})
    assert 'name="sign.kind"' not in html
    html = answer(client, **{"sign.wanted": "true"})
    assert re.search(r'value="户外广告" id="sign.kind-2" checked', html)


def test_out_of_scope_and_warnings_have_their_article(client) -> None:
    html = answer(client, region="LC-GT", **{"food.kinds": ["中央厨房或集体配餐"]})
    assert "这一样这里办不了" in html
    assert "《食品经营许可和备案管理办法》（市场监管总局令第 78 号）第十条" in html
    assert "待核实" in html
    html = answer(client, **{"food.kinds": ["热食", "裱花蛋糕"], "premises.area_m2": "30"})
    assert "小餐饮不能卖" in html
    assert "note--warn" in html


def test_starting_over(client) -> None:
    client.post(GUIDE, NOODLES)
    client.post(f"{GUIDE}/restart")
    assert client.get(GUIDE).context["asked"].shown == ["region"]


def test_senior_mode_asks_one_question_with_few_choices(client) -> None:
    client.cookies["mode"] = "senior"
    html = client.get(GUIDE).content.decode()
    assert html.count("field__no") == 1 and "hx-post" not in html
    html = answer(client, region="LC-GT")
    assert client.get(GUIDE).context["asked"].shown == ["food.kinds"]
    first = html[: html.index("还有 4 个选项")]
    assert first.count('type="checkbox"') == 4
    assert "上一题" in html
    html = answer(client, **{"food.kinds": ["热食", "预包装食品"]})
    assert client.get(GUIDE).context["asked"].shown == ["premises.area_m2"]
    back = client.get(f"{GUIDE}?q=food.kinds").content.decode()
    shown = back[: back.index("还有 3 个选项")]
    assert 'value="预包装食品"' in shown, "what is chosen is never hidden"


def test_the_form_waits_for_the_last_answer(client) -> None:
    response = client.post(f"{GUIDE}/start", {"region": "LC-GT", "shown": ["food.kinds"], "food.kinds": ["热食"]})
    assert response["Location"] == f"{GUIDE}?missing=1"
    html = client.get(response["Location"]).content.decode()
    assert "data-errsum" in html
    assert 'href="#premises.area_m2"' in html
    assert not Draft.objects.exists()


def test_a_complete_guide_becomes_a_draft(client, monkeypatch) -> None:
    led = []
    monkeypatch.setattr("bancheng.web.portal.guide.redirect", lambda *to: led.append(to) or HttpResponse())
    client.post(f"{GUIDE}/start", NOODLES)
    draft = Draft.objects.get()
    assert led == [("form", draft.pk)]
    assert (draft.theme, draft.region) == ("open-restaurant", "LC-GT")
    assert draft.answers["food.kinds"] == ["热食", "冷食"]
    assert str(draft.answers["premises.area_m2"]) == "49.5"
    assert draft.answers["entity.licence_held"] is False


def test_saved_guide_is_short_shared_and_resumed(client) -> None:
    response = client.post(f"{GUIDE}/save", NOODLES)
    saved = SavedGuide.objects.get()
    assert response["Location"] == f"/g/{saved.code}"
    assert len(saved.code) == 8
    other = Client()
    html = other.get(f"/g/{saved.code.lower()}").content.decode()
    assert "小餐饮登记" in html and "49.5 平方米" in html and "高唐县" in html
    assert f"/g/{saved.code}" in html and "<path d=" in html
    other.post(f"/g/{saved.code}/resume")
    assert live(other.get(GUIDE).content.decode()) == live(client.get(GUIDE).content.decode())
    client.post(f"{GUIDE}/save", NOODLES)
    assert SavedGuide.objects.count() == 1, "the same guide has one code"


def test_saved_guide_holds_only_answers_that_count(client) -> None:
    client.post(f"{GUIDE}/save", NOODLES | {"shown": [*NOODLES["shown"], "sign.kind"], "sign.kind": "招牌"})
    assert set(SavedGuide.objects.get().answers) == set(NOODLES["shown"]), "the kind of a sign that is not wanted does not count"


def test_card_is_a_pdf(client) -> None:
    client.post(f"{GUIDE}/save", NOODLES)
    response = client.get(f"/g/{SavedGuide.objects.get().code}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("address", ["/g/NOSUCHCODE", "/g/NOSUCHCODE.pdf", "/themes/none/guide"])
def test_what_is_not_there_is_not_found(client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_one_finish_day_with_its_count(client, at, catalogue) -> None:
    with at(2026, 11, 27, 10, 0):  # a Friday: the weekend does not count
        client.post(GUIDE, NOODLES)
        html = client.get(GUIDE).content.decode()
        assert "2026 年 12 月 2 日（周三）" in html
        assert "这一天是怎么算的" in html


def test_present_has_no_rules_of_its_own(catalogue) -> None:
    """With nothing answered the page shows nothing as needed and no figure that is not there."""
    empty = plan(catalogue, "open-restaurant", {}, now.today())
    shown = guide_page.present(catalogue, empty)
    assert shown["needed"] == [] and shown["papers"] == [] and shown["lanes"] == {} and not shown["begun"]
