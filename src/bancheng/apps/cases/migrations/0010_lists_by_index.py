"""Every list of work at the desk goes along an index of the work in hand: tasks carry their list and the risk of their part."""
from django.db import migrations, models


def weigh(apps, schema_editor):
    tasks = apps.get_model("cases", "Task")
    risk = apps.get_model("cases", "SubCase").objects.filter(pk=models.OuterRef("sub_case_id")).values("risk")
    tasks.objects.filter(closed_at=None).update(risk=models.Subquery(risk))


class Migration(migrations.Migration):

    dependencies = [("cases", "0009_papers_that_follow")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="queue",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(kind__in=("review", "consult"), then=models.Value("review")),
                    models.When(kind__in=("countersign",), then=models.Value("sign")),
                    models.When(kind__in=("after_check", "revoke"), then=models.Value("check")),
                    models.When(kind__in=("hand_out",), then=models.Value("hand_out")),
                ),
                output_field=models.CharField(max_length=16),
            ),
        ),
        migrations.AddField(model_name="task", name="risk", field=models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(weigh, migrations.RunPython.noop),
        migrations.AlterField(model_name="supervisorpush", name="organisation", field=models.CharField(max_length=40)),
        migrations.AddIndex(
            model_name="subcase",
            index=models.Index(
                condition=models.Q(
                    ("stage__in", ("waiting", "received", "correction_required", "accepted", "reviewing", "special_procedure", "pushed"))
                ),
                fields=["organisation", "-risk", "promised_due", "id"],
                name="running",
            ),
        ),
        migrations.AddIndex(
            model_name="supervisorpush",
            index=models.Index(condition=models.Q(("seen_at", None)), fields=["organisation", "-at", "-id"], name="told"),
        ),
        migrations.AddIndex(
            model_name="supervisorpush",
            index=models.Index(condition=models.Q(("seen_at__isnull", False)), fields=["organisation", "seen_at", "-at", "-id"], name="told_and_seen"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["organisation", "queue", "-risk", "due", "id"], name="to_do"),
        ),
    ]
