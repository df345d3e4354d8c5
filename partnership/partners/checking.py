"""*Sist sjekket*: somebody has read the source, and what the portal says of schemes and calls is right."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme, Partner
from partnership.people.models import User


@transaction.atomic
def checked(*, rows: Iterable[FundingScheme | FundingCall], by: User) -> int:
    """Note today, who, and for which partner; returns how many had not been checked today before."""
    today, done = norwegian.today(), 0
    partner = Partner.objects.of_officer(by).first()
    for row in rows:
        if row.last_checked == today:
            continue
        row.last_checked, row.checked_by = today, by.name
        row.checked_for = partner.short_name if partner else ""
        row._change_reason = _("Checked against the source")  # type: ignore[union-attr]
        row.save()
        done += 1
    return done
