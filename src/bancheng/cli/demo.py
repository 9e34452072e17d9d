"""`bancheng demo`: the main job in the terminal, from a plain question to a licence that anyone can verify.

Told are stories of the pack (`demo/stories.yaml`), by the same actions as on the portal, in an installation of their own that is gone afterwards:

1. the questions, in the order in which they ask least, and what need not be asked because a register knows it;
2. the guide; filing and its receipt; what each part came to, point by point with its article;
3. the licence: its identifier, what the register says, the check of its file with nothing but the published key;
4. one byte of the file changed, and refused; every decision derived again to the same bytes; the audit trail sealed and checked.

What does not come out as it must is marked ✘ and makes the exit code 1.
"""
from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from bancheng.cli import Problem
from bancheng.cli._screen import Screen, library_silence
from bancheng.cli._throwaway import installation

if TYPE_CHECKING:
    from bancheng.apps.cases.drafts import Opened
    from bancheng.apps.cases.models import JointCase
    from bancheng.apps.cases.queries import Part
    from bancheng.apps.licences.models import Licence
    from bancheng.core.catalogue.models import Basis

HELP = "the main job in the terminal: questions, guide, decision, licence, verification; nothing of yours is touched"
STORIES = ("hotel", "noodle-shop")
PATIENCE_SECONDS = 20
_MARKS = {"pass": "✔", "fail": "✘", "unknown": "?", "person": "☞", "not_applicable": "–"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--story", choices=(*STORIES, "both"), default="both", help="which story to tell (default: both)")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language (default: zh)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="put licence files, PDFs and keys there (default: a new temporary folder)")


def run(args: argparse.Namespace) -> int:
    screen, begun = Screen(args.lang), time.monotonic()
    screen.say("办成：从一个问题，到一张谁都能核验的证照", "Bancheng: from a plain question to a licence that anyone can verify", "head")
    screen.say("（临时环境，人和单位都是虚构的，不碰您已有的数据；正在准备……）", "(a throw-away installation with fictional people; getting ready …)", "quiet")
    out = args.out or Path(tempfile.mkdtemp(prefix="bancheng-demo-"))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"--out {out}: the folder cannot be made ({error.strerror}); choose another") from None
    with installation():
        ready = time.monotonic()
        for story in STORIES if args.story == "both" else (args.story,):
            _Telling(screen, story, out).tell()
        _afterwards(screen)
        told = time.monotonic() - ready
    good = not screen.faults
    screen.say()
    screen.say(
        f"{'全部如期' if good else '有 ' + str(len(screen.faults)) + ' 处不对'}。准备 {ready - begun:.1f} 秒，办事 {told:.1f} 秒。证照文件在 {out}",
        f"{'Everything came out as it must' if good else str(len(screen.faults)) + ' things did not come out as they must'}. "
        f"Ready in {ready - begun:.1f} s, told in {told:.1f} s. The licence files are in {out}",
        "good" if good else "bad",
    )
    return 0 if good else 1


