"""*Sist sjekket*: somebody has read the source, and what the portal says of schemes and calls is right."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import User


@transaction.atomic
def checked(*, rows: Iterable[FundingScheme | FundingCall], by: User) -> int:
    """Note today and who; returns how many had not been checked today before."""
    today, done = norwegian.today(), 0
    for row in rows:
        if row.last_checked == today:
            continue
        row.last_checked = today
        if isinstance(row, FundingScheme):
            row.checked_by = by.name
        row._change_reason = _("Checked against the source")  # type: ignore[union-attr]
        row.save()
        done += 1
    return done
