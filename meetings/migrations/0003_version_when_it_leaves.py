from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_what_people_were_told"),
    ]

    operations = [
        migrations.RemoveField(model_name="invitation", name="dtstamp"),
    ]
