from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0012_whom_it_lay_with_before"), ("partners", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="elsewhere",
            field=models.CharField(blank=True, max_length=160, verbose_name="another call"),
        ),
        migrations.AlterField(
            model_name="application",
            name="call",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="partners.fundingcall",
                verbose_name="call",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("call__isnull", False), ("elsewhere", ""))
                | models.Q(("call__isnull", True), models.Q(("elsewhere", ""), _negated=True)),
                name="application_to_one_call",
            ),
        ),
    ]
