"""Drafts of the catalogue: change one definition at a time, see at once what the check says, let somebody else publish."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bancheng import packs
from bancheng.apps.cases import desk_queries
from bancheng.apps.catalogue import actions, queries
from bancheng.apps.catalogue.actions.draft import Closed, SamePerson, Stale
from bancheng.apps.catalogue.models import Draft
from bancheng.apps.staff.models import NotAllowed
from bancheng.core import scenarios
from bancheng.core.catalogue import Problem
from bancheng.core.catalogue.definitions import key_of, kind_of
from bancheng.core.catalogue.models import Definition
from bancheng.packs import Problem as Located
from bancheng.web.desk.catalogue import KINDS, ROLES, browse, draft_row, name_of, person, zipped
from bancheng.web.desk.frame import NotFound, desk, me, page

EDITOR, PUBLISHER = "catalogue_editor", "publisher"
TITLE = 200


@desk(EDITOR)
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Open a draft on top of the release in force."""
    title = request.POST.get("title", "").strip()[:TITLE]
    if not title:
        messages.error(request, "请先写明这次要改什么，例如“小餐饮承诺时限改为 5 个工作日”。")
        return HttpResponseRedirect(reverse("desk-catalogue"))
    draft = actions.open_draft(me(request).reference, title)
    return HttpResponseRedirect(reverse("desk-draft", args=[draft.pk]))


@desk(EDITOR)
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Open a draft that goes back to an earlier release: what was published by mistake is superseded, never taken out."""
    try:
        draft = actions.back_to(queries.numbered(number), me(request).reference)
    except queries.NoRelease:
        raise NotFound(str(number)) from None
    messages.success(request, f"草稿已按第 {number} 版的内容建好。请看过每处差别，不该恢复的撤回改动，再请另一位同事发布。")
    return HttpResponseRedirect(reverse("desk-draft", args=[draft.pk]))


@desk(EDITOR)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one's own draft away."""
    draft = _mine(request, pk)
    actions.discard(draft)
    messages.success(request, f"草稿“{draft.title}”已丢弃，生效的目录没有变。")
    return HttpResponseRedirect(reverse("desk-catalogue"))


