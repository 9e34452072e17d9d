"""Is an upload what it says it is? Looked at by content, never by name (OWASP ASVS 5.0, V5.2).

Pictures are decoded whole. A PDF must have pages, no password, and nothing that runs or hides: scripts, programs to start, files inside.
"""
from __future__ import annotations

import re
import threading
import warnings
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO

import filetype
from PIL import Image, UnidentifiedImageError

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
_MOST_UNPACKED = 40 * 1024 * 1024
_LONGEST_HEAD = 4096  # bytes of the dictionary before a stream that are looked at
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)\b")
_ACTION = re.compile(rb"/S\s*/(JavaScript|Launch)\b")
_DECODING = threading.Lock()  # one picture at a time: 60 million pixels need 240 MB


class BadFile(Exception):
    """An upload that cannot be taken. `message` tells the person in Chinese what to do, `message_en` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        self.message_en = message_en
        super().__init__(message_en)


def kind_of(data: bytes, name: str, allowed: Collection[str]) -> str:
    """The kind of file this is, as its content says.

    Raises:
        BadFile: it cannot be taken; the text says why and what to do.
    """
    if not data:
        raise BadFile(f"“{name}”是空文件，请重新选择。", f"“{name}” is empty. Choose the file again.")
    must_fit(len(data), name)
    guess = filetype.guess(data[:8192])
    kind = guess.extension if guess else ""
    if kind in ("heic", "heif"):
        raise BadFile(
            f"“{name}”是苹果手机的 HEIC 照片。请在手机“设置—相机—格式”里选“兼容性最佳”再拍，或者截屏后上传。",
            f"“{name}” is an HEIC photo. Choose “Most Compatible” in the camera settings, or upload a screenshot.",
        )
    if kind not in allowed:
        names = [each.upper() for each in allowed]
        raise BadFile(
            f"“{name}”不是 {'、'.join(names)} 文件（看的是内容，不是文件名）。请换成 {'、'.join(names)} 再上传。",
            f"“{name}” is not a {', '.join(names)} file (its content counts, not its name). Upload one of these.",
        )
    if kind in ("jpg", "png"):
        _must_be_picture(data, name)
    if kind == "pdf":
        _must_be_document(data, name)
    return kind


def must_fit(size: int, name: str) -> None:
    """Raises:
    BadFile: larger than the limit.
    """
    if size > LARGEST:
        megabytes = f"{size / 1024 / 1024:.1f}"
        raise BadFile(
            f"“{name}”有 {megabytes} MB，超过了 20 MB。请压缩一下，或者分成几个文件再上传。",
            f"“{name}” has {megabytes} MB; at most 20 MB are taken. Compress it or split it.",
        )


def _must_be_picture(data: bytes, name: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise BadFile(
                    f"“{name}”的像素太多（{picture.width}×{picture.height}）。请缩小后再上传。",
                    f"“{name}” has too many pixels ({picture.width}×{picture.height}). Make it smaller.",
                )
            with _DECODING:
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _damaged(name) from None


def _must_be_document(data: bytes, name: str) -> None:
    if b"%%EOF" not in data[-2048:] or b"startxref" not in data[-4096:]:
        raise _damaged(name)
    clear, packed = _taken_apart(data)
    if re.search(rb"/Encrypt\b", clear):
        raise BadFile(
            f"“{name}”设了密码。请去掉密码，另存一份再上传。",
            f"“{name}” is protected by a password. Save a copy without one.",
        )
    parts = [clear, *_unpacked(packed, name)]
    if _ACTION.search(_plain(data)) or any(_RUNS.search(part) for part in parts):
        raise BadFile(
            f"“{name}”里带有程序或附件，不能收。请用“打印为 PDF”另存一份再上传。",
            f"“{name}” contains scripts or attached files. Print it to a new PDF and upload that.",
        )
    if not any(re.search(rb"/Type\s*/Page\b", part) for part in parts):
        raise _damaged(name)


def _plain(data: bytes) -> bytes:
    """Names as they are meant: `/J#61vaScript` is `/JavaScript` (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found.group(1).decode()), data)


def _taken_apart(data: bytes) -> tuple[bytes, list[bytes]]:
    """A PDF without the contents of its streams, and the contents of those that hold further objects. Each byte is looked at a few times at most."""
    clear, packed = bytearray(), []
    end = 0
    for found in _STREAM.finditer(data):
        if found.start() < end:
            continue
        before = data[max(end, found.start() - _LONGEST_HEAD) : found.start()]
        if not before.rstrip().endswith(b">>"):
            continue
        clear += data[end : found.end()]
        stop = data.find(b"endstream", found.end())
        stop = stop if stop >= 0 else len(data)
        head = before[before.rfind(b"obj") :] if b"obj" in before else before
        if _PACKED.search(_plain(head)):
            packed.append(data[found.end() : stop])
        end = stop
    return _plain(bytes(clear) + data[end:]), packed


def _unpacked(packed: list[bytes], name: str) -> Iterator[bytes]:
    """The objects in object streams. What cannot be looked into whole is not taken."""
    left = _MOST_UNPACKED
    for content in packed:
        stream = zlib.decompressobj()
        try:
            found = stream.decompress(content, left)
        except zlib.error:
            raise _damaged(name) from None
        left -= len(found)
        if stream.unconsumed_tail or left <= 0:
            raise BadFile(
                f"“{name}”里压缩的内容太多。请用“打印为 PDF”另存一份再上传。",
                f"“{name}” holds too much packed content. Print it to a new PDF and upload that.",
            )
        yield _plain(found)


def _damaged(name: str) -> BadFile:
    return BadFile(
        f"“{name}”打不开，可能没有传完整。请重新拍照或重新导出后再上传。",
        f"“{name}” cannot be opened; it may be incomplete. Take the picture or export the file again.",
    )
