"""What a broker does for the contact, by the contact's standing consent: marked, told to the contact, and undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from brokers.models import Broker
from ideas.models import IdeaEvent, StandingConsent
from municipalities.models import FouiContact, Municipality
from partnership.mail import notices
from partnership.people import roles
from partnership.people.models import User

if TYPE_CHECKING:
    from partnership.people.querysets import UserQuerySet

# The contact reads of it in the next day's mail, and has two hours a month.
UNDO_FOR = dt.timedelta(days=7)


@transaction.atomic
def give(*, municipality: Municipality, broker: Broker, by: User) -> StandingConsent:
    """The broker may answer and move the municipality's ideas that the broker has the case of. Twice is once."""
    # Two presses at once wait for each other here.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    found = StandingConsent.objects.between(municipality, broker).first()
    return found or StandingConsent.objects.create(municipality=municipality, broker=broker, given_by=by)


@transaction.atomic
def take_back(*, consent: StandingConsent) -> None:
    """Holds from now on; what was done by it stands. Twice is once."""
    stored = StandingConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if stored.ended_at is None:
        stored.ended_at = timezone.now()
        stored.save(update_fields=["ended_at"])


def tell(event: IdeaEvent) -> None:
    """A notice to the contact and the deputy, in the next «Dette venter»."""
    if event.behalf_of_id is None:
        return
    for person in contacts_of(event.idea.municipality):
        if person.pk == event.by_id:
            continue
        with translation.override(person.language):
            # What has been said to the sender cannot be unsaid.
            line = _("%(name)s did this for you with idea %(number)s: %(what)s.")
            if event.before:
                line = _(
                    "%(name)s did this for you with idea %(number)s: %(what)s. "
                    "You can undo it in the history for a week, until somebody changes the same thing."
                )
            said = line % {
                "name": event.by.name if event.by else _("The broker"),
                "number": event.idea.number,
                "what": event.label,
            }
            notices.notify(person, "ideas", f"idea-behalf:{event.pk}", _where(event), said)


def _where(event: IdeaEvent) -> str:
    return reverse("ideas:history", args=[event.idea_id]) if event.before else event.idea.get_absolute_url()


def may_undo(user: User | AnonymousUser, event: IdeaEvent) -> bool:
    """Whoever did it, and the contact or deputy it was done for; whether it still can be, ``moving.undo`` says."""
    if not isinstance(user, User):
        return False
    return event.by_id == user.pk or event.behalf_of_id in {term.seat_id for term in roles.current_terms(user)}


def contacts_of(municipality: Municipality) -> UserQuerySet:
    """Today's contacts and deputies there."""
    return User.objects.with_current_seat_in(FouiContact.objects.in_municipality(municipality))
