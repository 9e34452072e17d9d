"""Reading a PDF back: its text, its pictures, its QR codes."""
from __future__ import annotations

import io

import pypdfium2
import zxingcpp
from PIL.Image import Image
from pypdf import PdfReader


def text(pdf: bytes) -> str:
    """All text of all pages, without white space (typesetting puts spaces between Han characters and figures)."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def pictures(pdf: bytes, scale: float = 3) -> list[Image]:
    """Every page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil() for page in document]
    finally:
        document.close()


def qr_codes(pdf: bytes) -> list[str]:
    """What a phone reads from the pages."""
    return [code.text for picture in pictures(pdf) for code in zxingcpp.read_barcodes(picture)]
