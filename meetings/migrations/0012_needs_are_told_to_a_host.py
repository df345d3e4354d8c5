"""Who was host when needs and food were said: whoever makes themself host later does not read them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def told_to_the_host_of_today(apps, schema_editor):
    """Who was host then is not known; whoever is now has seen them already."""
    need = apps.get_model("meetings", "PracticalNeed")
    meeting = apps.get_model("meetings", "Meeting")
    host = meeting.objects.filter(invitations=models.OuterRef("invitation")).values("host")[:1]
    need.objects.update(host=models.Subquery(host))


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_imports_that_can_be_undone"),
        ("partners", "0004_funding_calls_with_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="practicalneed",
            name="host",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="practicalneed",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="partners.partner",
            ),
        ),
        migrations.RunPython(told_to_the_host_of_today, migrations.RunPython.noop),
    ]
