import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def planned_by(**values: object) -> "models.ForeignKey":
    return models.ForeignKey(
        blank=True,
        editable=False,
        null=True,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name="planned by",
        **values,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_handover_proposal"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalroleterm",
            name="planned_by",
            field=planned_by(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING),
        ),
        migrations.AddField(
            model_name="roleterm",
            name="planned_by",
            field=planned_by(on_delete=django.db.models.deletion.SET_NULL),
        ),
    ]
