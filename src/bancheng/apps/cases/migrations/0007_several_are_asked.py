"""Several departments may be asked for their opinion at once: one open task of a kind for each organisation."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0006_done_list")]

    operations = [
        migrations.RemoveConstraint(model_name="task", name="one_open_task_of_a_kind"),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("sub_case", "kind", "organisation"), name="one_open_task_of_a_kind"
            ),
        ),
    ]