class _Telling:
    """One story on one screen."""

    def __init__(self, screen: Screen, story: str, out: Path) -> None:
        from bancheng.apps.cases import stories
        from bancheng.config.env import env

        self.screen, self.out = screen, out
        self.lang = "en" if screen.english else "zh"
        try:
            self.story = stories.tell(env().pack, story)
        except (LookupError, OSError) as none:
            raise Problem(f"this pack does not tell the story: {none}") from None

    def tell(self) -> None:
        """From the first question to the refused forgery."""
        from bancheng.apps.cases import drafts, stories

        principal = stories.principal_of(self.story)
        draft = stories.draft_of(self.story, principal)
        opened = drafts.open_(draft)
        theme = opened.catalogue.theme(self.story.theme, opened.plan.as_of)
        self.screen.title(self.screen.word(self.story.about, theme.name_en or theme.name))
        self._questions(opened)
        self._guide(opened)
        joint = self._filing(opened, principal)
        parts = self._handling(joint)
        for part in parts:
            if not part.state.external:
                self._decision(part)
        for part in parts:
            self._licences(part)

    def _questions(self, opened: Opened) -> None:
        """Ask as the portal does: only what still matters, only what no register knows."""
        from bancheng.core import guide
        from bancheng.core.catalogue.values import display, label

        screen, catalogue = self.screen, opened.catalogue
        screen.head("先问清楚", "A few questions")
        said = {id: fact for id, fact in opened.facts.items() if fact.source != "applicant"}
        evidence = frozenset(opened.draft.known.get("evidence", ()))
        asked = 0
        while True:
            plan = guide.plan(catalogue, opened.plan.theme, said, opened.plan.as_of, opened.draft.region, evidence)
            if plan.next_question is None:
                break
            element = catalogue.elements[plan.next_question]
            question = screen.word(element.question or label(element), element.question_en or label(element, "en"))
            if element.id not in opened.facts:
                screen.must(False, f"故事没有回答：{question}", f"the story does not answer: {question}")
                return
            said[element.id] = opened.facts[element.id]
            asked += 1
            screen.row(question, display(element, said[element.id].value, self.lang))
        known = [catalogue.elements[id] for id in plan.questions if id in said and said[id].source != "applicant"]
        if known:
            names = screen.word("、", ", ").join(label(element, self.lang) for element in known)
            screen.block(screen.word(f"登记机关已经知道，不再问：{names}", f"not asked, a register knows: {names}"))
        screen.must(
            plan.complete and plan.parts == opened.plan.parts,
            f"问了 {asked} 个问题，就定下来要办什么",
            f"{asked} questions settle what is needed",
        )

    def _guide(self, opened: Opened) -> None:
        from bancheng.core import guide

        self.screen.head("您的办事指南", "The personal guide")
        self.screen.block(guide.text(opened.catalogue, opened.plan, self.lang))

    def _filing(self, opened: Opened, principal: object) -> JointCase:
        from bancheng import now
        from bancheng.apps.cases.actions.submit import Confirmation, submit
        from bancheng.apps.cases.queries import documents_of

        screen = self.screen
        screen.head("提交", "Filing")
        known = sum(row.source.startswith("evidence") for row in opened.plan.form)
        begun = time.monotonic()
        joint = submit(opened.draft.pk, principal, Confirmation(now.business(), "high", committed=True))
        seconds = time.monotonic() - begun
        receipt = documents_of(joint).filter(kind="receipt").first()
        fields = len(opened.plan.form)
        filled = screen.word(f"{fields} 项，其中 {known} 项由登记机关的数据填好", f"{fields} fields, {known} of them filled in from registers")
        screen.row(screen.word("一张表", "one form"), filled, 20)
        screen.row(screen.word("办件编号", "number"), f"{joint.number}  {screen.word('查询码', 'query code')} {joint.query_code}", 20)
        screen.row(screen.word("收件凭证", "receipt"), receipt.number if receipt else "", 20)
        screen.row(screen.word("申请人签名", "signed digest"), f"SM3 {joint.submission_digest[:32]}…", 20)
        screen.must(receipt is not None, f"已收到，{seconds:.2f} 秒", f"received, {seconds:.2f} s")
        return joint

    def _handling(self, joint: JointCase) -> list[Part]:
        """Do what the worker does until every part is done; tell what happened."""
        from bancheng import now
        from bancheng.apps.cases.queries import parts_of, working
        from bancheng.apps.cases.telling import timeline
        from bancheng.cli import worker

        deadline = time.monotonic() + PATIENCE_SECONDS
        while working(joint, parts_of(joint)) and time.monotonic() < deadline:
            if not worker.cycle(everything=True) + worker.cycle(everything=True, apart=True):
                time.sleep(0.05)
            joint.refresh_from_db()
        parts = parts_of(joint)
        self.screen.head("办理经过", "What happened")
        for told in reversed(timeline(joint, parts, self.lang)):
            note = self.screen.word(f"（{told.note}）", f" ({told.note})") if told.note else ""
            self.screen.block(f"{told.at.astimezone(now.ZONE):%H:%M:%S}  {told.title}{note}")
        waiting = [part for part in parts if not part.done]
        why = "；".join(f"{part.item.name}（{part.stage}）{part.open_task.why if part.open_task else ''}" for part in waiting)
        self.screen.must(not waiting, f"没有办完：{why}" if waiting else "每一件都办好了", f"not done: {why}" if waiting else "every part is done")
        return parts

    def _decision(self, part: Part) -> None:
        """Each point that was looked at, what it came to, and the article."""
        from bancheng.apps.cases.queries import record_of

        screen = self.screen
        found = record_of(part)
        screen.head(f"智能审批：{part.item.name}", f"Decided by rule: {part.item.name_en}")
        if found is None:
            screen.must(False, "没有审查记录", "there is no decision record")
            return
        names = {point.id: screen.word(point.name, point.name_en or point.name) for point in part.item.review_points}
        for finding in found[1].findings:
            if finding.result != "not_applicable":
                screen.block(f"{_MARKS[finding.result]} {names.get(finding.point, finding.name)}  {_cite(finding.basis)}")
                screen.block(f"    {screen.word(finding.sentence, finding.sentence_en)}")
        record = found[1]
        screen.must(
            record.outcome == "approve" and part.done and part.sub_case.automatic,
            f"{record.reason}依据事实 {len(record.facts)} 项，记录摘要 SM3 {found[0].digest[:16]}…",
            f"{record.reason_en} {len(record.facts)} facts, record SM3 {found[0].digest[:16]}…",
        )

    def _licences(self, part: Part) -> None:
        from bancheng.apps.licences import queries as licences

        found = licences.of_case(part.sub_case.number)
        if not part.state.external:
            self.screen.must(len(found) == 1, f"{part.item.result.name}：发了一张，只发一张", f"{part.item.result.name_en}: issued, once")
        for licence in found:
            self._licence(licence)

    def _licence(self, licence: Licence) -> None:
        """Its identifier and standing; then the file, checked by itself, and a forgery of one byte."""
        from bancheng.apps.licences import queries as licences

        screen, standing = self.screen, licences.status(licence.identifier)
        screen.row(screen.word("证照标识", "identifier"), licence.identifier, 20)
        screen.must(
            standing is not None and standing.waives,
            f"在线核验：{standing.status.word if standing else '查不到'}  {licences.verify_url(licence)}",
            f"online: {standing.status.word_en if standing else 'unknown'}  {licences.verify_url(licence)}",
        )
        file, keys = self.out / f"{self.story.id}.licence.json", self.out / "keys.json"
        data = licences.file(licence)
        file.write_bytes(data)
        file.with_name(f"{self.story.id}.pdf").write_bytes(licences.pdf(licence))
        keys.write_text(json.dumps({"keys": licences.published_keys()}, ensure_ascii=False), encoding="utf-8")
        screen.head("离线核验：只要文件和公布的公钥", "Checked offline: the file and the published key, nothing else")
        code = self._verify(file, keys)
        screen.must(code == 0, "验证通过", "genuine")
        forged, at = forge(data)
        false = file.with_name(f"{self.story.id}-forged.licence.json")
        false.write_bytes(forged)
        before, after = data[at - 2 : at + 8].decode(), forged[at - 2 : at + 8].decode()
        screen.head(f"改一个字节：{before} 改成 {after}", f"One byte changed: {before} becomes {after}")
        code = self._verify(false, keys)
        screen.must(code == 1, "改过的文件被识破", "the forgery is refused")

    def _verify(self, file: Path, keys: Path) -> int:
        """The command `bancheng verify-licence`, shown with its answer."""
        from bancheng.cli import verify_licence

        self.screen.block(f"$ bancheng verify-licence {file.name} --key {keys.name}")
        with redirect_stdout(StringIO()) as printed, library_silence():
            code = verify_licence.run(argparse.Namespace(file=file, key=keys, lang=self.lang))
        self.screen.block(printed.getvalue())
        return code


