"""Who is acting now, and for whom: the one value that every action of an applicant is given."""

from __future__ import annotations

from dataclasses import dataclass

from bancheng.apps.subjects.models import Authorisation, Entity, Person, Service


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person, acting for themselves or for a company.

    Attributes:
        person: who applies: sits at the screen, or stands at the counter.
        entity: the company acted for; None when the person acts for themselves.
        authorisation: what lets an agent act; None for the person themselves and for the legal representative.
        service: a clerk sits at the screen and types for the person, who stands in front of them.
    """

    person: Person
    entity: Entity | None = None
    authorisation: Authorisation | None = None
    service: Service | None = None

    @property
    def holder(self) -> Person | Entity:
        """Whose matter it is: the company acted for, or the person."""
        return self.entity or self.person

    @property
    def reference(self) -> str:
        """The subject's name: `entity:<uscc>` or `person:<uuid>`."""
        return self.holder.reference

    @property
    def actor(self) -> str:
        """Who did it, for the trail: the person, or the clerk who did it for them."""
        return self.service.officer if self.service else self.person.reference

    @property
    def on_behalf(self) -> str:
        """For whom, for the trail; empty when for oneself."""
        return self.reference if self.entity or self.service else ""

    @property
    def is_agent(self) -> bool:
        return self.authorisation is not None

    @property
    def display_name(self) -> str:
        """What the page calls them: the company with the person, or the person."""
        return f"{self.entity.name}（{self.person.name}）" if self.entity else self.person.name

    @property
    def audience(self) -> str:
        """`legal_entity` or `natural_person`, as items say whom they are for."""
        return "legal_entity" if self.entity else "natural_person"

    def may(self, theme: str) -> bool:
        """May this principal apply for a theme? Only an agent's authorisation can be narrower than everything."""
        return self.authorisation is None or self.authorisation.covers(theme)
