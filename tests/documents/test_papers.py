"""Documents of a case: each says what the law wants it to say, carries number and seal, and leads back to the case."""
from __future__ import annotations

import pytest

from bancheng.documents import KINDS, BadDocument, case
from tests.documents.reading import qr_codes, text

COMMON = {
    "organisation": "聊城市行政审批服务局",
    "number": "市审批服务局〔2026〕000123 号",
    "phone": "0635-8860001",
    "issued_at": "2026-03-02T09:30+08:00",
    "case_number": "3715022026030100001K",
    "query_code": "7K2PQ8MX",
    "applicant": "聊城测试旅馆",
    "item": "公共场所卫生许可（新办）",
}
CONTENT: dict[str, dict[str, object]] = {
    "delivery-receipt": {"results": ["小餐饮登记证（高审批准〔2026〕000001 号）"], "clerk": "程晓"},
    "original-seen": {
        "material": "租赁合同",
        "accept": "合同首页、地址页和签字页都要清楚",
        "clerk": "程晓",
        "seen_at": "2026-03-02 09:30",
    },
    "receipt": {
        "theme": "公共场所卫生许可",
        "items": ["公共场所卫生许可（新办）"],
        "materials": ["卫生检测报告"],
        "waived": ["营业执照"],
        "received_at": "2026-03-01T09:30+08:00",
    },
    "acceptance": {
        "accepted_at": "2026-03-02T09:30+08:00",
        "promised_due": "2026-03-09",
        "statutory_due": "2026-03-30",
        "provisional": True,
    },
    "correction": {"items": [{"name": "平面图", "reason": "看不清消毒间的位置，请重拍"}, {"name": "检测报告", "reason": "缺第 3 页"}]},
    "granted": {
        "decided_at": "2026-03-02T09:30+08:00",
        "automatic": True,
        "record": "ab" * 32,
        "basis": ["《公共场所卫生管理条例》第四条"],
        "result": "公共场所卫生许可证",
        "licence": "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F",
    },
    "refused": {
        "decided_at": "2026-03-02T09:30+08:00",
        "reason": "没有独立的消毒间",
        "clause": "实施细则第二十三条",
        "remedy": "六十日内申请行政复议，六个月内提起行政诉讼",
        "remedy_organ": "聊城市人民政府",
        "court": "聊城市东昌府区人民法院",
    },
    "not_accepted": {"reason": "这件事不需要办许可", "go_to": "聊城市城市管理局"},
    "terminated": {"reason": "申请人自己撤回"},
    "suspension": {"procedure": "检测", "start": "2026-03-05", "planned_end": "2026-03-12", "reason": "空气质量要现场检测"},
    "extension": {"days": 10, "reason": "要向外地核实", "promised_due": "2026-03-23", "statutory_due": "2026-04-14"},
    "gap": {
        "accepted_at": "2026-03-02T09:30+08:00",
        "promised_due": "2026-03-09",
        "statutory_due": "2026-03-30",
        "gaps": ["平面图"],
        "until": "2026-03-05",
        "commitment": "3 月 2 日签的承诺书",
    },
    "hearing_right": {"concerned": "楼上住户的休息", "until": "2026-03-09"},
    "hearing": {"day": "2026-03-16", "place": "三楼会议室", "chair": "田雨"},
    "commitment": {
        "basis": ["《山东省优化营商环境条例》第二十九条"],
        "promises": ["检测报告真实，检测的就是这个场所。"],
        "signed_by": "李华",
        "signed_at": "2026-03-02T09:30+08:00",
    },
    "application-form": {
        "title": "卫生许可证申请表",
        "sections": [{"title": "场所", "rows": [{"label": "地址", "value": "楼东大街 126 号"}]}],
    },
    "hygiene-rules": {"kinds": ["宾馆旅店", "游泳场馆"], "central_ac": True, "manager": "王敏"},
    "food-safety-rules": {"kinds": ["热食"], "manager": "王敏"},
}
EXPECTED = {
    "delivery-receipt": ("送达回证", "小餐饮登记证", "签收人签字"),
    "original-seen": ("原件核验单", "租赁合同", "程晓", "已经当场退还"),
    "receipt": ["收件凭证", "2026年3月1日09:30", "卫生检测报告", "7K2PQ8MX", "营业执照"],
    "acceptance": ["受理通知书", "第三十二条", "2026年3月9日", "2026年3月30日", "放假安排"],
    "correction": ["补正告知书", "2处材料", "看不清消毒间的位置", "缺第3页", "第三十二条"],
    "granted": ["准予决定书", "智能审批", "公共场所卫生许可证", "2430599.001.F", "第三十八条"],
    "refused": ["不予批准决定书", "没有独立的消毒间", "实施细则第二十三条", "行政复议", "行政诉讼", "聊城市人民政府", "另一位工作人员签发"],
    "not_accepted": ["不予受理通知书", "这件事不需要办许可", "聊城市城市管理局", "行政复议"],
    "terminated": ["终止办理通知书", "申请人自己撤回", "随时可以重新申请"],
    "commitment": ["告知承诺书", "我们告知您", "申请人承诺", "检测报告真实", "撤销许可", "李华"],
    "application-form": ["卫生许可证申请表", "楼东大街126号", "真实、准确"],
    "hygiene-rules": ["卫生管理制度", "客房卫生", "池水卫生", "集中空调", "王敏"],
    "food-safety-rules": ["食品安全管理制度", "进货", "烧熟煮透", "餐具", "王敏"],
    "suspension": ("特别程序告知书", "检测", "2026年3月12日", "空气质量要现场检测"),
    "extension": ("延长办理期限告知书", "10个工作日", "要向外地核实", "2026年4月14日"),
    "gap": ("容缺受理通知书", "平面图", "2026年3月5日"),
    "hearing_right": ("听证权利告知书", "楼上住户的休息", "2026年3月9日"),
    "hearing": ("听证通知书", "2026年3月16日", "三楼会议室", "田雨"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_must(kind):
    url = "https://example.test/p/3715022026030100001K"
    pdf = case(kind, COMMON | CONTENT[kind], digest="ef" * 32, url=url)
    read = text(pdf)
    for expected in EXPECTED[kind]:
        assert expected in read, expected
    if kind not in ("application-form", "hygiene-rules", "food-safety-rules", "delivery-receipt"):
        assert "（电子印章）" in read
        assert "市审批服务局〔2026〕000123号" in read
        assert qr_codes(pdf) == [url]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_is_drawn_the_same(kind):
    assert case(kind, COMMON | CONTENT[kind]) == case(kind, COMMON | CONTENT[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_missing_entries_are_named(kind):
    for entry in KINDS[kind][1]:
        content = {key: value for key, value in (COMMON | CONTENT[kind]).items() if key != entry}
        with pytest.raises(BadDocument, match=entry):
            case(kind, content)


def test_what_was_not_sealed_carries_no_seal():
    read = text(case("commitment", COMMON | CONTENT["commitment"]))
    assert "（电子印章）" not in read
    assert "没有盖章" in read


def test_rules_follow_the_place():
    read = text(case("hygiene-rules", COMMON | {"kinds": ["商场"]}))
    assert "客房卫生" not in read
    assert "池水卫生" not in read
    assert "从业人员健康" in read


def test_an_unknown_kind_lists_the_others():
    with pytest.raises(BadDocument, match="receipt"):
        case("love-letter", COMMON)


@pytest.mark.parametrize("issued", ["yesterday", "2026-03-02T09:30"])
def test_a_bad_moment_is_named(issued):
    with pytest.raises(BadDocument, match=issued):
        case("terminated", COMMON | CONTENT["terminated"] | {"issued_at": issued})
