from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce


def have_been_seen(apps, schema_editor):
    """Those that were finished before anybody was told: nobody is told of them now."""
    finished = apps.get_model("overview", "Report").objects.filter(state__in=["done", "failed"])
    finished.update(seen_at=Coalesce("finished_at", "ordered_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("brokers", "0003_brokering_log"),
        ("municipalities", "0004_own_surveys"),
        ("overview", "0005_reports"),
        ("partners", "0006_links_in_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="seen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(have_been_seen, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True), ("state__in", ["done", "failed"])),
                fields=["ordered_by"],
                name="report_unseen",
            ),
        ),
    ]
