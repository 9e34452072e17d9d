"""Documents that people take away: numbered, sealed, readable without a screen.

`render` typesets any template of the pack; `case` makes the documents of a case, `licence` the licence, `guide_card` the 明白卡.
"""
from __future__ import annotations

from bancheng.documents.typesetting import Attachment, BadDocument, chinese_date, has_template, qr_svg, render

__all__ = ["Attachment", "BadDocument", "chinese_date", "has_template", "qr_svg", "render"]
