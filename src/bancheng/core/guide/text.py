"""A plan as plain text, for the terminal and wherever there is no page."""
from __future__ import annotations

from collections.abc import Iterator

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.values import label
from bancheng.core.guide.model import Plan, PlannedMaterial, PlannedPart

_STATES = {"needed": ("要办", "needed"), "not_needed": ("不用办", "not needed"), "open": ("还不能确定", "open")}
_PAPERS = {
    "hand_in": ("要交", "hand in"),
    "may_follow": ("可以后补", "may follow"),
    "waived": ("不用交", "not needed"),
    "generated": ("我们生成", "made for you"),
    "commitment": ("签承诺", "by commitment"),
}
_UNITS = {
    "working_day": ("个工作日", "working days"),
    "natural_day": ("天", "days"),
    "month": ("个月", "months"),
    "year": ("年", "years"),
}


def text(catalogue: Catalogue, plan: Plan, lang: str = "zh") -> str:
    """The whole plan, the conclusion first."""
    return "\n".join(_Writer(catalogue, plan, lang.startswith("en")).lines())


class _Writer:
    def __init__(self, catalogue: Catalogue, plan: Plan, english: bool) -> None:
        self.catalogue = catalogue
        self.plan = plan
        self.english = english

    def say(self, zh: str, en: str) -> str:
        return en if self.english else zh

    def lines(self) -> Iterator[str]:
        plan = self.plan
        theme = self.catalogue.theme(plan.theme, plan.as_of)
        yield self.say(theme.name, theme.name_en or theme.name)
        yield self._conclusion()
        for aside in plan.out_of_scope:
            yield "✋ " + self.say(aside.reason.zh, aside.reason.en)
        for state in ("needed", "open", "not_needed"):
            parts = [part for part in plan.parts if part.state == state]
            if parts:
                yield ""
                yield self.say(*_STATES[state]) + self.say("：", ":")
                for part in parts:
                    yield from self._part(part)
        if plan.materials:
            yield ""
            yield self.say("材料：", "Papers:")
            yield from (self._paper(material) for material in plan.materials)
        if plan.warnings:
            yield ""
            yield self.say("提醒（不影响提交）：", "Please note (you can still file):")
            yield from (f"  ! {self.say(warning.reason.zh, warning.reason.en)}" for warning in plan.warnings)
        if plan.next_question is not None:
            element = self.catalogue.elements[plan.next_question]
            question = self.say(element.question or label(element), element.question_en or label(element, "en"))
            yield ""
            yield self.say(f"下一个问题（{element.id}）：{question}", f"Next question ({element.id}): {question}")
            for option in element.options:
                yield "  - " + self.say(option.label or option.value, option.label_en or option.value)

    def _conclusion(self) -> str:
        totals, finish = self.plan.totals, self.plan.finish
        zh = f"{totals.things} 件事，{totals.hand_in} 份材料要交，{totals.not_needed_papers} 份不用您准备"
        en = f"{totals.things} things, {totals.hand_in} papers to hand in, {totals.not_needed_papers} not needed from you"
        if totals.working_days is not None and totals.things:
            zh += f"，{totals.working_days} 个工作日" if totals.working_days else "，当天有结果"
            en += f", {totals.working_days} working days" if totals.working_days else ", decided the same day"
        if finish is not None:
            zh += f"，最晚 {finish.isoformat()}" + ("（节假日安排还没公布，到时可能调整）" if self.plan.finish_provisional else "")
            en += f", by {finish.isoformat()}" + (" (provisional: holidays not yet announced)" if self.plan.finish_provisional else "")
        if totals.fee:
            return self.say(f"{zh}，收费 {totals.fee} 元。", f"{en}, fee {totals.fee} yuan.")
        return self.say(f"{zh}，不收钱。", f"{en}, free of charge.")

    def _part(self, part: PlannedPart) -> Iterator[str]:
        item = self.catalogue.item(part.item, part.version)
        line = "  · " + self.say(item.name, item.name_en or item.name)
        if part.promised_days is not None:
            unit = self.say(*_UNITS[part.promised_unit])
            law = f"{part.statutory_days} {self.say(*_UNITS[part.statutory_unit])}"
            line += self.say(f"（我们承诺 {part.promised_days} {unit}，法律规定最长 {law}）", f" (promised {part.promised_days} {unit}, by law {law})")
        yield line
        yield "    " + self.say(part.reason.zh, part.reason.en)
        if part.state == "needed" and part.reason.basis:
            law_texts = [f"《{basis.law}》{basis.article}" for basis in part.reason.basis]
            yield "    " + self.say("依据：", "Basis: ") + "；".join(law_texts)

    def _paper(self, material: PlannedMaterial) -> str:
        state = self.say(*_PAPERS[material.state])
        name = self.say(material.name, material.name_en)
        return f"  [{state}] {name}{self.say('：', ': ')}{self.say(material.reason.zh, material.reason.en)}"
