from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_seen_and_open")]

    operations = [
        migrations.AlterField(
            model_name="brokerrequest",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not answered"),
                    ("taken", "takes the case"),
                    ("cannot", "cannot"),
                    ("silent", "did not answer in time"),
                    ("taken_back", "taken back"),
                    ("ended", "has had the case"),
                ],
                default="",
                max_length=10,
            ),
        ),
    ]
