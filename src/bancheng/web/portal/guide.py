"""The live guide: a few questions, and after each answer what is needed, why, with which papers, by when, where.

One page, one form, one template. With JavaScript the part of it that depends on answers is exchanged after each change; without, the same part comes with
the whole page after a redirect. Both are rendered from the same session by the same code, so they cannot differ.

In the senior mode one question stands on the page at a time; `?q=` goes back to one that has been answered.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bancheng import now
from bancheng.apps.cases import drafts
from bancheng.apps.cases.actions.save_guide import save_guide
from bancheng.apps.catalogue import queries
from bancheng.apps.subjects import queries as subjects
from bancheng.core.catalogue import Catalogue, NotInCatalogue
from bancheng.core.catalogue.models import Theme
from bancheng.core.catalogue.values import display, label
from bancheng.core.guide import Plan
from bancheng.web import modes
from bancheng.web.portal import fields, guide_page, halls, situation
from bancheng.web.portal.situation import Situation
from bancheng.web.portal.words import lang, name

REGION = "region"
STEPS = (gettext_noop("先问清楚"), gettext_noop("填一张表"), gettext_noop("核对提交"), gettext_noop("部门办理"), gettext_noop("领证照"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which questions stand on the page.

    Attributes:
        shown: ids, in order; `region` is the place.
        open: how many more may come at most.
        earlier: the question before the one shown (senior mode), empty if it is the first.
        answered: questions with an answer, for the list of answers (senior mode).
    """

    shown: list[str]
    open: int
    earlier: str = ""
    answered: tuple[str, ...] = ()


def theme_of(catalogue: Catalogue, id: str) -> Theme:
    """A theme in force today, or the page that says there is none."""
    try:
        return catalogue.theme(id, now.today())
    except NotInCatalogue as absent:
        raise Http404(absent.message) from None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, theme: str) -> HttpResponse:
    """The page; a POST keeps the answers, and gives the live part (htmx) or the page again (plain form)."""
    catalogue = queries.current()
    found = theme_of(catalogue, theme)
    if request.method == "POST":
        situation.take(request, catalogue, found)
        if not request.headers.get("HX-Request"):
            return HttpResponseRedirect(reverse("guide", args=[theme]))
    context = _context(request, catalogue, found)
    return render(request, "portal/_guide_live.html" if request.method == "POST" else "portal/guide.html", context)


@require_POST
def restart(request: HttpRequest, theme: str) -> HttpResponse:
    """Throw the answers away and begin again."""
    situation.forget(request, theme_of(queries.current(), theme))
    return redirect("guide", theme)


@require_POST
def save(request: HttpRequest, theme: str) -> HttpResponse:
    """Keep the guide under a short link that holds no personal data."""
    catalogue = queries.current()
    found, told, plan = _sent(request, catalogue, theme)
    saved = save_guide(found.id, told.region, situation.shareable(catalogue, told, plan))
    return redirect("saved-guide", saved.code)


@require_POST
def start(request: HttpRequest, theme: str) -> HttpResponse:
    """“就办这些，去填表”: a draft from the answers that count. While something is open, the page says what."""
    catalogue = queries.current()
    found, told, plan = _sent(request, catalogue, theme)
    if not ready(told, plan):
        return HttpResponseRedirect(reverse("guide", args=[theme]) + "?missing=1")
    principal = subjects.principal(request)
    draft = drafts.create(
        found.id,
        told.region,
        situation.counting(catalogue, told, plan),
        owner=principal.person.reference if principal else "",
        holder=principal.reference if principal else "",
    )
    request.session["drafts"] = [*request.session.get("drafts", []), str(draft.pk)][-20:]
    return redirect("form", draft.pk)


def _sent(request: HttpRequest, catalogue: Catalogue, theme: str) -> tuple[Theme, Situation, Plan]:
    """Keep what the page sent, and plan with everything that was told."""
    found = theme_of(catalogue, theme)
    situation.take(request, catalogue, found)
    told = situation.load(request, catalogue, found)
    return found, told, told.plan(catalogue, now.today())


def ready(told: Situation, plan: Plan) -> bool:
    """Can the form be filled in: the place is known, every question that matters is answered, and something is needed."""
    return bool(told.region) and plan.complete and not told.problems and plan.totals.things > 0


