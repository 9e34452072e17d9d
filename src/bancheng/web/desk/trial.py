"""Try a story on a draft: what its person would be told now, and what they would be told after publishing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bancheng.apps.catalogue import actions, queries
from bancheng.core import scenarios
from bancheng.core.catalogue import Catalogue, NotInCatalogue
from bancheng.core.catalogue.models import Scenario
from bancheng.core.catalogue.values import BadValue
from bancheng.core.guide import plan
from bancheng.web.desk.catalogue import ROLES
from bancheng.web.desk.drafts import draft_of
from bancheng.web.desk.frame import desk, page

STATES = {"needed": "要办", "not_needed": "不用办", "open": "还要问"}


@desk(*ROLES)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """One story of the draft, in force and as drafted. `?story=`."""
    draft = draft_of(pk)
    catalogue = actions.verdict(draft).catalogue
    stories = sorted(catalogue.scenarios.values(), key=lambda one: (one.theme, one.id)) if catalogue else []
    chosen = next((one for one in stories if one.id == request.GET.get("story")), None)
    context = {
        "draft_pk": pk,
        "title": draft.title,
        "broken": catalogue is None,
        "stories": [{"id": one.id, "label": f"{one.story}（{one.as_of}）"} for one in stories],
        "chosen": chosen,
        "columns": [
            {"label": f"现在生效（第 {queries.current_release().number} 版）", **told(queries.current(), chosen)},
            {"label": "按这份草稿", **told(catalogue, chosen)},
        ]
        if chosen and catalogue
        else [],
    }
    return page(request, "desk/trial.html", "desk-catalogue", context)


def told(catalogue: Catalogue, story: Scenario) -> dict[str, object]:
    """What the person of a story is told under a catalogue, and how that differs from what the story expects."""
    try:
        facts = scenarios.facts_of(catalogue, story)
        found = plan(catalogue, story.theme, facts, story.as_of, story.region, frozenset(story.evidence))
        differences = scenarios.run(catalogue, story)
    except (NotInCatalogue, BadValue) as fault:
        return {"fault": fault.message, "parts": [], "papers": [], "days": None, "warnings": [], "differences": []}
    except KeyError as missing:
        return {"fault": f"这一版里没有 {missing}。", "parts": [], "papers": [], "days": None, "warnings": [], "differences": []}
    order = list(STATES)
    return {
        "fault": "",
        "parts": [
            {"name": catalogue.item(part.item, part.version).name, "state": STATES[part.state], "needed": part.state == "needed", "why": part.reason.zh}
            for part in sorted(found.parts, key=lambda part: order.index(part.state))
        ],
        "papers": [material.name for material in found.materials if material.state == "hand_in"],
        "days": found.totals.working_days,
        "warnings": [warning.reason.zh for warning in found.warnings],
        "differences": differences,
    }
