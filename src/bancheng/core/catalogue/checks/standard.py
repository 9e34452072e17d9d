"""The cross-field validators of the item standard (handbook §3.6, 1 to 17), and what the law asks of limits, papers, commitment and inspection."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.checks.places import phones
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Element, Item, Limit, Material, ReviewPoint, Theme
from bancheng.core.catalogue.problems import Path, Problem, problem

_PERSON = frozenset((
    "生育收养", "户籍办理", "民族宗教", "教育科研", "入伍服役", "就业创业", "设立变更", "准营准办", "职业资格", "行政缴费",
    "婚姻登记", "优待抚恤", "规划建设", "住房保障", "社会保障", "证件办理", "交通出行", "旅游观光", "出境入境", "消费维权",
    "公共安全", "司法公证", "知识产权", "环保绿化", "文化体育", "公用事业", "医疗卫生", "离职退休", "死亡殡葬", "其他",
))  # fmt: skip
_ENTITY = frozenset((
    "设立变更", "准营准办", "资质认证", "年检年审", "税收财务", "人力资源", "社会保障", "投资审批", "融资信贷", "抵押质押",
    "商务贸易", "招标拍卖", "海关口岸", "涉外服务", "农林牧渔", "国土和规划建设", "交通运输", "环保绿化", "应急救灾",
    "水务气象", "医疗卫生", "科技创新", "文体教育", "知识产权", "民族宗教", "质量技术", "检验检疫", "安全生产", "公安消防",
    "司法公证", "公用事业", "法人注销", "档案文物", "其他",
))  # fmt: skip
_TOPICS = {"natural_person": _PERSON, "legal_entity": _ENTITY}
_STEPS = (("受理",), ("审查", "审核"), ("决定", "审批"), ("送达",))
EXTENSION_DAYS = 10
REGISTRATION_DAYS = 3
_CALENDAR_DAYS = {"working_day": 7 / 5, "natural_day": 1, "month": 30, "year": 365}
_ENDINGS = (("证", "licence"), ("文", "approval"), ("批复", "approval"))
_UNITS = {"working_day": "个工作日", "natural_day": "天", "month": "个月", "year": "年"}


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Look at items one by one, then at what must agree between them."""
    for definition in catalogue.definitions:
        match definition:
            case Item():
                yield from _item(catalogue, definition)
            case Element():
                yield from _element(definition, key_of(definition), ())
            case Theme():
                where = key_of(definition)
                yield from _ids(where, "parts", [part.id for part in definition.parts])
                cautions = [caution.id for caution in chain(definition.warnings, definition.out_of_scope)]
                yield from _ids(where, "warnings", cautions)
            case _:
                pass
    yield from _same_papers(catalogue)


