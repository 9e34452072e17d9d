"""Every message of the checker, in one place: what is wrong and how to mend it, in Chinese and English.

The names in braces are filled in by whoever finds the fault. A test holds every message against a broken pack that provokes it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """The words of one kind of fault."""

    fault: str
    mend: str
    fault_en: str
    mend_en: str


_FILES = {
    "yaml-broken": Message("这里的 YAML 读不懂：{detail}", "改好缩进、冒号或引号再试", "this is not YAML: {detail}", "mend the indent, colon or quotes"),
    "yaml-several": Message(
        "一个文件里用“---”分成了几份", "拆成几个文件，或写成一个列表", "the file holds several documents", "split the file or write one list"
    ),
    "yaml-tag": Message("用了“{tag}”这种标记", "去掉标记，直接写值", "the tag “{tag}” is used", "remove the tag and write the plain value"),
    "yaml-key": Message("键不是一个词", "键只写一个英文词", "a key is not a single word", "write one English word as the key"),
    "yaml-twice": Message("“{key}”写了两次", "只留一个", "“{key}” is given twice", "keep one"),
    "yaml-too-long": Message(
        "文件太大或套得太深（超过 200 万字符、20 万个值或 60 层）",
        "拆成几个文件",
        "the file is too large or too deep (2 million characters, 200,000 values, 60 levels)",
        "split it",
    ),
    "file-unknown": Message(
        "包里不该有这个文件", "放到这些位置之一：{known}，扩展名用 .yaml", "this file has no place in a pack", "use one of: {known}, ending in .yaml"
    ),
    "file-not-utf8": Message("文件不是 UTF-8 编码", "另存为 UTF-8", "the file is not UTF-8", "save it as UTF-8"),
    "not-a-definition": Message(
        "这里应当是一组“键：值”（{kind}）", "按 docs/pack-reference.md 写键和值", "a {kind} needs keys and values", "see docs/pack-reference.md"
    ),
    "defined-twice": Message(
        "“{key}”已经在 {file} 第 {line} 行写过", "删掉一处，或改 id", "“{key}” is already defined in {file}, line {line}", "remove one or change the id"
    ),
    "item-misplaced": Message(
        "事项的文件名和内容对不上", "移到 {expected}，或改 id、effective_from", "the file name does not fit id and effective_from", "move it to {expected}"
    ),
    "key-unknown": Message("不认识“{key}”这个键", "可用的是：{near}", "unknown key “{key}”", "use: {near}"),
    "key-missing": Message("缺少“{key}”", "补上“{key}”", "“{key}” is missing", "add “{key}”"),
    "want-text": Message("“{key}”要写文字，现在是 {value}", "加引号，例如 '{value}'", "“{key}” must be text, not {value}", "put it in quotes: '{value}'"),
    "want-one-of": Message("“{key}”不能是 {value}", "只能是：{allowed}", "“{key}” cannot be {value}", "use one of: {allowed}"),
    "want-pattern": Message("“{key}”的写法不对：{value}", "要符合 {pattern}", "“{key}” is not well formed: {value}", "it must match {pattern}"),
    "want-other": Message("“{key}”的值不对：{value}", "这里要写：{expected}", "“{key}” has a wrong value: {value}", "expected: {expected}"),
}

_RULES = {
    "rule-fault": Message("规则第 {at} 个字符起：{message}", "{fix}", "rule, from character {at}: {message_en}", "{fix_en}"),
    "name-twice": Message(
        "“{name}”这个名称已经用在 {other}", "一个名称只给一个要素或参数，改掉一个", "the name “{name}” is already used by {other}", "rename one"
    ),
    "id-twice": Message("“{id}”这个 id 在这里出现两次", "改成不重复的 id", "the id “{id}” stands here twice", "give each its own id"),
    "pack-missing": Message(
        "没有 pack 定义", "补一个 pack.yaml，写明 id、name、region、brand", "there is no pack definition", "add pack.yaml with id, name, region, brand"
    ),
}

_REFERENCES = {
    "no-element": Message(
        "没有“{id}”这个要素", "在 dictionary/ 里加上，或改 id{near}", "there is no element “{id}”", "add it to dictionary/ or mend the id{near}"
    ),
    "no-evidence": Message(
        "没有“{id}”这种证照或数据", "在 evidence/ 里加上，或改 id{near}", "there is no evidence type “{id}”", "add it to evidence/ or mend the id{near}"
    ),
    "no-item": Message("没有“{id}”这个事项", "在 items/ 里加上，或改 id{near}", "there is no item “{id}”", "add it to items/ or mend the id{near}"),
    "no-part": Message(
        "这个主题里没有“{id}”这一环节", "after 只能写同一主题里的环节 id{near}", "the theme has no part “{id}”", "name a part of the same theme{near}"
    ),
    "no-theme": Message("没有“{id}”这个主题（在 {day}）", "改 theme 或 as_of{near}", "there is no theme “{id}” on {day}", "mend theme or as_of{near}"),
    "no-region": Message(
        "没有“{id}”这个地区", "在 regions.yaml 里加上，或改 id{near}", "there is no region “{id}”", "add it to regions.yaml or mend the id{near}"
    ),
    "no-organisation": Message(
        "没有“{id}”这个单位",
        "在 organisations.yaml 里加上，或改 id{near}",
        "there is no organisation “{id}”",
        "add it to organisations.yaml or mend the id{near}",
    ),
    "no-role": Message(
        "在 {regions} 没有单位承担“{role}”",
        "给那里（或上级地区）的一个单位加上这个 role",
        "nobody has the role “{role}” in {regions}",
        "give the role to an organisation there or above",
    ),
    "role-twice": Message(
        "{region} 有两个单位承担“{role}”：{other} 也是",
        "一个地区一个角色只留一个单位",
        "two organisations have the role “{role}” in {region}: {other} too",
        "keep one",
    ),
    "region-circle": Message(
        "“{id}”的 within 绕回了自己", "改 within，让它一级一级通到市", "“{id}” lies within itself", "mend within so that it leads up to the city"
    ),
    "not-shareable": Message(
        "“{id}”不能共享，不能用来免交材料",
        "换一种证照，或在 evidence/ 里核对 shareable",
        "“{id}” is not shareable, so it cannot waive a paper",
        "name another one or check shareable",
    ),
    "known-by-idle": Message(
        "“{evidence}”查不出这个要素",
        "在 {evidence} 的 fields 里写上它，或从 known_by 里去掉",
        "“{evidence}” does not fill this element",
        "add it to the fields of {evidence} or drop it from known_by",
    ),
    "licence-code": Message(
        "“{id}”要发证，licence_code 应当是 21 位，现在是“{found}”",
        "按 GB/T 36904 写 21 位证照类型代码",
        "“{id}” is issued here; its licence_code must have 21 characters, not “{found}”",
        "write the GB/T 36904 type code",
    ),
}

_VALUES = {
    "options-missing": Message("选择题没有选项", "补 options", "a choice without options", "add options"),
    "options-idle": Message(
        "不是选择题，却写了选项", "去掉 options，或把 type 改成 choice", "options on something that is no choice", "drop them or use type choice"
    ),
    "fields-missing": Message("列表没有写每一行填什么", "补 fields", "a list without fields", "add fields"),
    "range-empty": Message("最小值 {low} 比最大值 {high} 还大", "对调，或改正", "the minimum {low} is above the maximum {high}", "mend one of them"),
    "uscc-wrong": Message("统一社会信用代码“{found}”不对：{why}", "核对后改正", "the credit code “{found}” is wrong: {why_en}", "check and mend it"),
    "calendar-both": Message("{day} 又放假又上班", "只留一处", "{day} is both off and worked", "keep one"),
    "calendar-year": Message("{day} 不在 {year} 年前后", "改日期，或移到那一年的文件", "{day} does not belong to {year}", "mend the date or move it"),
    "calendar-weekday": Message(
        "{day} 本来就是工作日", "work 里只写调休上班的周六、周日", "{day} is a working day anyway", "list only worked Saturdays and Sundays"
    ),
    "hours-wrong": Message(
        "开门 {opens} 不早于关门 {closes}，或星期不在 1 到 7",
        "改正时间和星期",
        "opens {opens} is not before closes {closes}, or a weekday is not 1 to 7",
        "mend the hours",
    ),
    "scenario-answer": Message("“{id}”的值不对：{why}", "改成要素能接受的值", "the value of “{id}” is wrong: {why_en}", "write a value that the element takes"),
    "scenario-differs": Message(
        "场景结果和预期不一样：{difference}", "改规则，或改预期", "the scenario came out differently: {difference}", "mend the rule or the expectation"
    ),
}

_VERSIONS = {
    "version-ends-early": Message("失效日期 {until} 早于生效日期", "改 effective_to", "it ends on {until}, before it starts", "mend effective_to"),
    "version-overlap": Message(
        "和 {other} 起生效的版本重叠",
        "把这一版的 effective_to 改到 {day} 或更早",
        "it overlaps with the version from {other}",
        "let it end on {day} or earlier",
    ),
    "version-gap": Message(
        "{start} 到 {end} 没有生效的版本",
        "把 effective_to 改成 {end}，或补一版",
        "no version is in force from {start} to {end}",
        "let it end on {end} or add a version",
    ),
}

_STANDARD = {
    "instant-mismatch": Message(
        "即办三处不一致：承诺 {days} 天、case_kind {kind}、review_kind {review}",
        "要么全是即办（0 天、instant、instant），要么都不是",
        "promise, case_kind and review_kind disagree: {days} days, {kind}, {review}",
        "all three instant (0 days), or none",
    ),
    "result-kind": Message("结果叫“{name}”，kind 却是 {kind}", "{mend}", "the result “{name}” has kind {kind}", "{mend_en}"),
    "result-type-missing": Message("结果是证照，却没写 licence_type", "写 evidence/ 里的一种证照", "a licence without licence_type", "name an evidence type"),
    "visits-reason": Message("要跑 {visits} 次，却没写原因", "补 visits_reason", "{visits} visits without a reason", "add visits_reason"),
    "visits-reason-idle": Message("一次不用跑，却写了原因", "清空 visits_reason", "a reason although no visit is needed", "remove visits_reason"),
    "online-only": Message(
        "只能在网上办", "handle_by 里加 window 或 post：办理渠道由申请人选", "online only", "add window or post to handle_by: the applicant chooses"
    ),
    "no-way-in": Message("不用到场又不能网上办", "handle_by 里加 post 或 online", "no visit, not online, and no post", "add post or online to handle_by"),
    "depth-visits": Message(
        "全程网办（IV）却要到场 {visits} 次", "visits 改成 0，或降低 online_depth", "online depth IV with {visits} visits", "set visits to 0 or lower the depth"
    ),
    "fee-incomplete": Message("收费却缺：{missing}", "补齐收费依据、项目名称、标准和金额", "a fee without: {missing}", "give basis, name, standard and amount"),
    "fee-idle": Message("不收费，却写了收费内容", "去掉 online_payment、amount、name、standard", "free of charge, yet fee details are given", "remove them"),
    "phone-same": Message("咨询电话和投诉电话是同一个", "写两个不同的电话", "one number for questions and complaints", "give two numbers"),
    "phone-area": Message("电话“{phone}”没有区号或位数不对", "写成 0635-8888888 这样", "“{phone}” lacks an area code or digits", "write it like 0635-8888888"),
    "topic-audience": Message(
        "主题分类“{topic}”和服务对象对不上", "改 topics 或 audience", "the topic “{topic}” does not fit the audience", "mend topics or audience"
    ),
    "permit-faq": Message("行政许可至少要有一条常见问题", "补 faq", "a permit needs at least one question and answer", "add faq"),
    "permit-flow": Message(
        "许可流程缺：{missing}",
        "至少五步，含受理、审查、决定、送达",
        "the flow of a permit lacks: {missing}",
        "five steps at least: intake, review, decision, delivery",
    ),
    "sample-missing": Message("有结果却没有样本", "补 result.sample", "a result without a sample", "add result.sample"),
    "promised-too-long": Message(
        "承诺 {promised} 比法定 {statutory} 还长",
        "承诺不能超过法定",
        "the promise of {promised} exceeds the law's {statutory}",
        "promise no more than the law allows",
    ),
    "promised-open": Message(
        "每一条承诺期限都有条件，可能一条都不适用",
        "最后加一条没有 when 的",
        "every promise has a condition, so none may apply",
        "end with one that has no when",
    ),
    "extension-too-long": Message(
        "可以延长 {days} 个工作日，法律最多允许 {most} 个",
        "extension_days 写 {most} 以内，不能延长写 0",
        "an extension of {days} working days; the law allows {most}",
        "write {most} or less, 0 for never",
    ),
    "registration-limit": Message(
        "登记类事项的法定期限是 {days}，法律规定三个工作日以内",
        "改 statutory，或者 procedure_kind 不写 registration",
        "a registration with a limit of {days}; the law gives three working days",
        "mend statutory, or take another procedure_kind",
    ),
    "inspection-alone": Message(
        "检验类事项没有由两人办理的审查要点",
        "加一条 by: person、inspectors: 2 的审查要点",
        "an inspection permit without a review point for two inspectors",
        "add a point with by: person and inspectors: 2",
    ),
    "renewal-idle": Message(
        "不是延续事项，却写了提前申请的时间",
        "去掉 renew_before，或者 matter 写 renewal",
        "renew_before on what is no renewal",
        "drop it, or set matter: renewal",
    ),
    "limit-basis": Message("法定期限没有写依据", "补 basis", "the statutory limit names no law", "add basis"),
    "vague": Message("有含糊的话“{word}”", "写清楚到底是什么，或用《》“”引法条原文", "vague wording “{word}”", "say exactly what, or quote the law"),
    "basis-missing": Message("没有写依据", "补 basis：哪部法、哪一条", "no legal basis", "add basis: which law, which article"),
    "government-paper": Message(
        "“{name}”是政府部门发的，不能让人交",
        "写 waived_by，用共享数据免交",
        "“{name}” is issued by the government and may not be asked for",
        "name the evidence in waived_by",
    ),
    "point-empty": Message(
        "要点没有规则，也没有交给人看",
        "写 rule，或写 by: person 和 criterion",
        "a review point without rule or person",
        "give rule, or by: person and criterion",
    ),
    "point-both": Message("要点交给人看，又写了规则", "去掉 rule，或改 by: rule", "a point for a person with a rule", "drop the rule or use by: rule"),
    "point-criterion": Message("交给人看，却没说看什么", "补 criterion", "for a person, yet without criterion", "add criterion"),
    "inspectors": Message("现场核查只派 1 人", "至少 2 人（行政许可法第三十四条）", "one inspector only", "at least two (行政许可法 art. 34)"),
    "authority-low": Message(
        "在 {region}，“{role}”落到了{name}，乡镇和村不能决定许可",
        "把角色给县级以上的单位（行政许可法第二十四条）",
        "in {region} “{role}” resolves to {name}; towns and villages cannot decide permits",
        "give the role to a county body or above",
    ),
    "commitment-incomplete": Message(
        "可以告知承诺，却缺：{missing}", "补承诺书文字、依据和承诺后核查", "commitment is offered without: {missing}", "add text, basis and after-check"
    ),
    "material-differs": Message(
        "材料“{id}”在 {other} 叫“{name}”，这里不一样",
        "同一份材料用同一个名称，不同的材料换 id",
        "the paper “{id}” is called “{name}” in {other}",
        "one name for one paper, or another id",
    ),
    "until-not-date": Message("until_element“{id}”不是日期", "换成日期类型的要素", "until_element “{id}” is no date", "name an element of type date"),
}

_WORDS = {
    "half-width": Message("汉字旁边用了半角“{mark}”：…{near}…", "改成全角“{wide}”", "half-width “{mark}” beside Han characters: …{near}…", "write “{wide}”"),
    "english-missing": Message("缺英文：{key}", "补 {key}", "English is missing: {key}", "add {key}"),
    "question-missing": Message(
        "要问“{id}”，它却没有问题文字",
        "给要素补 question（和 question_en）",
        "“{id}” is asked but has no question",
        "add question and question_en to the element",
    ),
}

_REACH = {
    "ask-idle": Message("问了“{id}”，却没有规则用它", "从 asks 里去掉，或在规则里用上", "“{id}” is asked but no rule uses it", "drop it from asks or use it"),
    "nobody-knows": Message(
        "规则用了“{id}”，可是表上不填、问卷不问、也没有证照或数据能查到",
        "放进 form 或 asks，或在 evidence/ 的 fields 里写上它",
        "the rule reads “{id}”, which no form or question asks and no evidence knows",
        "put it into form or asks, or into the fields of an evidence type",
    ),
    "part-unreachable": Message("怎么回答都走不到“{id}”这一环节", "改它的 when", "no answers lead to the part “{id}”", "mend its when"),
    "dead-end": Message(
        "这样回答什么也不用办，也没有说明：{answers}",
        "补一个环节，或补一条 out_of_scope",
        "these answers lead nowhere: {answers}",
        "add a part or an out_of_scope",
    ),
    "stuck": Message(
        "这样回答以后定不下来，也没有可问的：{answers}（环节 {part}）",
        "把规则用到的要素放进 asks",
        "after these answers nothing more can be asked, yet {part} is open: {answers}",
        "put what the rule reads into asks",
    ),
    "circle": Message("环节互相等：{parts}", "改 after，去掉一个", "parts wait for each other: {parts}", "remove one after"),
}

MESSAGES: dict[str, Message] = {
    **_FILES, **_RULES, **_REFERENCES, **_VALUES, **_VERSIONS, **_STANDARD, **_WORDS, **_REACH,
}  # fmt: skip
"""Every message by its code."""
