"""What the portal holds about a person, and how it is forgotten (GDPR articles 15, 17 and 20)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnership.common import contributions, norwegian
from partnership.people.models import Absence, HandoverProposal, RoleTerm, Seat, User

# Somebody without a role for so long is taken out of the register (docs/operations.md).
KEPT_AFTER_LAST_ROLE = dt.timedelta(days=730)


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "person": [
            {
                "name": user.name,
                "email": user.email,
                "phone": user.phone,
                "language": user.language,
                "registered": user.date_joined,
                "last_heard_from": user.last_seen,
            }
        ],
        "roles": [
            {
                "role": term.seat.title,
                "as": term.capacity,
                "since": term.since,
                "until": term.until,
                "last_confirmed": term.last_confirmed,
            }
            for term in user.terms.select_related("seat").order_by("since")
        ],
        "absences": [dict(row) for row in Absence.objects.filter(person=user).values("since", "until")],
        "sign_in_sessions": list(UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at")),
    }


def erase_the_long_gone(on: dt.date | None = None) -> int:
    """Erase everyone whose last role ended two years ago, and guests as long after; returns how many people."""
    limit = (on or norwegian.today()) - KEPT_AFTER_LAST_ROLE
    gone = User.objects.without_role_since(limit)
    for person in gone:
        erase(person=person)
    contributions.forget(limit)
    return len(gone)


@transaction.atomic
def erase(*, person: User) -> None:
    """Leave the rows others' history rests on, with nothing that says who it was. Cannot be undone."""
    addresses = {person.email.lower()}
    addresses |= {email.lower() for email in EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    contributions.erase(person, addresses)
    _blank(HandoverProposal.objects.about_address(addresses))
    Seat.objects.with_role_address(addresses).update(role_email="")
    Absence.objects.filter(person=person).delete()
    for model in (EmailAddress, Authenticator, UserSession):
        model.objects.filter(user=person).delete()
    person.name, person.phone = _("Former participant"), ""
    person.email = f"slettet-{person.pk}@portal.invalid"
    person.is_active = False
    person.set_unusable_password()
    person.save()
    User.history.filter(id=person.pk).delete()
    RoleTerm.history.filter(person_id=person.pk).update(history_change_reason="")


def forget(before: dt.date) -> None:
    """Names proposed for a role, when the proposal was settled long ago."""
    _blank(HandoverProposal.objects.closed_before(norwegian.at(before, dt.time())))


def _blank(rows: QuerySet[HandoverProposal]) -> None:
    rows.update(name="", email="", phone="")