def _ids(where: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield problem("id-twice", where, (key, index, "id"), id=id)
        seen.add(id)


def _item(catalogue: Catalogue, item: Item) -> Iterator[Problem]:
    where = key_of(item)
    yield from _handling(item, where)
    yield from _limits(item, where)
    yield from _procedure(item, where)
    yield from _result(item, where)
    yield from _money(item, where)
    yield from phones(where, item.consult_phone, item.complaint_phone, ("consult_phone",), ("complaint_phone",))
    allowed = frozenset().union(*(_TOPICS[kind] for kind in item.audience))
    for index, topic in enumerate(item.topics):
        if topic not in allowed:
            yield problem("topic-audience", where, ("topics", index), topic=topic)
    if not item.basis:
        yield problem("basis-missing", where, ("basis",))
    yield from _ids(where, "materials", [material.id for material in item.materials])
    for index, material in enumerate(item.materials):
        yield from _material(material, where, ("materials", index))
    yield from _ids(where, "review_points", [point.id for point in item.review_points])
    for index, point in enumerate(item.review_points):
        yield from _point(point, where, ("review_points", index))
    if item.commitment_when:
        wanted = {"commitment_text": item.commitment_text, "commitment_basis": item.commitment_basis, "after_check": item.after_check}
        if lacking := [name for name, value in wanted.items() if not value]:
            yield problem("commitment-incomplete", where, ("commitment_when",), missing="、".join(lacking))


def _handling(item: Item, where: str) -> Iterator[Problem]:
    # Validator 1 speaks of the promise everybody gets; a promise under a condition (commitment) does not make the item an instant one.
    plain = next((limit for limit in item.limits.promised if limit.when is None), None)
    on_the_spot = plain is not None and plain.days == 0
    if len({on_the_spot, item.case_kind == "instant", item.review_kind == "instant"}) > 1:
        days = plain.days if plain else "?"
        yield problem("instant-mismatch", where, ("case_kind",), days=days, kind=item.case_kind, review=item.review_kind)
    if item.visits > 0 and not item.visits_reason:
        yield problem("visits-reason", where, ("visits",), visits=item.visits)
    if item.visits == 0 and item.visits_reason:
        yield problem("visits-reason-idle", where, ("visits_reason",))
    if item.visits == 0 and not {"online", "post"} & set(item.handle_by):
        yield problem("no-way-in", where, ("handle_by",))
    if not {"window", "post"} & set(item.handle_by):  # no channel may be forced on anybody (优化营商环境条例 art. 37, R-32)
        yield problem("online-only", where, ("handle_by",))
    if item.online_depth == "IV" and item.visits > 0:
        yield problem("depth-visits", where, ("online_depth",), visits=item.visits)
    if item.type == "permit":
        if not item.faq:
            yield problem("permit-faq", where, ("faq",))
        lacking = ["或".join(words) for words in _STEPS if not set(words) & set(item.flow)]
        if len(item.flow) < 5:
            lacking.append(f"{5 - len(item.flow)} 步")
        if lacking:
            yield problem("permit-flow", where, ("flow",), missing="、".join(lacking))


def _limits(item: Item, where: str) -> Iterator[Problem]:
    law = item.limits.statutory
    if not law.basis:
        yield problem("limit-basis", where, ("limits", "statutory"))
    for index, promise in enumerate(item.limits.promised):
        if _length(promise) > _length(law):
            yield problem(
                "promised-too-long", where, ("limits", "promised", index, "days"),
                promised=_days(promise), statutory=_days(law),
            )  # fmt: skip
    if item.limits.promised and all(promise.when for promise in item.limits.promised):
        yield problem("promised-open", where, ("limits", "promised"))


def _procedure(item: Item, where: str) -> Iterator[Problem]:
    """What the law says of the item's process (R-12, R-29, R-30)."""
    registers = item.procedure_kind == "registration"
    law = item.limits.statutory
    if registers and _length(law) > REGISTRATION_DAYS * _CALENDAR_DAYS["working_day"]:
        yield problem("registration-limit", where, ("limits", "statutory"), days=_days(law))
    most = REGISTRATION_DAYS if registers else EXTENSION_DAYS
    if not 0 <= item.limits.extension_days <= most:
        yield problem("extension-too-long", where, ("limits", "extension_days"), days=item.limits.extension_days, most=most)
    by_two = any(point.by == "person" and point.inspectors >= 2 for point in item.review_points)
    if item.procedure_kind == "inspection" and not by_two:
        yield problem("inspection-alone", where, ("procedure_kind",))
    if item.renew_before is not None and item.matter != "renewal":
        yield problem("renewal-idle", where, ("renew_before",))
    yield from _ids(where, "special_procedures", [one.kind for one in item.special_procedures])


def _length(limit: Limit) -> float:
    return limit.days * _CALENDAR_DAYS[limit.unit]


def _days(limit: Limit) -> str:
    return f"{limit.days} {_UNITS[limit.unit]}"


def _result(item: Item, where: str) -> Iterator[Problem]:
    result = item.result
    for ending, kind in _ENDINGS:
        if result.name.endswith(ending) and result.kind != kind:
            yield problem(
                "result-kind", where, ("result", "kind"), name=result.name, kind=result.kind,
                mend=f"名称以“{ending}”结尾，kind 写 {kind}", mend_en=f"a name that ends in {ending} has kind {kind}",
            )  # fmt: skip
    if result.kind == "licence" and not result.licence_type:
        yield problem("result-type-missing", where, ("result",))
    if result.kind != "none" and not result.sample:
        yield problem("sample-missing", where, ("result",))


def _money(item: Item, where: str) -> Iterator[Problem]:
    fee = item.fee
    if not fee.charged:
        if fee.online_payment or fee.amount or fee.name or fee.standard:
            yield problem("fee-idle", where, ("fee",))
        return
    wanted = {"basis": fee.basis, "name": fee.name, "standard": fee.standard, "amount": fee.amount}
    lacking = [name for name, value in wanted.items() if not value]
    if fee.online_payment is None:
        lacking.append("online_payment")
    if lacking:
        yield problem("fee-incomplete", where, ("fee",), missing="、".join(lacking))


def _material(material: Material, where: str, path: Path) -> Iterator[Problem]:
    if not material.basis:
        yield problem("basis-missing", where, (*path, "basis"))
    if material.source == "government" and not material.waived_by:
        yield problem("government-paper", where, path, name=material.name)


def _point(point: ReviewPoint, where: str, path: Path) -> Iterator[Problem]:
    if not point.basis:
        yield problem("basis-missing", where, (*path, "basis"))
    if point.by == "rule" and not point.rule:
        yield problem("point-empty", where, path)
    if point.by == "person":
        if point.rule:
            yield problem("point-both", where, (*path, "rule"))
        if not point.criterion:
            yield problem("point-criterion", where, path)
    if point.inspectors == 1:
        yield problem("inspectors", where, (*path, "inspectors"))


def _element(element: Element, where: str, path: Path) -> Iterator[Problem]:
    chooses = element.type in ("choice", "choices")
    if chooses and not element.options:
        yield problem("options-missing", where, path)
    if element.options and not chooses:
        yield problem("options-idle", where, (*path, "options"))
    yield from _ids(where, "options", [option.value for option in element.options])
    if element.type == "list" and not element.fields:
        yield problem("fields-missing", where, path)
    if element.minimum is not None and element.maximum is not None and element.minimum > element.maximum:
        yield problem("range-empty", where, (*path, "minimum"), low=element.minimum, high=element.maximum)
    for index, field in enumerate(element.fields):
        yield from _element(field, where, (*path, "fields", index))


def _same_papers(catalogue: Catalogue) -> Iterator[Problem]:
    """One paper has one name, whichever item asks for it: papers are joined by id across a theme."""
    for versions in catalogue.themes.values():
        named: dict[str, tuple[str, str]] = {}
        parts = {part.item for theme in versions for part in theme.parts}
        for item in (version for id in sorted(parts) for version in catalogue.items.get(id, ())):
            for index, material in enumerate(item.materials):
                name, other = named.setdefault(material.id, (material.name, key_of(item)))
                if name != material.name:
                    yield problem(
                        "material-differs", key_of(item), ("materials", index, "name"), id=material.id, name=name, other=other
                    )
