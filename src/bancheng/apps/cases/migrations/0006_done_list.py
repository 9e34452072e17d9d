"""The list of what is done begins with what came last: an index that has just those rows, in that order."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0005_intake")]

    operations = [
        migrations.AddIndex(
            model_name="subcase",
            index=models.Index(fields=["organisation", "-id"], condition=models.Q(("outcome", ""), _negated=True), name="done"),
        ),
    ]
