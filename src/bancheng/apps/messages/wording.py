"""What messages say, in plain words: a title and a text for the inbox, one sentence for the telephone.

No personal data: a telephone message passes through other hands and shows on a locked screen.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Wording:
    """One message in Chinese and English; `{item}` and the like are parameters of `send`."""

    title: str
    text: str
    sms: str
    title_en: str
    text_en: str


WORDING: Mapping[str, Wording] = {
    "received": Wording(
        "我们收到了您的申请",
        "“{item}”的申请已收到，办件编号 {joint}。办到哪一步、谁在办、什么时候办完，都可以在进度页看到。",
        "您的“{item}”申请已收到，办件编号{joint}，可登录查看进度。",
        "We have received your application",
        "Your application “{item}” has been received (number {joint}). The progress page shows each step and its date.",
    ),
    "accepted": Wording(
        "已受理：{item}",
        "“{item}”已正式受理，开始计算办理时间。受理通知书可在进度页查看和下载。",
        "您的“{item}”申请已受理，可登录查看办结日期。",
        "Accepted: {item}",
        "“{item}” has been accepted and its time limit is running. The notice is on the progress page.",
    ),
    "deemed_accepted": Wording(
        "依法视为受理：{item}",
        "五个工作日里没有人告诉您“{item}”还缺什么，依法已经视为受理，办理时间从我们收到的那天算起。最晚办结日期可在进度页看到。",
        "您的“{item}”申请已依法视为受理，可登录查看办结日期。",
        "Accepted by law: {item}",
        "Nobody told you within five working days that “{item}” lacks anything, so by law it counts as accepted, as of the day we received it.",
    ),
    "correction": Wording(
        "请补齐材料：{item}",
        "“{item}”还有 {count} 处需要补齐或改正，已经一次全部列出。请打开进度页，照着补好再提交；补齐前不会计算办理时间。",
        "您的“{item}”申请有{count}处需要补正，请登录查看清单。",
        "Please complete your application: {item}",
        "{count} points of “{item}” need completing; all of them are listed at once on the progress page.",
    ),
    "accepted_with_gap": Wording(
        "已容缺受理：{item}",
        "“{item}”已先行受理，开始计算办理时间。还有 {count} 份材料请在 {until} 以前补齐，补齐以前不能发证。通知书可在进度页查看。",
        "您的“{item}”申请已容缺受理，请在{until}前补齐材料。",
        "Accepted, papers to follow: {item}",
        "“{item}” has been accepted and its time limit is running. {count} paper(s) follow by {until}; nothing is issued before that.",
    ),
    "gap_passed": Wording(
        "请马上补交材料：{item}",
        "“{item}”有 {count} 份材料说好 {until} 以前补齐，已经过了。请马上在进度页补交；一直不补，工作人员可以终止办理。",
        "您的“{item}”申请有材料逾期未补，请尽快登录补交。",
        "Papers are overdue: {item}",
        "{count} paper(s) of “{item}” were to follow by {until}. Hand them in on the progress page at once; otherwise the case may be ended.",
    ),
    "hearing_right": Wording(
        "您可以申请听证：{item}",
        "“{item}”直接关系他人重大利益。要求听证的，请在 {until} 以前提出，告知书可在进度页查看。",
        "您的“{item}”申请可以要求听证，请登录查看告知书。",
        "You may ask for a hearing: {item}",
        "“{item}” touches others' major interests. If you want a hearing, ask for it by {until}; the notice is on the progress page.",
    ),
    "hearing": Wording(
        "听证通知：{item}",
        "“{item}”将在 {day} 举行听证，地点和主持人写在进度页的通知书里。",
        "您的“{item}”申请将于{day}听证，请登录查看通知书。",
        "Hearing: {item}",
        "The hearing on “{item}” is on {day}; place and chair are in the notice on the progress page.",
    ),
    "suspended": Wording(
        "暂停计时：{item}",
        "“{item}”要进行{procedure}，所需时间已经书面告诉您，这些日子不算办理时间。告知书可在进度页查看和下载。",
        "您的“{item}”申请要进行{procedure}，期间暂停计时，请登录查看告知书。",
        "The clock stands still: {item}",
        "“{item}” needs a special procedure ({procedure_en}); its days do not count. The notice on the progress page says how long it takes.",
    ),
    "resumed": Wording(
        "恢复计时：{item}",
        "“{item}”的{procedure}结束了，办理时间接着算。新的最晚办结日期可在进度页看到。",
        "您的“{item}”申请恢复计时，可登录查看办结日期。",
        "The clock runs again: {item}",
        "The special procedure ({procedure_en}) for “{item}” is over and its time limit runs on. The progress page shows the new last day.",
    ),
    "extended": Wording(
        "办理期限延长：{item}",
        "“{item}”的办理期限经批准延长 {days} 个工作日，理由和新的最晚日期写在进度页的告知书里。",
        "您的“{item}”申请办理期限延长{days}个工作日，理由请登录查看。",
        "More time: {item}",
        "The time limit of “{item}” was extended by {days} working days. The notice on the progress page gives the reason and the new last day.",
    ),
    "not_accepted": Wording(
        "没有受理：{item}",
        "“{item}”没有受理。原因、依据和您可以怎么做，都写在进度页的通知书里。",
        "您的“{item}”申请未受理，原因请登录查看。",
        "Not accepted: {item}",
        "“{item}” was not accepted. The notice on the progress page gives the reason and what you can do.",
    ),
    "granted": Wording(
        "办好了：{item}",
        "“{item}”已办好，结果是“{result}”。在“我的证照”里可以查看、下载和出示。",
        "您的“{item}”已办好，可登录查看和下载。",
        "Done: {item}",
        "“{item}” is done; the result is “{result}”. You can see, download and show it in your wallet.",
    ),
    "refused": Wording(
        "没有批准：{item}",
        "“{item}”没有批准。决定书写明了理由和依据，也写明了您可以向谁申请行政复议、向哪个法院起诉、期限多长。需要帮助请拨打 12345。",
        "您的“{item}”申请未获批准，理由和救济途径请登录查看。",
        "Refused: {item}",
        "“{item}” was refused. The decision gives the reasons, and where and until when you can challenge it.",
    ),
    "terminated": Wording(
        "办理终止：{item}",
        "“{item}”的办理已经终止，原因写在进度页里。",
        "您的“{item}”申请已终止办理，原因请登录查看。",
        "Ended: {item}",
        "The handling of “{item}” has ended; the reason is on the progress page.",
    ),
    "revoked": Wording(
        "已撤销：{item}",
        "“{item}”的决定已被撤销，相关证照从现在起不再有效。原因、依据和您可以怎么做，都写在进度页里。",
        "您的“{item}”已被撤销，原因请登录查看。",
        "Revoked: {item}",
        "The decision on “{item}” was revoked and its licence is no longer valid. The progress page gives the reasons.",
    ),
    "banned": Wording(
        "到期以前不能再申请：{item}",
        "查实弄虚作假，依照{basis}，{until} 以前（含当天）不能再申请“{item}”。理由写在进度页和书面通知里；不服的，可以申请行政复议或者提起诉讼。",
        "{until}以前不能再申请“{item}”，原因请登录查看。",
        "You may not apply again before: {item}",
        "Deceit was established: until {until}, that day included, you may not apply for “{item}” again ({basis_en}). "
        "The reasons are on the progress page and in the written notice; you can challenge them.",
    ),
    "rectify": Wording(
        "请限期整改：{item}",
        "核查发现“{item}”有与承诺不一致的地方，请按进度页里的通知限期整改。整改后会再次核查。",
        "您的“{item}”核查有问题，请登录查看整改要求。",
        "Please put right: {item}",
        "The check of “{item}” found something that is not as committed. The notice on the progress page says what to do.",
    ),
    "check_due": Wording(
        "承诺后核查：{item}",
        "您用告知承诺办理了“{item}”。{organisation}会在 {until} 前核查承诺的内容是否属实。",
        "您以告知承诺办理的“{item}”将接受核查，请登录查看。",
        "Check after commitment: {item}",
        "You obtained “{item}” by commitment. {organisation} will check what you committed to by {until}.",
    ),
    "licence_expiring": Wording(
        "证照快到期了：{licence}",
        "您的“{licence}”将在 {until} 到期。需要继续使用的，请提前办理延续。",
        "您的“{licence}”将在{until}到期，请及时办理延续。",
        "Expiring soon: {licence}",
        "Your “{licence}” expires on {until}. If you still need it, renew it in time.",
    ),
    "licence_changed": Wording(
        "证照状态有变化：{licence}",
        "您的“{licence}”现在的状态是：{status}。详情请在“我的证照”里查看。",
        "您的“{licence}”状态有变化，请登录查看。",
        "Status changed: {licence}",
        "The status of your “{licence}” is now: {status}. See your wallet for details.",
    ),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """A message with its parameters filled in."""

    title: str
    text: str
    sms: str
    title_en: str
    text_en: str


def worded(template: str, params: Mapping[str, object]) -> Worded:
    """Fill in a template.

    Raises:
        ValueError: there is no such template, or it needs a parameter that is not given.
    """
    if template not in WORDING:
        raise ValueError(f"there is no message {template!r}; known: {', '.join(WORDING)}")
    words = WORDING[template]
    needed = {name for text in (words.title, words.text, words.sms) for _, name, _, _ in Formatter().parse(text) if name}
    if missing := needed - set(params):
        raise ValueError(f"message {template!r} needs {', '.join(sorted(missing))}")
    zh = {name: str(value) for name, value in params.items()}
    en = zh | {name: zh[f"{name}_en"] for name in zh if zh.get(f"{name}_en")}
    return Worded(
        words.title.format(**zh), words.text.format(**zh), words.sms.format(**zh),
        words.title_en.format(**en), words.text_en.format(**en),
    )
