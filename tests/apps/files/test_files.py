"""Files: what is taken, what is refused and with which words, and that it comes back as it was."""
import contextlib
import os
import time
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from bancheng import now
from bancheng.apps import files
from bancheng.apps.files import checks, vault
from bancheng.apps.files.actions.sweep import sweep
from bancheng.apps.files.models import StoredFile

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def picture(format="PNG", size=(40, 30), colour=(200, 30, 30)):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, format)
    return out.getvalue()


def document(change=lambda writer: None, pages=1, version=b"%PDF-1.7"):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def run_script(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer.root_object[NameObject("/OpenAction")] = action


def upload(data, name="营业执照.pdf"):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("data", "kind"), [(picture(), "png"), (picture("JPEG"), "jpg"), (document(), "pdf"), (document(pages=3), "pdf")]
)
def test_what_was_stored_comes_back(data, kind):
    file = files.store(upload(data))
    assert (file.kind, file.size) == (kind, len(data))
    assert files.open_(file) == data
    assert data[:40] not in vault.path(file.digest).read_bytes(), "not in the clear"


def test_the_content_counts_and_not_the_name():
    assert files.store(upload(picture("JPEG"), "照片.png")).kind == "jpg"


def test_the_same_content_is_one_file():
    assert files.store(upload(document())) == files.store(upload(document(), "又一次.pdf"))
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "空.pdf", "空文件"),
        (b"MZ\x90\x00" + b"\0" * 300, "发票.pdf", "不是 PDF、JPG、PNG 文件"),
        (b"<svg onload='alert(1)'>", "图.png", "不是 PDF"),
        (b"PK\x03\x04" + b"\0" * 300, "表.docx", "不是 PDF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 64, "IMG_1.heic", "兼容性最佳"),
        (picture()[:60], "半张.png", "打不开"),
        (picture("JPEG", (400, 400))[:900], "半张.jpg", "打不开"),
        (document()[:-80], "半份.pdf", "打不开"),
        (b"%PDF-1.7\nnothing\nstartxref\n0\n%%EOF", "没页.pdf", "打不开"),
        (document(lambda w: w.encrypt("x")), "密.pdf", "设了密码"),
        (document(run_script), "脚本.pdf", "程序或附件"),
        (document(lambda w: w.add_attachment("a.exe", b"MZ")), "附件.pdf", "程序或附件"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(data, name, word):
    with pytest.raises(files.BadFile) as caught:
        files.store(upload(data, name))
    assert word in caught.value.message and name in caught.value.message and name in caught.value.message_en
    assert not StoredFile.objects.exists()


def test_too_large_in_bytes_or_pixels(monkeypatch):
    monkeypatch.setattr(checks, "LARGEST", 1000)
    with pytest.raises(files.BadFile, match="MB"):
        files.store(upload(b"x" * 1001))
    monkeypatch.undo()
    monkeypatch.setattr(checks, "MOST_PIXELS", 1000)
    with pytest.raises(files.BadFile, match="40×30"):
        files.store(upload(picture()))


def test_only_what_the_material_allows():
    with pytest.raises(files.BadFile) as caught:
        files.store(upload(picture(), "图.png"), allowed=("pdf",))
    assert "PDF" in caught.value.message


def test_a_script_hidden_in_a_packed_object_is_found():
    hidden = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
    data = document().replace(
        b"startxref", b"9 0 obj\n<< /Type /ObjStm /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref" % (len(hidden), hidden)
    )
    with pytest.raises(files.BadFile, match="scripts"):
        files.store(upload(data))


@pytest.mark.parametrize(
    "inside",
    [
        b"9 0 obj << /S /J#61vaScript /#4aS (app.alert(1)) >> endobj ",
        b"% >>stream\n9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj endstream ",
        b"9 0 obj << /Type /Obj#53tm >>stream\n" + zlib.compress(b"1 0 << /S /JavaScript /JS (1) >>") + b"\nendstream endobj ",
    ],
)
def test_a_script_under_another_spelling_is_found(inside):
    with pytest.raises(files.BadFile, match="scripts"):
        files.store(upload(document().replace(b"startxref", inside + b"startxref")))


@pytest.mark.parametrize(
    "inside",
    [b"<<" * 500_000, b"<<s" * 300_000, b"<< stream\n" * 100_000, b">>stream\n" * 100_000, b"/Type " * 300_000, b"#" * 500_000,
     b">>stream\nendstream" * 50_000],
)
def test_a_document_made_to_keep_us_busy_does_not(inside):
    """A pattern that looks back over everything would take hours, and nobody else would be served meanwhile."""
    started = time.perf_counter()
    with contextlib.suppress(files.BadFile):
        checks.kind_of(document().replace(b"startxref", inside + b"startxref"), "x.pdf", ("pdf",))
    assert time.perf_counter() - started < 5


def test_what_unpacks_without_end_is_not_taken():
    packed = zlib.compress(b"A" * (60 * 1024 * 1024), 9)
    data = document().replace(b"startxref", b"9 0 obj << /Type /ObjStm >>stream\n" + packed + b"\nendstream endobj startxref")
    with pytest.raises(files.BadFile, match="too much packed"):
        files.store(upload(data))


def test_words_inside_a_picture_of_a_page_do_not_matter():
    """Only objects are looked at, not what stands in the stream of a page."""
    data = document().replace(
        b"startxref", b"9 0 obj\n<< /Length 14 >>\nstream\n/JavaScript xx\nendstream\nendobj\nstartxref"
    )
    assert files.store(upload(data)).kind == "pdf"


def test_a_file_that_somebody_changed_is_not_given_out():
    file = files.keep(b"hello", "pdf")
    place = vault.path(file.digest)
    whole = bytearray(place.read_bytes())
    whole[-1] ^= 1
    place.write_bytes(whole)
    with pytest.raises(files.MissingFile, match="changed"):
        files.open_(file)
    place.unlink()
    with pytest.raises(files.MissingFile, match="gone"):
        files.open_(file)


def test_only_old_files_that_nobody_names_are_swept(at):
    named = files.keep(b"named", "pdf")
    nameless = vault.write(b"nameless")
    young = vault.write(b"young")
    unfinished = vault.path(nameless).with_name(".unfinished")
    unfinished.write_bytes(b"")
    old = (now.real() - timedelta(days=2)).timestamp()
    for place in (vault.path(named.digest), vault.path(nameless), unfinished):
        os.utime(place, (old, old))
    assert sweep() == 2
    assert files.open_(named) == b"named" and vault.path(young).exists() and not vault.path(nameless).exists()
    StoredFile.objects.update(stored_at=now.business() - timedelta(days=8))
    assert sweep() == 1, "a row that nothing uses goes with its file"
    assert not vault.path(named.digest).exists()
