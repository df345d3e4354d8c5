"""Who may what in the workroom, beyond what each app says of its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brokers.permissions import covers
from municipalities.models import FouiContact, Municipality
from partnership.mail import kinds
from partnership.people import roles
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.mail.models import OutgoingMail


def works_in_the_workroom(user: User | AnonymousUser) -> bool:
    """Today's officers and superusers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def sees_region(user: User | AnonymousUser) -> bool:
    """The region in sums: those who have a role today."""
    return isinstance(user, User) and (user.is_superuser or roles.has_role(user))


def can_travel_to(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """See what one should know before a visit: officers, brokers who cover it, its own contact and deputy.

    Each sees there what the pages behind show them, and no more.
    """
    if works_in_the_workroom(user):
        return True
    own = FouiContact.objects.in_municipality(municipality).among(seat.pk for seat in roles.seats_of(user))
    return own.exists() or covers(user, municipality)


def can_read_mail(user: User | AnonymousUser, mail: OutgoingMail) -> bool:
    """What it says, and its subject line. Codes and sign-in links are shown to nobody."""
    kind = kinds.registry().get(mail.kind)
    if kind is None or kind.is_secret or not works_in_the_workroom(user):
        return False
    return kind.may_be_read_by(user, mail)


def can_send_again(user: User | AnonymousUser, mail: OutgoingMail) -> bool:
    """Whoever may read it: nobody answers for words they have not seen."""
    return can_read_mail(user, mail)
