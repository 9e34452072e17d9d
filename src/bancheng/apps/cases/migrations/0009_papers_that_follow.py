"""A draft keeps which papers the applicant commits to hand in after acceptance."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0008_changed_answers")]

    operations = [
        migrations.AddField(model_name="draft", name="follow", field=models.JSONField(default=list)),
    ]
