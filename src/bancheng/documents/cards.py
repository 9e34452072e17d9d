"""明白卡: a personal guide on one A4 page, with boxes to tick and a QR code back to the same guide.

It shows what the plan says and nothing about the person: neither names nor answers, since it is passed around and stuck
on walls. The template makes the letters smaller until the page holds everything; very long lists are cut with a word
that the rest stands behind the QR code.
"""
from __future__ import annotations

from datetime import datetime, time

from bancheng import now
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Station
from bancheng.core.guide.model import Plan, PlannedMaterial, PlannedPart
from bancheng.documents.typesetting import chinese_date, render

_LONGEST = {"parts": 12, "papers": 16, "free": 16, "watch": 6, "not_needed": 5}
_WORDS = {
    "zh": {
        "card": "明白卡",
        "as_of": "生成于",
        "back": "扫码回到这份清单",
        "things": "要办的事",
        "papers": "要准备的材料",
        "free": "不用您准备的",
        "watch": "提醒",
        "not_needed": "不用办的",
        "where": "就近能办的地方",
        "may_follow": "可以后补",
        "comma": "、",
    },
    "en": {
        "card": "Checklist",
        "as_of": "Made on",
        "back": "Scan to return to this list",
        "things": "What you need to do",
        "papers": "What to prepare",
        "free": "What you need not prepare",
        "watch": "Please note",
        "not_needed": "What you do not need",
        "where": "The nearest counter",
        "may_follow": "may follow later",
        "comma": ", ",
    },
}
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNITS = {
    "working_day": ("个工作日", "working days"),
    "natural_day": ("天", "days"),
    "month": ("个月", "months"),
    "year": ("年", "years"),
}


def guide_card(catalogue: Catalogue, plan: Plan, url: str, *, lang: str = "zh", station: Station | None = None) -> bytes:
    """The card as PDF, one A4 page.

    Args:
        url: the short link of the saved guide; without personal data.
        lang: `zh` or `en`.
        station: a counter that takes these things in, with its hours.
    """
    return render("guide-card", _Card(catalogue, plan, lang.startswith("en")).data(url, station), at=_made(plan))


def _made(plan: Plan) -> datetime:
    return datetime.combine(plan.as_of, time(), now.ZONE)


