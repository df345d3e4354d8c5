from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0013_groups_before_a_proposal")]

    operations = [
        migrations.AddField(
            model_name="meetingday",
            name="walk_ins",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), blank=True, default=list, editable=False, size=None
            ),
        ),
    ]
