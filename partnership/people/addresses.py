"""Changing the address somebody signs in with, on their behalf: an act one could take an account over by."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.common import contributions
from partnership.mail import outbox
from partnership.mail.models import Priority
from partnership.people.models import User

CHANGED = "people.address_changed"


def check(*, person: User, email: str, reason: str) -> None:
    """Whether the person may have the address; raises ValidationError by field (email, why)."""
    if not reason.strip():
        raise ValidationError({"why": _("Write why the address is changed.")})
    others = User.objects.exclude(pk=person.pk).with_addresses([email.lower()])
    if others.exists() or EmailAddress.objects.filter(email__iexact=email).exclude(user=person).exists():
        raise ValidationError({"email": _("Somebody else signs in with that address.")})


@transaction.atomic
def change(*, person: User, email: str, by: User, reason: str) -> int:
    """Give the person a new address: the old one is told, every session ends (and the password with
    them), the history says why, and what is on its way follows. Returns how many mails leave for the new address.

    Raises ValidationError with a sentence; the same address changes nothing.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    old, email = person.email, email.strip().lower()
    if email == old:
        return 0
    check(person=person, email=email, reason=reason)
    person.email = email
    person.full_clean(exclude=["password"])
    # Sessions are bound to it: a new one ends those too that nobody has a list of. Codes by mail need none.
    person.set_unusable_password()
    person._change_reason = reason  # type: ignore[attr-defined]
    person.save()
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    for session in UserSession.objects.filter(user=person):
        session.end()
    now = timezone.now()
    told = outbox.to_person(
        person,
        kind=CHANGED,
        subject_id=person.pk,
        version=int(now.timestamp()),
        to_email=old,
        payload={"by": by.pk},
        priority=Priority.CODE,
    )
    outbox.enqueue([told])
    return contributions.new_address(person, old, by)
