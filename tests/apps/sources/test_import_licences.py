"""Licences of other issuers from a file: all of it or nothing, every fault with its row."""

from __future__ import annotations

from datetime import date

import pytest

from bancheng.apps.sources.actions.import_licences import BadFile, import_licences, read
from bancheng.apps.sources.base import Holder, Question
from bancheng.apps.sources.demo import load
from bancheng.apps.sources.lookup import look_up
from bancheng.apps.sources.models import ForeignLicence
from bancheng.cli import main
from tests.people import HOTEL, WANG

pytestmark = [pytest.mark.db, pytest.mark.django_db]
HEAD = "证照类型,持有者代码,证照编号,颁发机构,颁发日期,有效期至,状态,面积\n"
GOOD = HEAD + f"卫生许可证,{HOTEL},鲁卫 1 号,东昌府区审批局,2024-05-06,2028-05-05,,120.5\n"


def test_an_imported_licence_is_found_like_any_other(catalogue):
    assert import_licences(GOOD.encode(), catalogue) == 1
    assert import_licences(GOOD.encode("gb18030"), catalogue) == 1, "also as saved by an older spreadsheet"
    assert ForeignLicence.objects.count() == 1
    said = look_up(Question("s", Holder("entity", HOTEL), catalogue.evidence["L11"], "p", "x", "b"))
    assert said.reference == "鲁卫 1 号" and said.until == date(2028, 5, 5)
    assert said.fields["面积"] == "120.5" and said.valid(date(2026, 3, 2))


def test_a_revoked_one_waives_nothing(catalogue):
    import_licences(GOOD.replace(",,120.5", ",撤销,120.5").encode(), catalogue)
    said = look_up(Question("s", Holder("entity", HOTEL), catalogue.evidence["L11"], "p", "x", "b"))
    assert not said.valid(date(2026, 3, 2))


def test_persons_hold_licences_too_and_dates_come_with_slashes(catalogue):
    (row,) = read(f"evidence,holder,number,issuer,issued_on\nL09,{WANG},J1,x,2026/01/05\n".encode(), catalogue)
    assert (row.holder, row.issued_on, row.valid_to) == (Holder("person", WANG), date(2026, 1, 5), None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("a,b\n", "columns are missing: evidence, holder"),
        (HEAD.replace("面积", "状态"), "named twice"),
        (GOOD.replace("卫生许可证", "驾照"), "row 2: evidence: there is no type '驾照'"),
        (GOOD.replace(HOTEL, "123"), "row 2: holder"),
        (GOOD.replace("2024-05-06", "昨天"), "row 2: issued_on: '昨天' is not a date"),
        (GOOD.replace("2028-05-05", "2020-01-01"), "valid_to lies before"),
        (GOOD.replace(",,120.5", ",好的,120.5"), "status: '好的'"),
        (GOOD.replace("面积", "颜色"), "颜色: 卫生许可证 has no such field"),
        (GOOD.replace("鲁卫 1 号", ""), "row 2: number is empty"),
        (GOOD + GOOD.splitlines()[1], "row 3: number 鲁卫 1 号 stands in row 2 already"),
        (GOOD + "a,b\n", "row 3: 2 cells, but 8 columns"),
    ],
)
def test_a_fault_is_named_with_its_row(catalogue, text, says):
    with pytest.raises(BadFile) as bad:
        import_licences(text.encode(), catalogue)
    assert any(says in fault for fault in bad.value.faults), bad.value.faults
    assert not ForeignLicence.objects.exists()


def test_what_is_no_text_is_refused(catalogue):
    with pytest.raises(BadFile, match="UTF-8"):
        import_licences(b"\xff\xff\x00\x80", catalogue)


def test_the_command_takes_all_or_nothing(catalogue, tmp_path, capsys):
    file = tmp_path / "licences.csv"
    file.write_text(GOOD, encoding="utf-8")
    assert main(["import-licences", str(file)]) == 0
    assert "1 licences taken over" in capsys.readouterr().out
    file.write_text(GOOD.replace(HOTEL, "1"), encoding="utf-8")
    assert main(["import-licences", str(file)]) == 1
    assert "row 2: holder" in capsys.readouterr().err
    assert main(["import-licences", str(tmp_path / "none.csv")]) == 1


def test_demo_licences_come_with_the_pack(catalogue, tmp_path):
    load(tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "licences.csv").write_text(GOOD, encoding="utf-8")
    load(tmp_path)
    load(tmp_path)
    assert ForeignLicence.objects.count() == 1
