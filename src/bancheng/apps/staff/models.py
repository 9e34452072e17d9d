"""People who work for the city: who they are, for which organisation, in which roles."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models

from bancheng.apps.keys.fields import EncryptedTextField

if TYPE_CHECKING:
    from bancheng.core.procedure import Actor


class NotAllowed(PermissionDenied):
    """The officer's role or organisation does not reach this far. The text is for the officer, in Chinese."""


class Officer(AbstractBaseUser):
    """A member of staff. Sees the cases of the own organisation and role only (default deny).

    `roles` are from `ROLES`; reviewer and decider of one case are two officers (R-17).

    `station` is where they sit, if that is not the organisation itself: a township centre, a bank branch. Whoever sits there
    takes in and helps, and has no other role whatever the list says (R-27, I15).
    """

    ROLES = ("intake", "reviewer", "decider", "head", "inspector", "supervisor", "overseer", "catalogue_editor", "publisher", "auditor")
    ROLE_NAMES = {
        "intake": "收件",
        "reviewer": "审查",
        "decider": "决定",
        "head": "负责人",
        "inspector": "现场检查",
        "supervisor": "监管",
        "overseer": "效能监督",
        "catalogue_editor": "事项维护",
        "publisher": "事项发布",
        "auditor": "审计",
    }

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    organisation = models.CharField(max_length=40)  # organisation id of the pack
    station = models.CharField(max_length=40, blank=True, default="")  # station id of the pack
    roles = models.JSONField(default=list)
    totp_secret = EncryptedTextField(default="")
    totp_step = models.BigIntegerField(default=0)  # the last one-time code used: each is good once
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: BaseUserManager = BaseUserManager()

    @property
    def reference(self) -> str:
        """Its name in streams and as an actor: `staff:<id>`."""
        return f"staff:{self.pk}"

    @property
    def organisation_name(self) -> str:
        """What people call the organisation, as the current release says."""
        from bancheng.apps.catalogue import queries

        try:
            found = queries.current().organisations.get(self.organisation)
        except queries.NoRelease:
            return self.organisation
        return (found.short_name or found.name) if found else self.organisation

    def actor(self, role: str) -> Actor:
        """How the procedure names this officer in one capacity."""
        from bancheng.core.procedure import Actor, Role

        return Actor(str(self.pk), self.organisation, Role(role))

    def has_role(self, *roles: str) -> bool:
        """Does the officer hold any of these roles? At a station only intake is left of them (I15)."""
        held = set(self.roles) & {"intake"} if self.station else set(self.roles)
        return bool(set(roles) & held)

    def must(self, role: str | tuple[str, ...], organisation: str = "") -> None:
        """The officer holds the role (any of several) and, if one is named, belongs to the organisation.

        Raises:
            NotAllowed: not so; the message says what is missing.
        """
        roles = (role,) if isinstance(role, str) else role
        if not self.is_active:
            raise NotAllowed("您的账号已停用，请找本单位管理员。")
        if not self.has_role(*roles):
            if self.station and set(roles) & set(self.roles):
                raise NotAllowed("网点受委托只收件、帮办，不作决定（行政许可法第二十四条）。")
            names = "、".join(self.ROLE_NAMES.get(wanted, wanted) for wanted in roles)
            raise NotAllowed(f"这一步要由有“{names}”岗位的人来做，您的岗位没有这个权限。")
        if organisation and self.organisation != organisation:
            raise NotAllowed("这件事归别的单位办，您看不到，也办不了。")


class Attempt(models.Model):
    """A failed sign-in, by account and by address, for as long as it counts against further tries. Real time."""

    key = models.CharField(max_length=64)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_by_key")]
