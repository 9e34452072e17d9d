"""Officers sign in with two factors, a few tries, and see no further than their role and organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bancheng.apps.audit import stream
from bancheng.apps.staff import demo, one_time, queries
from bancheng.apps.staff.actions.look import look
from bancheng.apps.staff.actions.sign_in import PER_ACCOUNT, PER_ADDRESS, SignInRefused, sign_in
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.cli import main

pytestmark = [pytest.mark.db, pytest.mark.django_db]
HERE = "192.0.2.1"


@pytest.fixture
def officer():
    person = Officer(username="chen", name="陈", organisation="lc-approval", roles=["reviewer"])
    person.set_password("correct horse")
    person.totp_secret = one_time.new_secret()
    person.save()
    return person


def code(officer):
    officer.refresh_from_db()
    return one_time.current(officer).text


def test_password_and_code_let_in_and_the_code_is_used_up(officer, at):
    with at(2026, 3, 2, 9, 0):
        text = code(officer)
        assert sign_in(" Chen ", "correct horse", f"{text[:3]} {text[3:]}", HERE) == officer
        with pytest.raises(SignInRefused):
            sign_in("chen", "correct horse", text, HERE)
    assert [e.type for e in stream.read(officer.reference)] == ["signed_in", "sign_in_failed"]


@pytest.mark.parametrize("minutes", [1, 60])
def test_an_old_code_is_worth_nothing(officer, at, minutes):
    with at(2026, 3, 2, 9, 0):
        text = code(officer)
    with at(2026, 3, 2, 9 + minutes // 60, minutes % 60), pytest.raises(SignInRefused):
        sign_in("chen", "correct horse", text, HERE)


@pytest.mark.parametrize("wrong", ["", "12345", "abcdef", "१२३४५६", "0000000"])
def test_what_is_no_code_is_refused(officer, wrong):
    assert one_time.use(officer, wrong) is False


def test_nothing_tells_which_part_was_wrong(officer, at):
    with at(2026, 3, 2, 9, 0):
        said = set()
        for name, password, text in [
            ("nobody", "x", "000000"),
            ("chen", "wrong", code(officer)),
            ("zhou", "correct horse", code(officer)),
        ]:
            with pytest.raises(SignInRefused) as refused:
                sign_in(name, password, text, HERE)
            said.add(refused.value.message)
    assert len(said) == 1


def test_an_account_is_locked_for_a_while_and_says_for_how_long(officer, at):
    for second in range(PER_ACCOUNT):
        with at(2026, 3, 2, 9, 0, second), pytest.raises(SignInRefused) as refused:
            sign_in("chen", "wrong", "000000", HERE)
        assert refused.value.locked is (second == PER_ACCOUNT - 1)
    with at(2026, 3, 2, 9, 5), pytest.raises(SignInRefused, match="10 分钟") as refused:
        sign_in("chen", "correct horse", code(officer), "192.0.2.9")
    assert refused.value.locked
    with at(2026, 3, 2, 9, 16):
        assert sign_in("chen", "correct horse", code(officer), HERE) == officer
        with pytest.raises(SignInRefused, match="还可以试 4 次"):
            sign_in("chen", "wrong", "000000", HERE)


def test_one_address_cannot_try_many_accounts(at):
    with at(2026, 3, 2, 9, 0):
        for number in range(PER_ADDRESS):
            with pytest.raises(SignInRefused):
                sign_in(f"user{number}", "x", "000000", HERE)
        with pytest.raises(SignInRefused, match="网络地址"):
            sign_in("somebody", "x", "000000", HERE)
        with pytest.raises(SignInRefused, match="不对"):
            sign_in("somebody", "x", "000000", "192.0.2.2")


def test_somebody_who_left_does_not_get_in(officer, at):
    Officer.objects.update(is_active=False)
    with at(2026, 3, 2, 9, 0), pytest.raises(SignInRefused):
        sign_in("chen", "correct horse", code(officer), HERE)


def test_default_deny(officer):
    officer.must("reviewer", "lc-approval")
    officer.must(("decider", "reviewer"))
    with pytest.raises(NotAllowed, match="决定"):
        officer.must("decider", "lc-approval")
    with pytest.raises(NotAllowed, match="别的单位"):
        officer.must("reviewer", "elsewhere")
    officer.is_active = False
    with pytest.raises(NotAllowed, match="停用"):
        officer.must("reviewer")


def test_a_look_is_written_down_with_its_reason(officer):
    look(officer, "entity:91371502MA3TE1T02X", "K1", "审查公共场所卫生许可申请")
    (seen,) = queries.looks("entity:91371502MA3TE1T02X")
    assert (seen.officer, seen.organisation, seen.case) == (officer.reference, "lc-approval", "K1")
    assert "个人信息保护法" in seen.basis
    with pytest.raises(ValueError, match="why"):
        look(officer, "entity:91371502MA3TE1T02X", "K1", " ")


def test_demo_officers_come_once_and_are_brought_up_to_date(tmp_path):
    (tmp_path / "demo").mkdir()
    file = tmp_path / "demo" / "staff.yaml"
    file.write_text("- {username: sun, name: 孙, organisation: a, roles: [reviewer]}", encoding="utf-8")
    (one,) = demo.load(tmp_path)
    first = Officer.objects.get(username="sun")
    assert first.check_password(one.password) and one.password == demo.password()
    file.write_text("- {username: sun, name: 孙, organisation: b, roles: [decider]}", encoding="utf-8")
    demo.load(tmp_path)
    again = Officer.objects.get(username="sun")
    assert (again.organisation, again.roles, again.totp_secret) == ("b", ["decider"], first.totp_secret)
    assert demo.load(Path(tmp_path) / "nowhere") == []


def test_one_password_is_hashed_once(tmp_path, monkeypatch):
    """Hashing is slow on purpose: fifty officers with one password would keep the first start waiting for ten seconds."""
    hashed = []
    monkeypatch.setattr(demo, "make_password", lambda password: hashed.append(password) or password)
    (tmp_path / "demo").mkdir()
    entries = [f"- {{username: u{number}, name: 孙, organisation: a, roles: [reviewer]}}" for number in range(5)]
    (tmp_path / "demo" / "staff.yaml").write_text("\n".join(entries), encoding="utf-8")
    assert len(demo.load(tmp_path)) == 5 and hashed == [demo.password()]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1", "must be a list"),
        ("- {username: a}", "lacks name"),
        ("- {username: a, name: b, organisation: c, roles: [king]}", "unknown roles king"),
    ],
)
def test_a_bad_staff_file_is_named(tmp_path, text, says):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "staff.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(demo.BadStaffFile, match=says):
        demo.load(tmp_path)


def test_the_command_prints_a_code_that_works(officer, at, capsys):
    with at(2026, 3, 2, 9, 0):
        assert main(["otp", "chen"]) == 0
        assert sign_in("chen", "correct horse", capsys.readouterr().out.strip(), HERE) == officer
        assert main(["otp", "chen"]) == 0, "the next half minute's code is accepted early"
        assert sign_in("chen", "correct horse", capsys.readouterr().out.strip(), HERE) == officer
        officer.refresh_from_db()
        assert one_time.current(officer).wait == 30
    assert main(["otp", "nobody"]) == 1
    assert "There are: chen" in capsys.readouterr().err