def _context(request: HttpRequest, catalogue: Catalogue, theme: Theme) -> dict[str, Any]:
    told = situation.load(request, catalogue, theme)
    plan = told.plan(catalogue, now.today())
    senior = modes.senior(request)
    asked = _asked(told, plan, senior, request.GET.get("q", ""))
    is_ready = ready(told, plan)
    return {
        **guide_page.present(catalogue, plan, halls.position_of(request.POST)),
        "nav": "themes",
        "theme": theme,
        "theme_name": name(theme),
        "steps": [_(step) for step in STEPS],
        "senior": senior,
        "asked": asked,
        "questions": [_question(catalogue, told, id, number, senior) for number, id in enumerate(asked.shown, start=1)],
        "answered": [_answer(catalogue, told, id) for id in asked.answered],
        "known": _known(catalogue, told, plan),
        "silent": bool(told.known.unavailable),
        "ready": is_ready,
        "missing": _missing(told, plan) if "missing" in request.GET and not is_ready else [],
        "told": told,
    }


def _asked(told: Situation, plan: Plan, senior: bool, wanted: str) -> Asked:
    """The place first, then the questions that matter: those with an answer (readable or not), and the next one."""
    line = [REGION]
    if told.region:
        line += [id for id in plan.questions if id not in told.known.facts and (told.typed.get(id) or id == plan.next_question)]
    answered = [id for id in line if (told.region if id == REGION else id in told.answers)]
    unanswered = sum(1 for id in plan.questions if id not in told.answers and id not in told.known.facts)
    if not senior:
        return Asked(line, unanswered)
    waiting = [id for id in line if id not in answered]
    current = wanted if wanted in line else waiting[0] if waiting else ""
    if not current:
        return Asked([], 0, line[-1], tuple(answered))
    place = line.index(current)
    return Asked([current], unanswered, line[place - 1] if place else "", tuple(id for id in answered if id != current))


def _question(catalogue: Catalogue, told: Situation, id: str, number: int, senior: bool) -> dict[str, Any]:
    if id == REGION:
        options = [{"value": place.id, "label": name(place)} for place in situation.places(catalogue)]
        context = {
            "kind": "select",
            "id": REGION,
            "name": REGION,
            "label": _("店或场所在哪个区县？"),
            "hint": _("由哪个局办、去哪个大厅，看地方在哪里。"),
            "options": options,
            "value": told.region,
            "size": "m",
        }
        return {"field": context | {"number": number}, "more": None, "take": "", "id": ""}
    element = catalogue.elements[id]
    problem = told.problems.get(id)
    context = fields.question(element, told.answers.get(id), told.typed.get(id) if problem else None, problem, number)
    context, more = fields.few(context) if senior else (context, None)
    meant = problem.suggestion if problem else ""
    return {"field": context, "more": more, "take": f"{id}={meant}" if meant else "", "meant": meant, "id": id}


def _answer(catalogue: Catalogue, told: Situation, id: str) -> dict[str, str]:
    if id == REGION:
        return {"id": id, "label": _("在哪里"), "value": name(catalogue.region(told.region))}
    element = catalogue.elements[id]
    return {"id": id, "label": label(element, lang()), "value": display(element, told.answers[id], lang())}


def _known(catalogue: Catalogue, told: Situation, plan: Plan) -> list[dict[str, Any]]:
    """What need not be asked because a source has said it, with the source and when."""
    rows = []
    for id in told.theme.asks:
        fact = told.known.facts.get(id)
        if fact is None:
            continue
        element = catalogue.elements[id]
        evidence = catalogue.evidence.get(fact.source.removeprefix("evidence:"))
        rows.append(
            {
                "label": label(element, lang()),
                "value": display(element, fact.value, lang(), masked=True),
                "source": name(evidence) if evidence else _("登记信息"),
                "at": fact.at,
            }
        )
    return rows


def _missing(told: Situation, plan: Plan) -> list[dict[str, str]]:
    """What still keeps the reader from the form, each with the control it is about."""
    if not told.region:
        return [{"id": REGION, "text": _("先选店或场所在哪个区县")}]
    if told.problems:
        return [{"id": id, "text": problem.message_en if lang() == "en" else problem.message} for id, problem in told.problems.items()]
    if plan.next_question:
        return [{"id": plan.next_question, "text": _("还有问题没有答，答完才知道要办哪些")}]
    return [{"id": REGION, "text": _("按您的回答，这里没有要办的事，看看提示里的说明")}]
