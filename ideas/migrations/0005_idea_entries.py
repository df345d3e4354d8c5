import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brokers", "0003_brokering_log"),
        ("ideas", "0004_leader_request"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdeaEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="of_idea",
                        to="brokers.brokeringentry",
                        verbose_name="line of the brokering log",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="ideas.idea",
                        verbose_name="project idea",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk about an idea",
                "verbose_name_plural": "talks about ideas",
            },
        ),
    ]
