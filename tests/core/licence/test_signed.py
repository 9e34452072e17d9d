"""The licence file: what was signed reads back; whatever was changed is found."""
from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bancheng.core import canonical as bytes_of
from bancheng.core.licence import BadLicence, canonical, check, digest, read, short, write
from tests.core.licence.examples import ISSUER, KEY, OTHER_KEY, licence, sign, verify

SIGNED = sign(licence())
FILE = write(SIGNED)
KNOWN = {ISSUER: {KEY.public_key_hex.lower()}}


def test_what_was_written_reads_back():
    assert read(FILE) == SIGNED
    assert check(FILE, verify, KNOWN).kind == "genuine"


def test_equal_licences_have_equal_bytes_and_one_digest():
    assert canonical(licence()) == canonical(licence())
    assert digest(licence()) == bytes_of.digest_bytes(canonical(licence()))
    assert digest(licence()) != digest(licence(holder_name="聊城测试宾馆"))


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
@example(0, 1)
@example(len(FILE) - 1, 32)
def test_any_single_changed_byte_is_found(place, flip):
    changed = bytearray(FILE)
    changed[place] ^= flip
    for known in (KNOWN, None):
        assert check(bytes(changed), verify, known).kind in ("forged", "unreadable")


def test_every_place_of_the_file_is_guarded():
    """Not sampled: each byte in turn, with the change that is likeliest to slip through (upper case for lower)."""
    for place in range(len(FILE)):
        changed = bytearray(FILE)
        changed[place] ^= 0x20
        assert check(bytes(changed), verify, None).kind in ("forged", "unreadable"), place


@given(st.integers(0, len(FILE)), st.binary(min_size=1, max_size=3))
def test_added_bytes_are_found(place, added):
    assert check(FILE[:place] + added + FILE[place:], verify, KNOWN).kind in ("forged", "unreadable")


@given(st.binary(max_size=300))
def test_any_other_file_is_no_licence(data):
    assert check(data, verify, KNOWN).kind == "unreadable"


def test_somebody_elses_key_is_not_believed():
    forged = write(sign(licence(holder_name="别的旅馆"), OTHER_KEY))
    assert check(forged, verify, KNOWN).kind == "forged"
    assert check(forged, verify, None).kind == "unknown_key"


def test_a_known_key_of_another_issuer_is_not_believed():
    assert check(FILE, verify, {"11371500000000051B": KNOWN[ISSUER]}).kind == "forged"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 5000, b'{"format":"bancheng-licence/1"}', b"{" + b" " * 300_000])
def test_rubbish_gets_a_message_that_says_what_to_do(data):
    verdict = check(data, verify, KNOWN)
    assert verdict.kind == "unreadable"
    assert "文件" in verdict.message
    assert verdict.message_en


def test_metadata_must_agree_with_the_identifier():
    with pytest.raises(BadLicence, match="agree"):
        licence(version=1, type_code="11370000000000019R010")
    with pytest.raises(BadLicence, match="check character"):
        licence(identifier=licence().identifier[:-1] + ("0" if licence().identifier[-1] != "0" else "1"))
    with pytest.raises(BadLicence, match="ends before"):
        licence(valid_to=date(2026, 3, 1))
    with pytest.raises(BadLicence, match="neither"):
        licence(holder_type="ghost")


def test_the_short_signature_follows_the_signature():
    value = SIGNED.signature.value
    assert len(short(value)) == 16
    assert short(value) == short(value)
    assert short(value) != short(sign(replace(SIGNED.licence, holder_name="乙")).signature.value)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_openssl_accepts_the_signature(tmp_path):
    """A second opinion by an independent implementation of SM2."""
    point = bytes.fromhex(KEY.public_key_hex)
    spki = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + point
    (tmp_path / "key.der").write_bytes(spki)
    (tmp_path / "data").write_bytes(canonical(SIGNED.licence))
    halves = [bytes.fromhex(SIGNED.signature.value[i : i + 64]) for i in (0, 64)]
    whole = b"".join(_der_integer(half) for half in halves)
    (tmp_path / "sig").write_bytes(b"\x30" + bytes([len(whole)]) + whole)
    done = subprocess.run(
        ["openssl", "dgst", "-sm3", "-verify", "key.der", "-keyform", "DER", "-sigopt", "distid:1234567812345678",
         "-signature", "sig", "data"], cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def _der_integer(number: bytes) -> bytes:
    body = number.lstrip(b"\0") or b"\0"
    body = b"\0" + body if body[0] & 0x80 else body
    return b"\x02" + bytes([len(body)]) + body
