from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_idea_entries")]

    operations = [
        migrations.AddField(
            model_name="brokerrequest",
            name="ask_next",
            field=models.BooleanField(default=False),
        ),
    ]