class _Card:
    """What the template shows, in one language."""

    def __init__(self, catalogue: Catalogue, plan: Plan, english: bool) -> None:
        self.catalogue = catalogue
        self.plan = plan
        self.english = english

    def say(self, zh: str, en: str) -> str:
        return (en or zh) if self.english else zh

    def data(self, url: str, station: Station | None) -> dict[str, object]:
        plan, catalogue = self.plan, self.catalogue
        theme = catalogue.theme(plan.theme, plan.as_of)
        region = catalogue.region(plan.region)
        to_do = [part for part in plan.parts if part.state == "needed"]
        papers = [one for one in plan.materials if one.state in ("hand_in", "may_follow")]
        free = [self.say(one.name, one.name_en) for one in plan.materials if one.state not in ("hand_in", "may_follow")]
        brand = catalogue.pack.brand
        return {
            "lang": "en" if self.english else "zh",
            "words": _WORDS["en" if self.english else "zh"],
            "city": self.say(f"{catalogue.pack.name}·{brand.name}", brand.name_en),
            "theme": self.say(theme.name, theme.name_en),
            "plain": self.say(theme.plain, theme.plain_en),
            "region": self.say(region.name, region.name_en),
            "as_of": self.day(plan),
            "guide_url": url,
            "figures": self.figures(),
            "finish": self.finish(),
            "parts": self.cut("parts", [self.part(part) for part in to_do], {"name": "", "who": "", "days": ""}, "why"),
            "papers": self.cut("papers", [self.paper(one) for one in papers], {"name": "", "late": False}, "accept"),
            "free": self.cut_texts("free", free),
            "watch": self.cut_texts("watch", [self.say(one.reason.zh, one.reason.en) for one in (*plan.out_of_scope, *plan.warnings)]),
            "not_needed": self.cut_texts("not_needed", [self.left_out(part) for part in plan.parts if part.state == "not_needed"]),
            "station": self.station(station) if station else None,
            "foot": self.foot(to_do),
        }

    def day(self, plan: Plan) -> str:
        return plan.as_of.isoformat() if self.english else chinese_date(plan.as_of)

    def figures(self) -> list[dict[str, str]]:
        totals = self.plan.totals
        days = "—" if totals.working_days is None else str(totals.working_days)
        same_day = totals.working_days == 0
        fee = format(totals.fee.normalize() if totals.fee else totals.fee, "f")
        return [
            self.figure(str(totals.things), "件", "", "要办的事", "things to do"),
            self.figure(str(totals.hand_in), "份", "", "要交的材料", "papers to hand in"),
            self.figure(self.say("当天", "same day"), "", "", "我们承诺", "as we promise")
            if same_day
            else self.figure(days, "个工作日", "working days", "我们承诺最长", "at most, as we promise"),
            self.figure(str(totals.visits), "次", "", "要跑", "visits"),
            self.figure(fee, "元", "CNY", "收费", "fee"),
        ]

    def figure(self, value: str, unit: str, unit_en: str, caption: str, caption_en: str) -> dict[str, str]:
        return {
            "value": value,
            "unit": unit_en if self.english else unit,
            "caption": caption_en if self.english else caption,
        }

    def finish(self) -> str | None:
        day = self.plan.finish
        if day is None:
            return None
        unsure = self.plan.finish_provisional
        return self.say(
            f"今天交齐，我们承诺最晚 {chinese_date(day)}全部办完" + ("（暂按周一到周五推算）。" if unsure else "。"),
            f"If filed today, everything is done by {day.isoformat()} at the latest" + (" (provisional)." if unsure else "."),
        )

    def part(self, part: PlannedPart) -> dict[str, str]:
        item = self.catalogue.item(part.item, part.version)
        body = self.catalogue.organisations.get(part.authority)
        unit = _UNITS[part.promised_unit][1 if self.english else 0]
        if part.promised_days is None:
            days = ""
        elif part.promised_days == 0:
            days = self.say("当天", "same day")
        else:
            days = f"{part.promised_days} {unit}"
        return {
            "name": self.say(item.name, item.name_en),
            "who": self.say(body.name, body.name_en) if body else "",
            "why": self.say(part.reason.zh, part.reason.en),
            "days": days,
        }

    def paper(self, one: PlannedMaterial) -> dict[str, object]:
        return {
            "name": self.say(one.name, one.name_en),
            "accept": self.say(one.accept, one.accept_en),
            "late": one.state == "may_follow",
        }

    def left_out(self, part: PlannedPart) -> str:
        item = self.catalogue.item(part.item, part.version)
        return self.say(f"{item.name}：{part.reason.zh}", f"{item.name_en or item.name}: {part.reason.en or part.reason.zh}")

    def station(self, station: Station) -> str:
        spans = [f"{self.weekdays(span.weekdays)} {span.opens}–{span.closes}" for span in station.hours]
        return self.say(
            f"{station.name}，{station.address}，{station.phone}；{'，'.join(spans)}（法定节假日休息）",
            f"{station.name_en or station.name}, {station.address_en or station.address}, {station.phone}; "
            f"{', '.join(spans)} (closed on public holidays)",
        )

    def weekdays(self, numbers: tuple[int, ...]) -> str:
        names = _WEEKDAYS_EN if self.english else _WEEKDAYS
        together = numbers == tuple(range(numbers[0], numbers[-1] + 1))
        if together and len(numbers) > 1:
            return f"{names[numbers[0] - 1]}{self.say('至', '–')}{names[numbers[-1] - 1]}"
        return self.say("、", ", ").join(names[number - 1] for number in numbers)

    def foot(self, parts: list[PlannedPart]) -> str:
        hotline = self.catalogue.pack.brand.hotline
        unsure = any(not self.catalogue.item(part.item, part.version).verified for part in parts)
        zh = f"这张卡按您的回答生成，不含个人信息。情况变了，扫码重新看一遍。有疑问请拨打 {hotline}。"
        en = f"Made from your answers; holds no personal data. If things change, scan and look again. Questions: {hotline}."
        if unsure:
            zh += "部分内容待核实，以办理时的答复为准。"
            en += " Some content is still to be verified."
        return self.say(zh, en)

    def cut(self, name: str, rows: list[dict[str, object]] | list[dict[str, str]], empty: dict[str, object], at: str) -> list[object]:
        kept: list[object] = list(rows[: _LONGEST[name]])
        if len(rows) > len(kept):
            kept.append({**empty, at: self.rest(len(rows) - len(kept))})
        return kept

    def cut_texts(self, name: str, texts: list[str]) -> list[str]:
        kept = texts[: _LONGEST[name]]
        return [*kept, self.rest(len(texts) - len(kept))] if len(texts) > len(kept) else kept

    def rest(self, count: int) -> str:
        return self.say(f"还有 {count} 项，扫码看全部", f"{count} more: scan to see all")
