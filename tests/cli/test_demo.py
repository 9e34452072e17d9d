"""`bancheng demo` does the main job, touches nothing of the installation around it, and says when something did not come out."""
import json
import shutil
import subprocess
import sys

import pytest

from bancheng.cli.demo import forge
from bancheng.core.licence import read
from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path) as made:
        yield made


def test_both_stories_end_in_a_licence_that_verifies_and_a_forgery_that_does_not(installation, tmp_path):
    out = tmp_path / "out"
    done = installation.command("demo", "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✘ 签名对不上" in done.stdout and "全部如期" in done.stdout and "逐字节相同" in done.stdout
    assert done.stdout.count("离线核验") == 2
    assert done.stderr == ""
    assert list(installation.home.iterdir()) == [], "the installation around it is left alone"
    for story in ("hotel", "noodle-shop"):
        genuine = (out / f"{story}.licence.json").read_bytes()
        forged = (out / f"{story}-forged.licence.json").read_bytes()
        assert (out / f"{story}.pdf").read_bytes().startswith(b"%PDF")
        assert len(genuine) == len(forged) and sum(a != b for a, b in zip(genuine, forged, strict=True)) == 1
        check = ("--key", str(out / "keys.json"))
        assert installation.command("verify-licence", str(out / f"{story}.licence.json"), *check).returncode == 0
        assert installation.command("verify-licence", str(out / f"{story}-forged.licence.json"), *check).returncode == 1
        assert read(genuine).licence.identifier in done.stdout
    assert json.loads((out / "keys.json").read_text(encoding="utf-8"))["keys"]


def test_it_speaks_english(installation, tmp_path):
    done = installation.command("demo", "--story", "hotel", "--lang", "en", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 questions settle what is needed" in done.stdout and "Everything came out as it must" in done.stdout


def test_what_a_person_has_to_decide_is_not_passed_off_as_done(installation, tmp_path, pack):
    changed = tmp_path / "pack"
    shutil.copytree(pack, changed)
    stories = changed / "demo" / "stories.yaml"
    stories.write_text(stories.read_text(encoding="utf-8").replace("procedure.choice: 告知承诺", "procedure.choice: 一般程序"), encoding="utf-8")
    done = installation.command("demo", "--story", "hotel", "--out", str(tmp_path / "out"), BANCHENG_PACK=str(changed))
    assert done.returncode == 1
    assert "✘ 没有办完：公共场所卫生许可（新办）" in done.stdout and "处不对" in done.stdout


def test_a_pack_without_people_or_stories_is_said_plainly(installation, tmp_path, pack):
    changed = tmp_path / "pack"
    shutil.copytree(pack, changed)
    (changed / "demo" / "stories.yaml").unlink()
    done = installation.command("demo", "--out", str(tmp_path / "out"), BANCHENG_PACK=str(changed))
    assert done.returncode == 1 and "stories" in done.stderr and "Traceback" not in done.stderr
    shutil.rmtree(changed / "demo")
    done = installation.command("demo", "--out", str(tmp_path / "out"), BANCHENG_PACK=str(changed))
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_a_forgery_is_one_byte_that_would_be_worth_more():
    licence = b'{"number":"7","valid_to":"2030-11-21"}'
    assert forge(licence) == (b'{"number":"7","valid_to":"2090-11-21"}', 28)
    assert forge(b'{"number":"7","valid_to":null}')[0] == b'{"number":"9","valid_to":null}'


def test_a_reader_who_has_seen_enough_gets_no_trace(pack):
    command = [sys.executable, "-u", "-m", "bancheng.cli", "check", str(pack)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 141
