from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_needs_are_told_to_a_host"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingday",
            name="proposal_before",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
    ]
