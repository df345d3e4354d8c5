import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("overview", "0003_phase_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionBorders",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("shapes", models.JSONField()),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "borders of the region",
                "verbose_name_plural": "borders of the region",
            },
        ),
        migrations.CreateModel(
            name="RegionSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("numbers", models.JSONField()),
            ],
            options={
                "verbose_name": "snapshot of the region",
                "verbose_name_plural": "snapshots of the region",
            },
        ),
    ]
