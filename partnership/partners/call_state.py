"""How a call stands today, in a few words: «åpner mandag 1. februar», «åpen, frist om 9 dager», «utløpt»."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership.common import norwegian

if TYPE_CHECKING:
    from partnership.partners.models import FundingCall


def words(call: FundingCall, now: dt.datetime | None = None) -> str:
    """``now``: an aware instant, today when it is not given. Days are Oslo's."""
    now = now or timezone.now()
    state = call.state_at(now)
    if state == call.State.OVER:
        return _("expired")
    if state == call.State.COMING:
        assert call.opens
        return _("opens %(day)s") % {"day": norwegian.format_day(call.opens)}
    if call.closes is None:
        return _without_deadline(call)
    return _until(call.closes, now)


def _without_deadline(call: FundingCall) -> str:
    kinds = call.scheme.DeadlineKind
    if call.scheme.deadline_kind == kinds.RUNNING:
        return _("open, apply at any time")
    if call.scheme.deadline_kind == kinds.UNTIL_SPENT:
        return _("open until the money is spent")
    return _("deadline not known")


def _until(closes: dt.datetime, now: dt.datetime) -> str:
    days = (norwegian.local(closes).date() - norwegian.local(now).date()).days
    if days == 0:
        return _("open, deadline today at %(time)s") % {"time": norwegian.format_time(closes)}
    if days == 1:
        return _("open, deadline tomorrow")
    text = ngettext("open, deadline in %(days)s day", "open, deadline in %(days)s days", days)
    return text % {"days": norwegian.format_number(days)}
