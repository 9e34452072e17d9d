"""What the pages of a draft share: the theme's name, the steps, the list of parts at the left."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bancheng.apps.cases.drafts import Opened
from bancheng.apps.subjects.principal import Principal
from bancheng.web import modes
from bancheng.web.portal.form_sections import Section, sections
from bancheng.web.portal.words import name


def steps() -> list[str]:
    """The whole job in five words."""
    return [_("先问清楚"), _("填一张表"), _("核对提交"), _("部门办理"), _("领证照")]


def frame(
    request: HttpRequest, opened: Opened, principal: Principal, page: str, all_sections: list[Section] | None = None
) -> dict[str, Any]:
    """Context of `portal/apply/frame.html`; `page` is form, materials or check."""
    draft = opened.draft
    all_sections = sections(opened) if all_sections is None else all_sections
    theme = opened.catalogue.theme(draft.theme, opened.plan.as_of)
    here, senior = reverse("form", args=[draft.id]), modes.senior(request)
    wanted = request.GET.get("s", "")
    tasks: list[dict[str, Any]] = []
    for section in all_sections:
        words, kind = section.state
        href = f"{here}?s={section.id}" if senior else f"{here}#sec-{section.id}"
        tasks.append({"label": section.label, "href": href, "state": words, "kind": kind, "current": page == "form" and wanted == section.id})
    missing = sum(paper.state == "hand_in" and not opened.files.get(paper.id) for paper in opened.plan.materials)
    words, kind = (_("差 %(n)s 份") % {"n": missing}, "brand") if missing else (_("齐了"), "ok")
    tasks.append({"label": _("材料"), "href": reverse("materials", args=[draft.id]), "state": words, "kind": kind, "current": page == "materials"})
    return {
        "nav": "themes",
        "draft": draft,
        "theme_name": name(theme),
        "theme_id": theme.id,
        "holder_name": principal.display_name,
        "steps": steps(),
        "step": 3 if page == "check" else 2,
        "tasks": tasks,
        "task_count": len(all_sections) + 1,
        "saved_at": draft.saved_at,
        "page": page,
    }
