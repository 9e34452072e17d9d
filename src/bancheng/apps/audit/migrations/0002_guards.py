from django.db import migrations

from bancheng.apps.audit import guards


class Migration(migrations.Migration):
    """The database refuses to change or delete what is only ever appended."""

    dependencies = [("audit", "0001_events")]
    operations = [migrations.RunPython(guards.install, guards.remove)]
