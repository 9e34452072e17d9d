"""What is wrong with a rule, said so that its author can mend it."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `span` is (start, end) in characters of the rule's text; `fix` is what to write instead, if that is clear."""

    message: str
    message_en: str
    span: tuple[int, int]
    fix: str | None = None


class RuleFault(ValueError):
    """A rule that cannot be used, with everything that is wrong with it."""

    def __init__(self, text: str, faults: tuple[Fault, ...]) -> None:
        self.text = text
        self.faults = faults
        super().__init__("\n".join(self._lines()))

    def _lines(self) -> list[str]:
        return [f"第 {f.span[0] + 1} 个字符起：{f.message}" for f in self.faults] + [f"规则：{self.text}"]
