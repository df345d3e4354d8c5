"""Whom an idea is given to by a typed address: one of the municipality's own, or somebody to think twice about."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.models.idea import Visibility
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.people.models import RoleTerm
from partnership.people.querysets import RoleTermQuerySet


def refuse_others_contact(idea: Idea, email: str) -> None:
    """Raises ValidationError for today's contact or deputy of other municipalities alone."""
    places = {term.seat_id: term for term in _contact_terms(email).current()}
    seats = list(FouiContact.objects.among(set(places)).select_related("municipality"))
    if seats and all(seat.municipality_id != idea.municipality_id for seat in seats):
        raise ValidationError(
            _("%(email)s is the FoUI contact's in %(place)s. Send the idea on to that municipality instead.")
            % {"email": email, "place": seats[0].municipality.name}
        )


def doubt(idea: Idea, email: str) -> str:
    """Why one should think twice, in a sentence or two; empty for a plain colleague."""
    found = _former(idea.municipality, email) or _outside(idea.municipality, email)
    if found and idea.visibility == Visibility.CONTACT:
        found += " " + _("The sender has chosen that only the FoUI contact may see the idea.")
    return found


def _former(place: Municipality, email: str) -> str:
    ended = _contact_terms(email).filter(seat__in=FouiContact.objects.in_municipality(place).values("pk"))
    newest = ended.order_by("-since").first()
    if newest is None or newest.until is None or newest.until > norwegian.today():
        return ""
    day = norwegian.format_day(newest.until, year=True)
    return _("%(name)s is no longer FoUI contact, since %(day)s.") % {"name": newest.person.name, "day": day}


def _outside(place: Municipality, email: str) -> str:
    own, domain = _domains(place), email.rpartition("@")[2].lower()
    if not own or any(domain == one or domain.endswith(f".{one}") for one in own):
        return ""
    return _("%(email)s is not an address of %(place)s.") % {"email": email, "place": place.name}


def _domains(place: Municipality) -> set[str]:
    host = (urlsplit(place.website).hostname or "").removeprefix("www.")
    return {one for one in (place.postmottak.rpartition("@")[2].lower(), host) if one}


def _contact_terms(email: str) -> RoleTermQuerySet:
    return RoleTerm.objects.filter(person__email__iexact=email.strip(), seat__kind="contact").select_related("person")
