"""The catalogue at the desk: a draft is changed, checked, shown as a difference, and published by somebody else."""

from __future__ import annotations

import io
import zipfile

import pytest

from bancheng import packs
from bancheng.apps.catalogue import actions, queries
from bancheng.apps.catalogue.actions.draft import Closed
from bancheng.apps.catalogue.models import Draft
from bancheng.core.catalogue import Catalogue
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KEY = "item:sign-disclosure@2021-01-01"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def editor(desk):
    return desk(stories.officer("edit", "LC-SPJ", "catalogue_editor", name="钟慧"))


@pytest.fixture
def publisher(desk):
    return desk(stories.officer("pub", "LC-SPJ", "publisher", name="陆川"))


@pytest.fixture
def draft(editor):
    answer = editor.post("/desk/catalogue/draft/", {"title": "换个说法"})
    assert answer.status_code == 302
    return Draft.objects.get()


def item(key: str = KEY) -> str:
    """The definition in force, as text."""
    id = key.partition(":")[2].partition("@")[0]
    return packs.text_of(queries.current().items[id][-1])


def test_a_draft_needs_a_title(editor):
    assert "请先写明这次要改什么" in text(editor.post("/desk/catalogue/draft/", {"title": " "}, follow=True))
    assert not Draft.objects.exists()


