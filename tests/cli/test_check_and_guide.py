"""`bancheng check` and `bancheng guide` as people meet them."""
import json
import shutil
from pathlib import Path

from bancheng.cli import main

PACKS = Path(__file__).parent.parent / "packs"
GOOD = str(PACKS / "good")


def test_a_good_pack_ends_with_nought_and_counts(capsys):
    assert main(["check", GOOD]) == 0
    assert "场景 2/2 符合预期；问题 0 个" in capsys.readouterr().out


def test_a_broken_pack_ends_with_one_and_names_the_line(capsys, tmp_path):
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    shutil.copytree(PACKS / "broken" / "visits-reason", tmp_path, dirs_exist_ok=True)
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("items/registration/2025-01-01.yaml:8: ")
    assert main(["check", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["code"] == "visits-reason"
    assert main(["check", str(tmp_path), "--lang", "en"]) == 1
    assert "without a reason" in capsys.readouterr().out


def test_no_pack_says_what_to_write(capsys, tmp_path):
    assert main(["check", str(tmp_path / "none")]) == 1
    assert "packs/liaocheng" in capsys.readouterr().err
    assert main(["check"]) == 1
    assert "bancheng check packs/liaocheng" in capsys.readouterr().err


def test_schema_files(capsys, tmp_path):
    assert main(["check", "--schema", str(tmp_path / "schema")]) == 0
    assert json.loads((tmp_path / "schema" / "item.json").read_text(encoding="utf-8"))["title"] == "Bancheng pack: item"


def test_the_guide_in_the_terminal(capsys, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"营业执照.已有": false, "food.kinds": ["热食"], "premises.area_m2": "49.5"}', encoding="utf-8")
    call = ["guide", "open-shop", "--pack", GOOD, "--answers", str(answers), "--as-of", "2026-02-12"]
    assert main(call) == 0
    assert "2 件事，1 份材料要交" in capsys.readouterr().out
    assert main([*call, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["complete"] is True
    assert plan["totals"]["things"] == 2


def test_what_the_guide_cannot_do_is_said(capsys, tmp_path):
    day = ["--as-of", "2026-02-12"]
    assert main(["guide", "open-bank", "--pack", GOOD, *day]) == 1
    assert "open-shop" in capsys.readouterr().err
    assert main(["guide", "open-shop", "--pack", GOOD, *day, "--region", "T-X"]) == 1
    assert main(["guide", "open-shop", "--pack", GOOD, *day, "--answers", str(tmp_path / "none.yaml")]) == 1
    assert "Cannot read" in capsys.readouterr().err
    assert main(["guide", "open-shop", "--pack", str(tmp_path), *day]) == 1
    shutil.copytree(GOOD, tmp_path / "bad")
    shutil.copytree(PACKS / "broken" / "yaml-broken", tmp_path / "bad", dirs_exist_ok=True)
    assert main(["guide", "open-shop", "--pack", str(tmp_path / "bad"), *day]) == 1
    assert "bancheng check" in capsys.readouterr().err


def test_answers_that_are_no_yaml_say_how_to_mend_them(capsys, tmp_path):
    file = tmp_path / "answers.yaml"
    deep = ("[" * 20_000, '{"a":' * 50_000, "- " * 50_000, "".join(f"{' ' * place}a:\n" for place in range(1500)))
    faulty = [("a: 1\na: 2\n", "写了两次"), ("? [a]\n: b\n", "键不是一个词"), ("1: 2\n", "没有“1”这个要素"), *((text, "套得太深") for text in deep)]
    for text, word in faulty:
        file.write_text(text, encoding="utf-8")
        assert main(["guide", "open-shop", "--pack", GOOD, "--answers", str(file)]) == 1
        said = capsys.readouterr().err
        assert word in said and "yaml-" not in said and "Traceback" not in said


def test_a_fault_of_ours_is_one_line_and_the_rest_is_in_a_file(capsys, monkeypatch, home):
    from bancheng.cli import due

    def broken(_):
        raise ZeroDivisionError("371526198512120025")

    monkeypatch.setattr(due, "run", broken)
    assert main(["due", "2026-02-12", "5工作日"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "ZeroDivisionError" in said and "371526198512120025" not in said
    assert "ZeroDivisionError" in (home / "faults.log").read_text()
    assert (home / "faults.log").stat().st_mode & 0o077 == 0
