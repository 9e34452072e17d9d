"""Documents that people take away: numbered, sealed, readable without a screen.

`case` draws the documents of a case, `licence` the licence, `guide_card` the 明白卡; `render` typesets any template.
"""
from __future__ import annotations

from bancheng.documents.cards import guide_card
from bancheng.documents.licences import licence
from bancheng.documents.papers import KINDS, case
from bancheng.documents.typesetting import Attachment, BadDocument, chinese_date, has_template, qr_svg, render

__all__ = [
    "KINDS",
    "Attachment",
    "BadDocument",
    "case",
    "chinese_date",
    "guide_card",
    "has_template",
    "licence",
    "qr_svg",
    "render",
]
