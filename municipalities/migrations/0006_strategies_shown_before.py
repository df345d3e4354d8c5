"""Strategies that are shown, or were decided on, before 0005 count as shown: since when is not known, so since the last
change."""

from django.db import migrations
from django.db.models import F, Q


def fill(apps, schema_editor):
    """A body that is named may be left from a decision that was undone."""
    strategy = apps.get_model("municipalities", "Strategy")
    treated = apps.get_model("municipalities", "Phase").objects.filter(kind="treatment")
    decided = treated.filter(Q(done_at__isnull=False) | ~Q(body="")).values("strategy")
    known = Q(state="adopted") | Q(pk__in=decided) | ~Q(visibility="municipality")
    strategy.objects.filter(known, shown_at=None).update(shown_at=F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0005_strategy_shown_at")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
