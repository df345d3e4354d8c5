"""What a new FoUI contact does for ideas first: opens the intake, and hangs up the poster."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ideas import pages
from municipalities.models import FouiContact
from partnership.common.contributions import FirstThing
from partnership.people.models import RoleTerm, SeatKind


def first_things(term: RoleTerm) -> Iterator[FirstThing]:
    """Nothing while there is no such page."""
    if term.seat.kind != SeatKind.CONTACT:
        return
    contact = FouiContact.objects.select_related("municipality").get(pk=term.seat_id)
    if not (url := pages.intake(contact.municipality)):
        return
    yield FirstThing(
        "intake",
        _("Open the intake of ideas"),
        _("Say when people get an answer, and who your leader is."),
        url,
        _("To the intake"),
    )
    yield FirstThing(
        "poster",
        _("Hang up the poster"),
        _("Then all who work in the municipality know where to take an idea."),
        url,
        _("Print the poster"),
    )
