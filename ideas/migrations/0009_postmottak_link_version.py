from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0008_broker_part_ended")]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="postmottak_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
