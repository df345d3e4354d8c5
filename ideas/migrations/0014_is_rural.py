from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0013_application_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="is_rural",
            field=models.BooleanField(blank=True, null=True, verbose_name="the municipality counts as rural"),
        ),
    ]