@desk(*ROLES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft: what it changes, what the check says, who may publish it."""
    return _page(request, draft_of(pk))


@desk(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One definition as text. `?key=` an existing one, `?kind=` a new one. Saved as soon as it can be read; faults do not keep it from being saved."""
    draft = _mine(request, pk)
    key = request.GET.get("key", "")
    old = {key_of(one): one for one in actions.definitions(draft)}
    if key and key not in old:
        raise NotFound(key)
    kind = kind_of(old[key]) if key else request.GET.get("kind", "")
    if kind not in KINDS:
        raise NotFound(kind)
    if request.method != "POST":
        text = packs.text_of(old[key]) if key else ""
        return _editor(request, draft, kind, key, text, _about(draft, key, text), 200)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    definition, faults = packs.read_one(kind, text)
    if definition is None:
        return _editor(request, draft, kind, key, text, _lines(faults), 400)
    as_new = request.POST.get("save") == "new"
    if (as_new or not key) and key_of(definition) in old:
        fault = {"where": "", "line": 1, "fault": f"已经有 {key_of(definition)} 了。", "mend": "换一个 id 或者生效日期再存。", "edit": ""}
        return _editor(request, draft, kind, key, text, [fault], 400)
    raw = definition.model_dump(mode="python", exclude_unset=True)
    saved = actions.change(draft, kind, raw, "" if as_new else key)
    messages.success(request, f"已存进草稿：{saved}。")
    return HttpResponseRedirect(f"{reverse('desk-draft', args=[draft.pk])}?kind={kind}")


@desk(EDITOR)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the check would say if the text were saved; nothing is saved. For the editor while it is being typed in."""
    draft = _mine(request, pk)
    key, kind = request.GET.get("key", ""), request.GET.get("kind", "")
    kind = key.partition(":")[0] if key else kind
    if kind not in KINDS:
        raise NotFound(kind)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    definition, faults = packs.read_one(kind, text)
    rows = _lines(faults)
    if definition is not None:
        all_of_them = {key_of(one): one for one in actions.definitions(draft)}
        all_of_them.pop(key, None)
        all_of_them[key_of(definition)] = definition
        rows = _located(scenarios.check(tuple(all_of_them.values())).problems, key_of(definition), text)
    return page(request, "desk/_problems.html", "", {"problems": rows, "checked": True})


@desk(EDITOR)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a definition out of the catalogue, in the draft."""
    draft = _mine(request, pk)
    key = request.POST.get("key", "")
    if key not in {key_of(one) for one in actions.definitions(draft)}:
        raise NotFound(key)
    actions.change(draft, key.partition(":")[0], None, key)
    messages.success(request, f"草稿里已去掉 {key}。发布以后才生效，发布前随时可以撤回。")
    return HttpResponseRedirect(reverse("desk-draft", args=[pk]))


@desk(EDITOR)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one change."""
    draft = _mine(request, pk)
    actions.take_back(draft, request.POST.get("key", ""))
    messages.success(request, "这处改动已撤回。")
    return HttpResponseRedirect(reverse("desk-draft", args=[pk]))


@desk(EDITOR)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry the changes on to the release that has come into force since."""
    fresh, left_out = actions.renew(_mine(request, pk), me(request).reference)
    if left_out:
        messages.warning(request, f"这几处别人已经改过，没有带过来，请看过新内容再改：{'、'.join(left_out)}。")
    return HttpResponseRedirect(reverse("desk-draft", args=[fresh.pk]))


@desk(PUBLISHER)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into force. Not one's own."""
    draft = draft_of(pk)
    try:
        release = actions.publish_draft(draft, me(request).reference)
    except (SamePerson, Stale, Closed) as no:
        return _page(request, draft, str(no), 409)
    except actions.Faulty:
        return _page(request, draft, "检查没有通过，没有发布。请编辑的同事按下面的提示改好。", 409)
    messages.success(request, f"第 {release.number} 版已经发布，从现在起生效。已受理的办件仍按受理时的版本办。")
    return HttpResponseRedirect(reverse("desk-catalogue"))


@desk(*ROLES)
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as pack files, zipped."""
    return zipped(actions.definitions(draft_of(pk)), f"draft-{pk}")


def draft_of(pk: int) -> Draft:
    """A draft, whoever's it is.

    Raises:
        NotFound: there is none.
    """
    found = queries.draft(pk)
    if found is None:
        raise NotFound(str(pk))
    return found


def _mine(request: HttpRequest, pk: int) -> Draft:
    """A draft that this editor may change: their own, not yet published."""
    draft = draft_of(pk)
    if draft.by != me(request).reference:
        raise NotAllowed("这份草稿是别的同事的。要改，请自己新建一份草稿。")
    if draft.release_id:
        raise NotAllowed("这份草稿已经发布，不能再改。请新建一份草稿。")
    return draft


def _page(request: HttpRequest, draft: Draft, refused: str = "", status: int = 200) -> HttpResponse:
    here, names = me(request), desk_queries.names()
    verdict = actions.verdict(draft)
    own = draft.by == here.reference
    open_ = draft.release_id is None
    context = {
        "draft": draft_row(draft, names),
        "release": draft.release.number if draft.release else None,
        "stale": open_ and queries.current_release().pk != draft.based_on_id,
        "changes": _changes(draft),
        "problems": _located(verdict.problems, "", ""),
        "checked": True,
        "stories": verdict.scenarios,
        "may_edit": open_ and own and here.has_role(EDITOR),
        "may_publish": open_ and not own and here.has_role(PUBLISHER),
        "why_not": "编辑和发布是两个人，请另一位有发布岗位的同事来发布。" if open_ and own and here.has_role(PUBLISHER) else "",
        "refused": refused,
        "by": person(draft.by, names),
        **browse(request, actions.definitions(draft)),
    }
    return page(request, "desk/draft.html", "desk-catalogue", context, status)


def _editor(request: HttpRequest, draft: Draft, kind: str, key: str, text: str, problems: list[dict[str, object]], status: int) -> HttpResponse:
    query = f"key={key}" if key else f"kind={kind}"
    context = {
        "draft_pk": draft.pk,
        "title": draft.title,
        "kind": KINDS[kind],
        "key": key,
        "text": text,
        "problems": problems,
        "checked": bool(key) or status != 200,
        "query": query,
        "dated": kind in ("item", "theme"),
        "failed": status != 200,
    }
    return page(request, "desk/edit.html", "desk-catalogue", context, status)


def _about(draft: Draft, key: str, text: str) -> list[dict[str, object]]:
    """What the check says about one definition of the draft."""
    return [row for row in _located(actions.problems(draft), key, text) if row["where"] == key] if key else []


def _changes(draft: Draft) -> list[dict[str, object]]:
    """Each change as a difference to what the draft is based on."""
    before = {key_of(one): one for one in queries.catalogue_of(draft.based_on).definitions}
    after = {key_of(one): one for one in actions.definitions(draft)}
    rows = []
    for changed in draft.changes.order_by("key"):
        old, new = before.get(changed.key), after.get(changed.key)
        word, kind = ("新增", "ok") if old is None else ("去掉", "bad") if new is None else ("修改", "brand")
        some = new or old
        rows.append({"key": changed.key, "name": name_of(some) if some else "", "word": word, "kind": kind, "there": new is not None, "lines": diff(old, new)})
    return rows


def diff(old: Definition | None, new: Definition | None) -> list[dict[str, str]]:
    """Lines that went and came, with a little around them."""
    before, after = (packs.text_of(one).splitlines() if one else [] for one in (old, new))
    kinds = {"+": "add", "-": "del", "@": "at"}
    words = {"add": "加", "del": "删", "at": "", "same": ""}
    found = []
    for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
        kind = kinds.get(line[:1], "same")
        found.append({"kind": kind, "word": words[kind], "text": line if kind == "at" else line[1:], "mark": line[:1]})
    return found


def _lines(faults: Sequence[Located]) -> list[dict[str, object]]:
    return [{"where": "", "line": fault.line, "fault": fault.fault, "mend": fault.mend, "edit": ""} for fault in faults]


def _located(problems: Sequence[Problem], key: str, text: str) -> list[dict[str, object]]:
    """Problems with their place: the line in the text being edited, the key and field elsewhere."""
    rows = []
    for one in problems:
        line = packs.line_of(text, one.field) if one.where == key and text else 0
        field = ".".join(map(str, one.field))
        rows.append({"where": one.where, "field": field, "line": line, "fault": one.fault, "mend": one.mend, "edit": one.where})
    return rows
