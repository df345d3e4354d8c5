from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_preference_link_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="DomainPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=254, unique=True)),
                ("minute_at", models.DateTimeField(null=True)),
                ("used", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="slot_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
