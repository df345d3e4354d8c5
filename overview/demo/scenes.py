"""The demo region: invented people and events on top of the real region, dated from today."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from meetings.models import Meeting
from overview import region
from overview.demo import (
    brokering,
    calls,
    experiences,
    find_date,
    ideas,
    meeting_day,
    meetings,
    minutes,
    pages,
    reports,
    roles,
    strategies,
    surveys,
)
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail, Suppression
from partnership.partners.models import FundingCall


def is_of_today() -> bool:
    """Whether the scenes were laid out today: their dates hang on it."""
    newest = Meeting.objects.filter(is_demo=True).order_by("-created_at").first()
    return newest is not None and norwegian.local(newest.created_at).date() == norwegian.today()


@transaction.atomic
def load(*, reset: bool = False) -> None:
    """Lay the scenes out anew. Meetings that visitors have made are kept, unless ``reset`` makes all as at first."""
    if reset:
        reports.clear_files()
        _clear()
        region.load(settings.REGION_DIR)
    _clear_scenes()
    officers, contacts = roles.lay_out()
    meetings.lay_out(officers[0], contacts)
    meeting_day.lay_out()
    find_date.lay_out(officers[0])
    minutes.lay_out()
    calls.lay_out()
    ideas.lay_out()
    brokering.lay_out()
    experiences.lay_out()
    surveys.lay_out()
    strategies.lay_out()
    pages.lay_out()
    roles.fall_silent()
    reports.lay_out(officers[0])


def _clear() -> None:
    """Numbers go on from where they were, so that a link in an old mail leads nowhere and not to somebody else."""
    kept = {ContentType._meta.db_table, Permission._meta.db_table}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE " + ", ".join(connection.ops.quote_name(table) for table in sorted(tables)))


def _clear_scenes() -> None:
    strategies.clear()
    scenes = Meeting.objects.filter(is_demo=True)
    threads = [f"invitation:{pk}" for pk in scenes.values_list("invitations", flat=True) if pk]
    OutgoingMail.objects.filter(thread__in=threads).delete()
    find_date.clear()
    scenes.delete()
    ideas.clear()
    FundingCall.objects.filter(is_demo=True, applications=None).delete()  # a visitor may have applied
    Suppression.objects.all().delete()
