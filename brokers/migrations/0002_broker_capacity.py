from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brokers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="broker",
            name="capacity",
            field=models.CharField(
                blank=True,
                choices=[("", "not said"), ("free", "yes"), ("none", "not now"), ("full", "full until a day")],
                default="",
                max_length=4,
                verbose_name="free capacity",
            ),
        ),
        migrations.AddField(
            model_name="broker",
            name="full_until",
            field=models.DateField(blank=True, null=True, verbose_name="full until"),
        ),
        migrations.AddField(
            model_name="historicalbroker",
            name="capacity",
            field=models.CharField(
                blank=True,
                choices=[("", "not said"), ("free", "yes"), ("none", "not now"), ("full", "full until a day")],
                default="",
                max_length=4,
                verbose_name="free capacity",
            ),
        ),
        migrations.AddField(
            model_name="historicalbroker",
            name="full_until",
            field=models.DateField(blank=True, null=True, verbose_name="full until"),
        ),
        migrations.AddConstraint(
            model_name="broker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("capacity", "full"), ("full_until__isnull", False)),
                    models.Q(models.Q(("capacity", "full"), _negated=True), ("full_until__isnull", True)),
                    _connector="OR",
                ),
                name="broker_full_until_a_day",
                violation_error_message="Choose the day you have room again.",
            ),
        ),
    ]
