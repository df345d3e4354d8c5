from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_own_surveys")]

    operations = [
        migrations.AddField(
            model_name="strategy",
            name="shown_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
