"""A survey is opened and closed by the municipality's contact. It is off until then, and never opened again."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.barometer.results import FEWEST
from municipalities.models import Municipality, Survey
from partnership.common import norwegian
from partnership.people.models import User

# A device that has answered is known for as long: the age of a session (settings.SESSION_COOKIE_AGE).
LONGEST = dt.timedelta(days=30)
# Two results close upon another could be subtracted from one another.
BETWEEN = dt.timedelta(days=30)


def may_open_from(municipality: Municipality) -> dt.date:
    """The first day (Oslo) a new survey may open, when none is open."""
    day = norwegian.today()
    for ended in Survey.objects.of(municipality).ended().with_counts()[:5]:
        wait = BETWEEN if ended.n >= FEWEST else dt.timedelta(days=1)
        day = max(day, ended.closes_on + wait)
    return day


@transaction.atomic
def open_survey(*, municipality: Municipality, closes_on: dt.date, for_leader: bool, by: User) -> Survey:
    """Raises ValidationError when one is open, when the last one ended too lately, or for a day that cannot be."""
    stored = Municipality.objects.select_for_update().get(pk=municipality.pk)
    today = norwegian.today()
    if Survey.objects.of(stored).open().exists():
        raise ValidationError(_("A survey is open already. Close it first."))
    if (first := may_open_from(stored)) > today:
        raise ValidationError(
            _("A new survey can be opened from %(day)s.") % {"day": norwegian.format_day(first, weekday=False)}
        )
    if not today <= closes_on <= today + LONGEST:
        raise ValidationError(
            {"closes_on": _("Choose a day from today and at most %(n)s days ahead.") % {"n": LONGEST.days}}
        )
    return Survey.objects.create(
        municipality=stored, opened_on=today, closes_on=closes_on, for_leader=for_leader, opened_by=by
    )


@transaction.atomic
def move_last_day(*, survey: Survey, closes_on: dt.date) -> None:
    """Raises ValidationError when it has ended, and for a day so late that a device would not be known again."""
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    if not stored.is_open:
        raise ValidationError(_("The survey is closed already."))
    latest = stored.opened_on + LONGEST
    if not norwegian.today() <= closes_on <= latest:
        words = {"day": norwegian.format_day(latest, weekday=False)}
        raise ValidationError({"closes_on": _("Choose a day from today to %(day)s.") % words})
    stored.closes_on = closes_on
    stored.save(update_fields=["closes_on"])


@transaction.atomic
def renew_link(*, survey: Survey) -> None:
    """The old one opens nothing from now; the answers stay. Raises ValidationError when it has ended."""
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    if not stored.is_open:
        raise ValidationError(_("The survey is closed already."))
    stored.link_version += 1
    stored.save(update_fields=["link_version"])


@transaction.atomic
def close(*, survey: Survey, by: User) -> None:
    """Raises ValidationError when it has ended."""
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    if not stored.is_open:
        raise ValidationError(_("The survey is closed already."))
    stored.closed_at, stored.closed_by, stored.closes_on = timezone.now(), by, norwegian.today()
    stored.save(update_fields=["closed_at", "closed_by", "closes_on"])
