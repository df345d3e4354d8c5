from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_holding_the_date_is_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="waits_from",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
