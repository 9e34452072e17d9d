"""What is wrong with a definition, where, and how to mend it."""
from __future__ import annotations

from dataclasses import dataclass

from bancheng.core.catalogue.messages import MESSAGES

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one definition.

    Attributes:
        code: names the message (`promised-too-long`).
        where: key of the definition (`item:small-catering@2025-01-01`), or the name of a file that could not be read.
        field: path inside it (`("limits", "promised", 0, "days")`).
        fault, mend: what is wrong and what to do, in Chinese; the `_en` ones in English.
    """

    code: str
    where: str
    field: Path
    fault: str
    mend: str
    fault_en: str
    mend_en: str

    def __str__(self) -> str:
        return f"{self.where} {'.'.join(map(str, self.field))}: {self.fault} → {self.mend}"


def problem(code: str, where: str, field: Path = (), **params: object) -> Problem:
    """A problem with the words of its message."""
    message = MESSAGES[code]
    texts = [part.format(**params) for part in (message.fault, message.mend, message.fault_en, message.mend_en)]
    return Problem(code, where, field, texts[0], texts[1], texts[2], texts[3])
