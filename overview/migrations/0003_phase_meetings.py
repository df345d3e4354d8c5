from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("overview", "0002_goal_ties"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhaseMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE, related_name="phase", to="meetings.meeting"
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="meetings", to="municipalities.phase"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of a phase",
                "verbose_name_plural": "meetings of phases",
                "ordering": ["id"],
            },
        ),
    ]
