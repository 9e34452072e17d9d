"""Model fields that are encrypted at rest: what a column holds is ciphertext, what code sees is plain."""
from __future__ import annotations

import json
from typing import Any

from django.db import models

from bancheng.apps import keys


class EncryptedTextField(models.TextField):
    """Text that the database never sees in the clear. It cannot be searched; look-ups use `keys.blind_index`."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value in (None, "") else keys.encrypt(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value in (None, "") else keys.decrypt(value)


class EncryptedJSONField(models.TextField):
    """JSON that the database never sees in the clear."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else keys.encrypt(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value in (None, "") else json.loads(keys.decrypt(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)
