"""Lights, organisations and themes as these pages name them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.supervision.queries import PAUSED
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock import Light

LIGHTS = {
    str(Light.OVER_STATUTORY): ("超法定时限", "bad"),
    str(Light.RED): ("红灯", "bad"),
    str(Light.YELLOW): ("黄灯", "warn"),
    str(Light.GREEN): ("绿灯", "ok"),
    PAUSED: ("暂停计时", ""),
}
RUNGS = LIGHTS | {"silent": ("协办单位逾期没有答复", "bad")}
MEANINGS = {
    str(Light.OVER_STATUTORY): "过了法律规定的最后一天，还没有决定",
    str(Light.RED): "过了承诺的最后一天，还没有决定",
    str(Light.YELLOW): "承诺的时间快到了",
    str(Light.GREEN): "时间还够",
    PAUSED: "听证、检测、专家评审等特别程序进行中",
}


class Names:
    """Names of organisations and themes of the release in force; an id that it does not know stays as it is."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or catalogues.current()

    def organisation(self, id: str) -> str:
        """What people call it."""
        body = self.catalogue.organisations.get(id)
        return (body.short_name or body.name) if body else id

    def theme(self, id: str) -> str:
        """Its newest name."""
        versions = self.catalogue.themes.get(id)
        return versions[-1].name if versions else id


def cases(**chosen: str) -> str:
    """Address of the list that a figure stands for."""
    return f"{reverse('desk-oversight-cases')}?{urlencode({key: value for key, value in chosen.items() if value})}"


def left(days: int | None) -> str:
    """Working days until the last day, in words."""
    if days is None:
        return ""
    return "今天到期" if days == 0 else f"还剩 {days} 个工作日" if days > 0 else f"超期 {-days} 个工作日"
