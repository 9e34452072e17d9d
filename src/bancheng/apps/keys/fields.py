"""Model fields that are encrypted at rest: what a column holds is ciphertext, what code sees is plain."""
from __future__ import annotations

from typing import Any

from django.db import models

from bancheng.apps import keys
from bancheng.core import canonical


class EncryptedTextField(models.TextField):
    """Text that the database never sees in the clear. It cannot be searched; look-ups use `keys.blind_index`."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value in (None, "") else keys.encrypt(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value in (None, "") else keys.decrypt(value)


class EncryptedJSONField(models.TextField):
    """JSON that the database never sees in the clear. Numbers are exact: whole ones come back as `int`, others as `Decimal`."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else keys.encrypt(canonical.dumps(value).decode())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value in (None, "") else canonical.loads(keys.decrypt(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return canonical.dumps(self.value_from_object(obj)).decode()
