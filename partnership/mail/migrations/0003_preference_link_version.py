from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailpreference",
            name="link_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
