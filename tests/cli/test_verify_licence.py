"""`bancheng verify-licence`: offline, with exit codes that a script can read."""
from __future__ import annotations

import json

import pytest

from bancheng import cli
from bancheng.core.licence import write
from tests.core.licence.examples import ISSUER, KEY, OTHER_KEY, licence, sign


@pytest.fixture
def files(tmp_path):
    """A licence file and published keys."""
    (tmp_path / "a.licence.json").write_bytes(write(sign(licence())))
    keys = {"keys": [{"code": ISSUER, "key": KEY.public_key_hex.lower(), "organisation": "LC-SPJ"}]}
    (tmp_path / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    (tmp_path / "key.hex").write_text(KEY.public_key_hex.upper() + "\n")
    (tmp_path / "other.hex").write_text(OTHER_KEY.public_key_hex)
    return tmp_path


def run(*words: object) -> int:
    return cli.main(["verify-licence", *map(str, words)])


@pytest.mark.parametrize("key", ["keys.json", "key.hex"])
def test_genuine(files, capsys, key):
    assert run(files / "a.licence.json", "--key", files / key) == 0
    said = capsys.readouterr().out
    assert "签名有效" in said
    assert "聊城测试旅馆" in said
    assert licence().identifier in said


def test_in_english(files, capsys):
    assert run(files / "a.licence.json", "--key", files / "keys.json", "--lang", "en") == 0
    assert "The signature is valid" in capsys.readouterr().out


def test_one_byte_changed(files, capsys):
    path = files / "a.licence.json"
    data = bytearray(path.read_bytes())
    place = data.index("旅馆".encode())
    data[place : place + 6] = "宾馆".encode()
    path.write_bytes(bytes(data))
    assert run(path, "--key", files / "keys.json") == 1
    said = capsys.readouterr().out
    assert "签名对不上" in said
    assert "宾馆" not in said


def test_the_key_of_somebody_else(files, capsys):
    assert run(files / "a.licence.json", "--key", files / "other.hex") == 1
    assert "不是" in capsys.readouterr().out


@pytest.mark.db
@pytest.mark.django_db
def test_without_any_key_the_answer_is_not_yes(files, capsys):
    assert run(files / "a.licence.json") == 3
    assert "--key" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b"\x89PNG", b"[[[["])
def test_other_files(files, capsys, content):
    (files / "x").write_bytes(content)
    assert run(files / "x", "--key", files / "keys.json") == 1
    assert "不是证照文件" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "{}", "[]", "04abc", '{"keys": 3}', '{"keys": [{"code": 1}]}', '{"keys": ["x"]}'])
def test_a_key_file_without_keys(files, capsys, content):
    (files / "bad").write_text(content)
    assert run(files / "a.licence.json", "--key", files / "bad") == 1
    assert "/verify/keys" in capsys.readouterr().err


def test_missing_files(files, capsys):
    assert run(files / "none", "--key", files / "keys.json") == 1
    assert run(files, "--key", files / "keys.json") == 1
    assert run(files / "a.licence.json", "--key", files / "none") == 1
    said = capsys.readouterr().err
    assert "there is no file" in said
    assert "Traceback" not in said


def test_a_key_file_that_is_a_heap_of_brackets(files, capsys):
    (files / "deep").write_text("[" * 20_000)
    assert run(files / "a.licence.json", "--key", files / "deep") == 1
    assert "holds no keys" in capsys.readouterr().err
