from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0009_answers_of_past_meetings"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingday",
            name="proposal_before",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
    ]
