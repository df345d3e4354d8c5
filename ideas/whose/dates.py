"""The days an idea is promised for. All are Oslo days."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnership.common import norwegian

LONGEST = dt.timedelta(days=730)


def answer_by(days: int, since: dt.date | None = None) -> dt.date:
    """The last day to answer what came in on ``since``; holidays and the common holiday weeks are not counted."""
    return norwegian.add_answering_days(since or norwegian.today(), days)


def check(day: dt.date | None) -> dt.date:
    """``day`` when it may be a next date. Raises ValidationError with what to write instead."""
    today = norwegian.today()
    if day is None:
        raise ValidationError(_("Choose a day, so that the idea does not stop in silence."))
    if day < today:
        raise ValidationError(_("Choose a day that has not been."))
    if day > today + LONGEST:
        raise ValidationError(_("Choose a day within two years."))
    if not norwegian.is_working_day(day):
        raise ValidationError(
            _("%(day)s is a day off. The next working day is %(next)s.")
            % {
                "day": norwegian.format_day(day).capitalize(),
                "next": norwegian.format_day(norwegian.next_working_day(day)),
            }
        )
    return day
