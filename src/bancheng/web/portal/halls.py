"""Halls and counters: where they are, what they take in, whether they are open now."""
from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.catalogue import queries
from bancheng.core.catalogue import Catalogue
from bancheng.core.stations import Counter, Opening, Position, counters
from bancheng.web.portal.situation import places
from bancheng.web.portal.words import english, metres, name
from bancheng.web.templatetags.bc import cndate

_FACILITIES_EN = {
    "无障碍通道": "step-free access",
    "自助终端": "self-service terminal",
    "母婴室": "nursing room",
    "帮办代办窗口": "assistance counter",
}


def shown(catalogue: Catalogue, counter: Counter) -> dict[str, Any]:
    """A counter as pages show it."""
    station, today = counter.station, now.today()
    items = [catalogue.find_item(item, today) for item in counter.takes]
    return {
        "id": station.id,
        "name": name(station),
        "address": station.address_en if english() and station.address_en else station.address,
        "phone": station.phone,
        "open": counter.opening.open,
        "state": state(counter.opening),
        "today": _("、").join(f"{opens}–{closes}" for opens, closes in counter.opening.today),
        "distance": metres(counter.distance_m) if counter.distance_m is not None else "",
        "takes": _("、").join(name(item) for item in items if item is not None),
        "facilities": [_FACILITIES_EN.get(word, word) if english() else word for word in station.facilities],
        "verified": station.verified,
    }


def state(opening: Opening) -> str:
    """Open or closed, in words with the hour that matters."""
    if opening.open:
        return _("现在开门，到 %(at)s") % {"at": opening.until}
    if opening.day is None:
        return _("现在没有开门")
    if opening.day == now.today():
        return _("现在没开门，今天 %(at)s 开") % {"at": opening.at}
    return _("现在没开门，%(day)s%(at)s 开") % {"day": cndate(opening.day, "short"), "at": opening.at}


def position_of(data: Any) -> Position | None:
    """The reader's position as the browser sent it, if it is one; it is used for this page and not kept."""
    try:
        lat, lon = float(data.get("lat", "")), float(data.get("lon", ""))
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return Position(lat, lon)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/halls?region=`: all halls, or those around one place."""
    catalogue = queries.current()
    known = {place.id: place for place in places(catalogue)}
    region = request.GET.get("region", "")
    region = region if region in known else ""
    position = position_of(request.GET)
    found = counters(catalogue, region or catalogue.pack.region, {}, now.business(), position)
    context = {
        "nav": "halls",
        "counters": [shown(catalogue, counter) for counter in found],
        "places": [{"value": id, "label": name(place)} for id, place in known.items()],
        "region": region,
        "place": name(known[region]) if region else "",
        "near": position is not None,
    }
    return render(request, "portal/halls.html", context)
