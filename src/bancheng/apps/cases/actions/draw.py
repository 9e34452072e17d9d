"""Draw an issued document as PDF when somebody first asks for it, and keep the drawing."""
from __future__ import annotations

from bancheng import documents
from bancheng.apps import files
from bancheng.apps.cases.models import IssuedDocument


def draw(document: IssuedDocument, url: str = "") -> bytes:
    """The PDF of a document; `url` is where its QR code leads. A drawing that has been lost is made again.

    Raises:
        BadDocument: the pack has no template for this kind, or the content lacks what it shows.
    """
    if document.pdf is not None:
        try:
            return files.open_(document.pdf)
        except files.MissingFile:
            pass
    pdf = documents.case(document.kind, document.content, digest=document.digest, url=url)
    document.pdf = files.keep(pdf, "pdf")
    document.save(update_fields=["pdf"])
    return pdf
