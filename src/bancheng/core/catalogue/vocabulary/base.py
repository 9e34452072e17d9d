"""What every definition of a pack has in common."""
from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Feel = Annotated[str, Field(min_length=1, description="A FEEL expression over element names")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]


class Definition(BaseModel):
    """Base of everything in a pack: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(Definition):
    """A legal basis: the law, the article, and whether somebody has checked it against the official text."""

    law: str
    article: str = ""
    url: str = ""
    verified: bool = False
    note: str = ""


class Text(Definition):
    """The same sentence in Chinese (required) and English."""

    zh: str
    en: str = ""
