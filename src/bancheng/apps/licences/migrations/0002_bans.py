"""Who deceived may not apply for the same permit again until a day."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("licences", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Ban",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=80)),
                ("permit", models.CharField(max_length=80)),
                ("deceit", models.CharField(max_length=20)),
                ("until", models.DateField()),
                ("sub_case", models.CharField(db_index=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "permit", "until"], name="bans_of_one")],
                "constraints": [models.UniqueConstraint(fields=("subject", "sub_case", "deceit"), name="banned_once_by_a_case")],
            },
        ),
    ]
