from django.db import migrations

# What those invited know of: the box in the form was not among what they had been told.
TOLD = """
    UPDATE meetings_meeting SET announced = announced || jsonb_build_object('is_save_the_date', is_save_the_date)
    WHERE announced <> '{}'::jsonb"""
NOT_TOLD = "UPDATE meetings_meeting SET announced = announced - 'is_save_the_date'"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_version_when_it_leaves"),
    ]

    operations = [
        migrations.RunSQL(TOLD, NOT_TOLD),
    ]
