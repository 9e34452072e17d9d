"""Keys: signatures others can check, secrets that cannot be read or changed unnoticed."""
import base64
import secrets
import subprocess

import pytest
from gmssl_fast import SM2
from hypothesis import given
from hypothesis import strategies as st

from bancheng.apps import keys
from bancheng.apps.keys.contrib.software import Provider


@pytest.fixture
def provider(tmp_path):
    return Provider(tmp_path / "keys")


def test_a_signature_is_of_this_key_and_these_bytes(provider):
    signature = provider.sign("org:xzspj", "许可证".encode())
    public = provider.public("org:xzspj")
    assert provider.verify(public, "许可证".encode(), signature)
    assert not provider.verify(public, "许可证!".encode(), signature)
    assert not provider.verify(provider.public("platform"), "许可证".encode(), signature)
    assert not provider.verify(public, "许可证".encode(), signature[:-1] + bytes([signature[-1] ^ 1]))


@pytest.mark.parametrize(("public", "signature"), [("", b""), ("04", b"x" * 64), ("zz" * 65, b"x" * 64), ("04" + "0" * 128, b"")])
def test_nonsense_is_not_a_signature(provider, public, signature):
    assert provider.verify(public, b"data", signature) is False


def test_a_key_stays_the_same_and_its_private_half_is_not_in_the_file(provider, tmp_path):
    public = provider.public("platform")
    again = Provider(tmp_path / "keys")
    assert again.public("platform") == public == again.create("platform")
    private = again._key("platform").private_key_hex
    assert private not in (tmp_path / "keys" / "platform.json").read_text()
    assert (tmp_path / "keys" / "platform.json").stat().st_mode & 0o077 == 0
    assert again.names() == ["platform"]
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["platform.json"]


def test_production_makes_no_key_by_itself(provider, monkeypatch):
    monkeypatch.setattr(
        "bancheng.apps.keys.contrib.software.env", lambda: type("Production", (), {"sandbox": False})
    )
    with pytest.raises(keys.MissingKey, match="--create org:x"):
        provider.sign("org:x", b"")
    provider.create("org:x")
    assert provider.sign("org:x", b"")


@pytest.mark.parametrize("name", ["../platform", "org:../x", "", "org:", "ORG:x", "org:a/b"])
def test_a_name_is_not_a_path(provider, name):
    with pytest.raises(keys.MissingKey, match="not a key name"):
        provider.public(name)


def test_openssl_agrees(provider, tmp_path):
    """OpenSSL, written by others, accepts our signatures and we accept its."""
    data = tmp_path / "data"
    data.write_bytes(secrets.token_bytes(200))
    identity = ["-pkeyopt", "distid:1234567812345678"]

    ours = tmp_path / "ours.sig"
    ours.write_bytes(der(provider.sign("platform", data.read_bytes())))
    public = tmp_path / "public.pem"
    public.write_text(public_pem(provider.public("platform")))
    done = openssl("pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-digest", "sm3", "-in", data,
                   "-sigfile", ours, *identity)
    assert done.returncode == 0, done.stderr

    private, theirs = tmp_path / "private.pem", tmp_path / "theirs.sig"
    assert openssl("genpkey", "-algorithm", "SM2", "-out", private).returncode == 0
    done = openssl("pkeyutl", "-sign", "-inkey", private, "-rawin", "-digest", "sm3", "-in", data, "-out", theirs, *identity)
    assert done.returncode == 0, done.stderr
    shown = openssl("pkey", "-in", private, "-pubout", "-outform", "DER", text=False).stdout
    assert provider.verify(shown[-65:].hex(), data.read_bytes(), raw(theirs.read_bytes()))


def openssl(*arguments, text=True):
    try:
        return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=text)
    except FileNotFoundError:
        pytest.skip("no openssl command here")


def der(signature):
    """r ‖ s as the SEQUENCE of two integers that OpenSSL reads."""
    numbers = b"".join(
        b"\x02" + bytes([len(body)]) + body
        for half in (signature[:32], signature[32:])
        for body in [(b"\0" if half.lstrip(b"\0")[:1] >= b"\x80" else b"") + half.lstrip(b"\0")]
    )
    return b"\x30" + bytes([len(numbers)]) + numbers


def raw(sequence):
    body, halves = sequence[2:], []
    while body:
        length = body[1]
        halves.append(body[2 : 2 + length].lstrip(b"\0").rjust(32, b"\0"))
        body = body[2 + length :]
    return b"".join(halves)


def public_pem(public):
    """SubjectPublicKeyInfo of an SM2 point (GB/T 32918.5 curve)."""
    head = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
    body = base64.encodebytes(head + bytes.fromhex(public)).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----\n"


def test_sm2_standard_signature_verifies():
    """A signature made elsewhere (GM/T 0003.5 has one for the curve in use) is not tied to this library's own signing."""
    public = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    signature = bytes.fromhex(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )
    assert SM2(public_key=public).verify(b"message digest", signature)


@given(st.text())
def test_what_was_encrypted_comes_back_and_never_looks_the_same(text):
    first, second = keys.encrypt(text), keys.encrypt(text)
    assert first != second
    assert keys.decrypt(first) == keys.decrypt(second) == text


@given(st.binary(max_size=60), st.data())
def test_a_changed_byte_is_noticed(body, data):
    whole = bytearray(keys.encrypt_bytes(body))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(keys.Unreadable):
        keys.decrypt_bytes(bytes(whole))


@pytest.mark.parametrize("text", ["", "plain", "王建国", "AAAA" * 20])
def test_what_was_never_encrypted_is_refused(text):
    with pytest.raises(keys.Unreadable):
        keys.decrypt(text)


def test_each_use_has_a_key_of_its_own():
    with pytest.raises(keys.Unreadable):
        keys.decrypt_bytes(keys.encrypt_bytes(b"x", "file"), "text")


def test_a_blind_index_finds_equal_texts_only():
    assert keys.blind_index("370000199001010010") == keys.blind_index("370000199001010010")
    assert keys.blind_index("370000199001010010") != keys.blind_index("370000199001010011")
    assert len(keys.blind_index("")) == 64


def test_a_short_link_is_good_for_its_purpose_only():
    token = keys.link_token("guide", "g7")
    assert token.startswith("g7.") and len(token) == len("g7.") + 16
    assert keys.link_value("guide", token) == "g7"
    for purpose, wrong in [("licence", token), ("guide", token[:-1]), ("guide", "g8" + token[2:]), ("guide", ""), ("guide", "é.é")]:
        with pytest.raises(keys.BadLink):
            keys.link_value(purpose, wrong)