def test_a_change_is_checked_shown_and_published_by_another(editor, publisher, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    page = text(editor.get(f"{where}edit/?key={KEY}"))
    assert "sign-disclosure" in page and "检查通过" in page
    changed = item().replace("plain: ", "plain: 换了说法，", 1)
    assert editor.post(f"{where}edit/?key={KEY}", {"text": changed.replace("\n", "\r\n")}).status_code == 302
    page = text(editor.get(where))
    assert "换了说法" in page and "修改" in page and "检查通过" in page and "发布，马上生效" not in page
    assert text(publisher.get(where)).count("发布，马上生效") == 1
    assert "换了说法" not in queries.current().items["sign-disclosure"][-1].plain, "nobody sees a draft"
    assert publisher.post(f"{where}publish/").status_code == 302
    assert "换了说法" in queries.current().items["sign-disclosure"][-1].plain
    assert "第 2 版" in text(publisher.get("/desk/catalogue/")) and "陆川" in text(publisher.get("/desk/catalogue/"))
    assert editor.post(f"{where}edit/?key={KEY}", {"text": changed}).status_code == 403, "it is published"


def test_who_edits_does_not_publish(desk):
    both = desk(stories.officer("both", "LC-SPJ", "catalogue_editor", "publisher"))
    both.post("/desk/catalogue/draft/", {"title": "改"})
    where = f"/desk/catalogue/draft/{Draft.objects.get().pk}/"
    assert "编辑和发布是两个人" in text(both.get(where))
    answer = both.post(f"{where}publish/")
    assert answer.status_code == 409 and "请另一位" in text(answer)
    assert queries.current_release().number == 1


def test_somebody_elses_draft_is_not_changed(draft, desk):
    other = desk(stories.officer("other", "LC-SPJ", "catalogue_editor"))
    answer = other.post(f"/desk/catalogue/draft/{draft.pk}/edit/?key={KEY}", {"text": item()})
    assert answer.status_code == 403 and "别的同事" in text(answer)


@pytest.mark.parametrize(
    ("spoil", "line", "words"),
    [
        (lambda good: good.replace("name: ", "name： ", 1), 2, "冒号"),
        (lambda good: good.replace("plain: ", "plian: ", 1), 0, "plain"),
        (lambda good: good + "type: permit\n", 0, "type"),
    ],
)
def test_what_cannot_be_read_is_not_saved_and_not_lost(editor, draft, spoil, line, words):
    bad = spoil(item())
    answer = editor.post(f"/desk/catalogue/draft/{draft.pk}/edit/?key={KEY}", {"text": bad})
    page = text(answer)
    assert answer.status_code == 400 and words in page and "行：" in page
    assert not line or f"第 {line} 行" in page
    assert bad.splitlines()[3] in page.replace("&#x27;", "'").replace("&quot;", '"'), "what was typed stands there"
    assert not draft.changes.exists()


def test_faults_are_saved_shown_with_their_line_and_keep_it_from_being_published(editor, publisher, draft):
    bad = item().replace("authority: ", "authority: no-such-role-", 1)
    where = f"/desk/catalogue/draft/{draft.pk}/"
    line = next(n for n, row in enumerate(bad.splitlines(), 1) if row.startswith("authority:"))
    live = text(editor.post(f"{where}check/?key={KEY}", {"text": bad}))
    assert f"第 {line} 行" in live and "<html" not in live
    assert not draft.changes.exists(), "looking is not saving"
    editor.post(f"{where}edit/?key={KEY}", {"text": bad})
    assert "处要改" in text(editor.get(where)) and f"第 {line} 行" in text(editor.get(f"{where}edit/?key={KEY}"))
    answer = publisher.post(f"{where}publish/")
    assert answer.status_code == 409 and "检查没有通过" in text(answer)
    assert queries.current_release().number == 1


def test_a_new_version_stands_beside_the_old_one(editor, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    same = editor.post(f"{where}edit/?key={KEY}", {"text": item(), "save": "new"})
    assert same.status_code == 400 and "换一个 id 或者生效日期" in text(same)
    later = item().replace("effective_from: 2021-01-01", "effective_from: 2027-01-01")
    assert editor.post(f"{where}edit/?key={KEY}", {"text": later, "save": "new"}).status_code == 302
    assert [changed.key for changed in draft.changes.all()] == ["item:sign-disclosure@2027-01-01"]
    assert "新增" in text(editor.get(where))


def test_a_change_is_taken_back_and_a_definition_taken_out(editor, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    assert editor.post(f"{where}remove/", {"key": KEY}).status_code == 302
    page = text(editor.get(where))
    assert "去掉" in page and "处要改" in page, "a theme needs it"
    assert editor.post(f"{where}take-back/", {"key": KEY}).status_code == 302
    assert "还没有改动" in text(editor.get(where))
    assert editor.post(f"{where}remove/", {"key": "item:none@2021-01-01"}).status_code == 404


def test_a_draft_is_thrown_away_by_whose_it_is(editor, publisher, draft, desk):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    editor.post(f"{where}remove/", {"key": KEY})
    other = desk(stories.officer("other", "LC-SPJ", "catalogue_editor"))
    assert "丢弃草稿" not in text(other.get(where)) and other.post(f"{where}discard/").status_code == 403
    assert "丢弃草稿" in text(editor.get(where)) and editor.get(f"{where}discard/").status_code == 405
    assert "已丢弃，生效的目录没有变" in text(editor.post(f"{where}discard/", follow=True))
    assert not Draft.objects.exists() and editor.get(where).status_code == 404
    assert "sign-disclosure" in queries.current().items


def test_what_is_published_is_not_thrown_away(editor, publisher, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    editor.post(f"{where}edit/?key={KEY}", {"text": item().replace("plain: ", "plain: 换了说法，", 1)})
    publisher.post(f"{where}publish/")
    assert editor.post(f"{where}discard/").status_code == 403
    with pytest.raises(Closed):
        actions.discard(draft)
    assert Draft.objects.get().release.number == 2


def test_a_release_that_was_a_mistake_is_superseded_by_the_former_content(editor, publisher, draft):
    """Nothing is taken out: cases that rest on the mistake go on resting on it. Two people, as for any release."""
    good = queries.current_release()
    where = f"/desk/catalogue/draft/{draft.pk}/"
    editor.post(f"{where}edit/?key={KEY}", {"text": item().replace("plain: ", "plain: 写错了，", 1)})
    region = queries.current().regions["LC-GT"].model_dump(mode="python") | {"id": "LC-NEW", "name": "新设的区"}
    actions.change(draft, "region", region)
    assert publisher.post(f"{where}publish/").status_code == 302
    mistaken = queries.current_release()
    assert "写错了" in queries.current().items["sign-disclosure"][-1].plain
    page = text(editor.get("/desk/catalogue/"))
    assert page.count("起草恢复到这一版") == 1 and "起草恢复到这一版" not in text(publisher.get("/desk/catalogue/"))
    assert publisher.post("/desk/catalogue/release/1/back/").status_code == 403
    back = editor.post("/desk/catalogue/release/1/back/")
    page = text(editor.get(back.url))
    assert "恢复第 1 版的内容" in page and "写错了" in page and "去掉" in page
    assert "写错了" in queries.current().items["sign-disclosure"][-1].plain, "a draft is not in force"
    assert publisher.post(f"{back.url}publish/").status_code == 302
    now = queries.current_release()
    assert (now.number, now.content, now.digest) == (3, good.content, good.digest)
    assert "LC-NEW" not in queries.current().regions
    assert "写错了" in queries.release(mistaken.digest).items["sign-disclosure"][-1].plain
    assert editor.post("/desk/catalogue/release/99/back/").status_code == 404


def test_an_overtaken_draft_is_carried_on(editor, publisher, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    editor.post(f"{where}edit/?key={KEY}", {"text": item().replace("plain: ", "plain: 换了说法，", 1)})
    other = actions.open_draft("staff:0", "别人的")
    region = queries.current().regions["LC-GT"].model_dump(mode="python") | {"name_en": "Gaotang"}
    actions.change(other, "region", region)
    actions.publish_draft(other, "staff:1")
    assert "已经有更新的版本" in text(editor.get(where))
    assert publisher.post(f"{where}publish/").status_code == 409
    answer = editor.post(f"{where}renew/", follow=True)
    assert "换了说法" in text(answer) and "已经有更新的版本" not in text(answer)


def test_everything_can_be_taken_away_as_files(editor, draft, tmp_path):
    for address in ("/desk/catalogue/export/", f"/desk/catalogue/draft/{draft.pk}/export/"):
        answer = editor.get(address)
        zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path / address.strip("/").replace("/", "-"))
    (folder,) = (tmp_path / "desk-catalogue-export").iterdir()
    assert Catalogue.build(packs.read(folder).definitions).digest == queries.current().digest


def test_browsing_and_reading(editor):
    page = text(editor.get("/desk/catalogue/?kind=theme"))
    assert "theme:open-restaurant@" in page and "item:" not in page
    assert "没有找到" in text(editor.get("/desk/catalogue/?kind=element&q=没有这个词"))
    assert "sign-disclosure" in text(editor.get(f"/desk/catalogue/definition/?key={KEY}"))
    assert editor.get("/desk/catalogue/definition/?key=item:none").status_code == 404


def test_a_story_is_tried_before_publishing(editor, draft):
    where = f"/desk/catalogue/draft/{draft.pk}/"
    assert "还没有改动" in text(editor.get(where)) and "酒店" in text(editor.get(f"{where}trial/"))
    key = "item:public-place-hygiene-new@2025-01-20"
    changed = item(key).replace("days: 5\n", "days: 3\n", 1)
    assert changed != item(key)
    editor.post(f"{where}edit/?key={key}", {"text": changed})
    page = text(editor.get(f"{where}trial/?story=hotel-ordinary"))
    assert "承诺 5 个工作日" in page and "承诺 3 个工作日" in page and "和故事的预期不一样" in page
    assert editor.get(f"{where}trial/?story=none").status_code == 200
