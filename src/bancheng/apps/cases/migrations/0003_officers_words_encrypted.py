"""What officers write to and about an applicant can name people: reasons of tasks and of correction notices become ciphertext, old rows too."""
from __future__ import annotations

import json
from typing import Any

from django.db import migrations

from bancheng.apps import keys
from bancheng.apps.keys.fields import EncryptedJSONField, EncryptedTextField
from bancheng.core import canonical


def encrypt(apps: Any, editor: Any) -> None:
    """In place, row by row; what is ciphertext already stays."""
    with editor.connection.cursor() as cursor:
        for table, column in (("cases_task", "why"), ("cases_correction", "items")):
            cursor.execute(f"SELECT id, {column} FROM {table}")  # noqa: S608 - the names stand above
            for id, text in cursor.fetchall():
                if text and not _is_ciphertext(text):
                    plain = canonical.dumps(json.loads(text)).decode() if column == "items" else text
                    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [keys.encrypt(plain), id])  # noqa: S608


def _is_ciphertext(text: str) -> bool:
    try:
        keys.decrypt(text)
    except keys.Unreadable:
        return False
    return True


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_jointcase_advance_at")]

    operations = [
        migrations.AlterField("task", "why", EncryptedTextField()),
        migrations.AlterField("correction", "items", EncryptedJSONField()),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
