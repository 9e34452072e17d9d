"""A draft may change answers of an application that was filed and not accepted yet."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0007_several_are_asked")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="replaces",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="changed", to="cases.jointcase"),
        ),
    ]
