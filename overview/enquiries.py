"""Asking a municipality who its FoUI contact is, and taking the answer in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import FouiContact, Municipality
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.common.history import because
from partnership.mail import outbox
from partnership.people import terms
from partnership.people.models import User

KIND = "overview.contact_enquiry"
# A municipality is not asked again before it has had time to answer.
ASK_AGAIN_AFTER = dt.timedelta(days=14)


class AnsweredAnew(Exception):
    """The municipality has changed its answer since the officer looked at it."""


class CannotAsk(Exception):
    """The municipality has no postmottak address in the register."""


def may_ask(enquiry: ContactEnquiry | None) -> bool:
    """Whether the municipality with this open question (or none) may be asked now."""
    return enquiry is None or not (enquiry.is_answered or enquiry.sent_at > timezone.now() - ASK_AGAIN_AFTER)


@transaction.atomic
def ask(*, municipality: Municipality, by: User) -> tuple[ContactEnquiry, bool]:
    """Mail the municipality's postmottak a form link; True when a mail was sent now.

    An open question from the last fortnight is left alone, so that a double press asks once.
    """
    if not municipality.postmottak:
        raise CannotAsk
    municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
    enquiry = ContactEnquiry.objects.about(municipality).open().first()
    if enquiry and not may_ask(enquiry):
        return enquiry, False
    if enquiry is None:
        seat = FouiContact.objects.in_municipality(municipality).open().first()
        enquiry = ContactEnquiry(municipality=municipality, seat=seat)
    else:
        enquiry.link_version += 1
    enquiry.sent_to, enquiry.sent_by, enquiry.sent_at = municipality.postmottak, by, timezone.now()
    enquiry.save()
    outbox.enqueue(
        [
            outbox.Draft(
                kind=KIND,
                subject_id=enquiry.pk,
                version=enquiry.link_version,
                to_email=enquiry.sent_to,
                to_name=municipality.name,
            )
        ]
    )
    return enquiry, True


@transaction.atomic
def answer(*, enquiry: ContactEnquiry, name: str, email: str, phone: str, answered_by: str) -> bool:
    """Keep the municipality's proposal; answering again replaces it. False, and nothing is kept, when an officer has
    settled it meanwhile."""
    stored = ContactEnquiry.objects.select_for_update().get(pk=enquiry.pk)
    if stored.is_closed:
        return False
    stored.name, stored.email, stored.phone, stored.answered_by = name, email, phone, answered_by
    stored.answered_at = timezone.now()
    stored.save()
    return True


@transaction.atomic
def accept(*, enquiry: ContactEnquiry, seen: str, by: User) -> list[str]:
    """Give the proposed person the role from today; a second press changes nothing. ``seen`` is the answer's mark.

    Raises AnsweredAnew, or ValidationError with a sentence; nothing is then changed.
    """
    enquiry = (
        ContactEnquiry.objects.select_for_update(of=("self",))
        .select_related("municipality", "seat")
        .get(pk=enquiry.pk)
    )
    if enquiry.is_closed or not enquiry.is_answered:
        return []
    if enquiry.mark != seen:
        raise AnsweredAnew
    with because(_("Answer from postmottak, given by %(name)s") % {"name": enquiry.answered_by}):
        seat = enquiry.seat or FouiContact.objects.create(municipality=enquiry.municipality)
        person = terms.invite_person(name=enquiry.name, email=enquiry.email, phone=enquiry.phone, by=by)
        told = terms.hand_over(seat=seat, to=person, on=norwegian.today(), by=by)
    _close(enquiry, by=by, accepted=True)
    return told


@transaction.atomic
def dismiss(*, enquiry: ContactEnquiry, by: User) -> None:
    enquiry = ContactEnquiry.objects.select_for_update().get(pk=enquiry.pk)
    if not enquiry.is_closed:
        _close(enquiry, by=by, accepted=False)


def _close(enquiry: ContactEnquiry, *, by: User, accepted: bool) -> None:
    enquiry.closed_at, enquiry.closed_by, enquiry.was_accepted = timezone.now(), by, accepted
    enquiry.save()
