from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_outgoing_mail_turn"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailpreference",
            name="link_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