def forge(licence: bytes) -> tuple[bytes, int]:
    """The file with one byte changed so that it would be worth more, and where: the licence is valid ten years longer, or for another number."""
    mark = b'"valid_to":"'
    found = licence.find(mark)
    at = found + len(mark) + 2 if found >= 0 else licence.index(b'"number":"') + len(b'"number":"')
    other = b"9" if licence[at : at + 1] != b"9" else b"8"
    return licence[:at] + other + licence[at + 1 :], at


def _afterwards(screen: Screen) -> None:
    """Every decision again, and the trail."""
    from bancheng.apps.audit.actions.seal import seal
    from bancheng.apps.audit.models import Event, Seal
    from bancheng.apps.audit.verification import verify
    from bancheng.apps.cases.replaying import replay

    screen.title(screen.word("事后复核", "Afterwards"))
    again = list(replay(automatic_only=True))
    screen.must(
        bool(again) and all(one.same for one in again),
        f"{len(again)} 份自动审批决定重新推算一遍，逐字节相同",
        f"{len(again)} automatic decisions derived again: the same bytes",
    )
    while seal():
        pass
    faults = list(verify())
    screen.must(
        not faults,
        f"{Event.objects.count()} 条留痕封存在 {Seal.objects.count()} 个批次里，没有被改动",
        f"{Event.objects.count()} events under {Seal.objects.count()} seals, nothing was changed",
    )
    for fault in faults:
        screen.block(str(fault))


def _cite(basis: tuple[Basis, ...]) -> str:
    return "；".join(f"《{one.law}》{one.article}" for one in basis)
