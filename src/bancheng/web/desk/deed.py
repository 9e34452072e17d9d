"""One thing an officer may do with a case, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bancheng.apps.cases.queries import Part
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure as p

ANY_TEXT = "x"
"""Stands for a text that is still to be written when a command is only tried."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do. `consulted`: for officers of a department that was asked for its opinion.

    Attributes:
        roles: any of them; `at`: whose officers, of the deciding organisation, the supervising one, or either.
        trial: the command as it would be given, to ask the core whether it is possible.
        after: what follows, told before it is confirmed.
        done: said when it is done.
    """

    key: str
    label: str
    title: str
    icon: str
    kind: str
    roles: tuple[str, ...]
    trial: Callable[[Part, Officer], p.Command | None]
    after: tuple[str, ...]
    done: str
    confirm: str
    either: bool = False
    consulted: bool = False
