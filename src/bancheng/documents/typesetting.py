"""From a template and data to a PDF.

The template is a typst file of the pack (`packs/<city>/templates`), so that a city can change its documents without
code. The data goes in as one JSON text (`sys.inputs.data`) and is only ever shown: nothing a person typed becomes
markup or code. Fonts are the shipped ones and no others, so that a document looks the same on every machine; the
result is PDF/A-2b (ISO 19005-2), or PDF/A-3b where a proof file is attached.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import segno
import typst

from bancheng import now
from bancheng.config.env import env
from bancheng.documents.coverage import FONTS, printable


class BadDocument(Exception):
    """A document cannot be made; the text says which template or which entry is missing."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF, such as the signed form of a licence."""

    name: str
    content: bytes
    media_type: str
    description: str


def templates() -> Path:
    """The folder of the pack's templates.

    Raises:
        BadDocument: the pack has none.
    """
    folder = env().pack / "templates"
    if not folder.is_dir():
        raise BadDocument(f"The pack {env().pack.name!r} has no folder `templates`: add one, or set BANCHENG_PACK.")
    return folder


def has_template(name: str) -> bool:
    """Whether the pack has this template."""
    return (templates() / f"{name}.typ").is_file()


def render(
    template: str,
    data: Mapping[str, object],
    *,
    at: datetime | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """Typeset one document.

    Args:
        template: name of the template, without ending (`receipt`).
        data: what it shows; a date is printed in Chinese, text under a key ending in `_url` also becomes a QR code
            (`qr_url` → `qr_svg`).
        at: the document's own date (default now); same data and date, same bytes.
        attachments: files to carry inside.

    Raises:
        BadDocument: there is no such template, or the data lacks something it shows.
    """
    folder = templates()
    path = folder / f"{template}.typ"
    if "/" in template or "\\" in template or not path.is_file():
        have = "、".join(sorted(one.stem for one in folder.glob("*.typ")))
        raise BadDocument(f"There is no template {template!r}. Add templates/{template}.typ to the pack; there are: {have}.")
    inputs = {
        "data": json.dumps(_shown(data), ensure_ascii=False),
        "attachments": json.dumps(
            [
                {"name": one.name, "content": one.content.decode("utf-8"), "type": one.media_type, "about": one.description}
                for one in attachments
            ],
            ensure_ascii=False,
        ),
    }
    try:
        return _compile(path, folder, inputs, "a-3b" if attachments else "a-2b", at or now.business())
    except typst.TypstError as error:
        hints = " ".join(getattr(error, "hints", ()) or ())
        said = f"{getattr(error, 'message', error)} {hints}".strip()
        raise BadDocument(f"The template {template!r} cannot be typeset: {said}") from error


def qr_svg(text: str) -> str:
    """A QR code as a drawing, error correction M, without a border of its own."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True))


def chinese_date(value: date) -> str:
    """`2026年3月1日`; a moment also has hours and minutes in Asia/Shanghai."""
    if isinstance(value, datetime):
        local = value.astimezone(now.ZONE)
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{value.year}年{value.month}月{value.day}日"


def _compile(path: Path, folder: Path, inputs: dict[str, str], standard: str, at: datetime) -> bytes:
    compiler = typst.Compiler(input=str(path), root=str(folder), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=[standard], timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _shown(value: object) -> object:
    """What the template gets: printable text, Chinese dates, QR drawings beside addresses."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Decimal):
        return format(value.normalize() if value else value, "f")
    if isinstance(value, Mapping):
        shown = {str(key): _shown(item) for key, item in value.items()}
        for key, item in value.items():
            if str(key).endswith("_url") and isinstance(item, str) and item:
                shown[str(key).removesuffix("_url") + "_svg"] = qr_svg(item)
        return shown
    if isinstance(value, (list, tuple)):
        return [_shown(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    raise BadDocument(f"A document cannot show {type(value).__name__}: give text, a number, a date, a list or a mapping.")
