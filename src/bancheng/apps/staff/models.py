"""People who work for the city: who they are, for which organisation, in which roles."""
from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Officer(AbstractBaseUser):
    """A member of staff. Sees the cases of the own organisation and role only (default deny).

    `roles` are from `ROLES`; reviewer and decider of one case are two officers (R-17).
    """

    ROLES = ("intake", "reviewer", "decider", "inspector", "supervisor", "catalogue_editor", "publisher", "auditor")

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    organisation = models.CharField(max_length=40)  # organisation id of the pack
    roles = models.JSONField(default=list)
    totp_secret = models.TextField(default="")  # encrypted
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: BaseUserManager = BaseUserManager()

    def has_role(self, *roles: str) -> bool:
        """Does the officer hold any of these roles?"""
        return bool(set(roles) & set(self.roles))
