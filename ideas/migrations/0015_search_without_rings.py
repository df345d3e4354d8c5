from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models.functions import Concat

from partnership.common.searching import Plain

SPACE = models.Value(" ")


class Migration(migrations.Migration):
    dependencies = [("ideas", "0014_is_rural")]

    operations = [
        migrations.RemoveIndex(model_name="idea", name="idea_trigram"),
        migrations.AddField(
            model_name="idea",
            name="plain",
            field=models.GeneratedField(
                db_persist=True,
                expression=Plain(
                    Concat(
                        "title", SPACE, "problem", SPACE, "proposal", SPACE, "affected", SPACE,
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("plain", name="gin_trgm_ops"), name="idea_trigram"
            ),
        ),
    ]  # fmt: skip
