"""Those who have a role today, by name, by where they have it, or by address or number: as far as the directory shows
them to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.permissions import can_see_private_contact
from partnership.common.searching import Group, Hit, Piece, Sought, group, matching
from partnership.common.templatetags.norwegian import phone_text, sentence_case
from partnership.people.models import RoleTerm, SeatKind
from partnership.people.querysets import RoleTermQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

_PAGES = ("seat__fouicontact__municipality", "seat__broker", "seat__partnerofficer__partner")
_ADDRESS = re.compile(r"\S*@\S+|\S+@")
# A number, or the end of one: five digits at least, and nothing that is no part of a number.
_NUMBER = re.compile(r"\+?[\d ]+")
_FEWEST = 5


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if not sought.wants("personer"):
        return

    email, phone = _address(sought.text), _number(sought.text)
    if not (email or phone):
        found = matching(RoleTerm, _terms, sought, "person__name", "seat__place", is_name=True)
        yield group("personer", _("People"), found, sought, lambda term: _hit(term, sought))
        return
    is_private = can_see_private_contact(user)
    reached = _terms().reached_at(email=email, phone=phone, is_private=is_private)[: sought.limit + 1]
    yield group("personer", _("People"), reached, sought, lambda term: _reached(term, sought, email, is_private))


def _terms() -> RoleTermQuerySet:
    named = RoleTerm.objects.current().of_open_seats().in_the_directory()
    return named.select_related("person", *_PAGES).order_by("person__sort_name", "pk")


def _address(text: str) -> str:
    """The address, or part of one with its @, that is looked for; empty when none is."""
    found = _ADDRESS.search(text)
    return found.group().strip("<>(),;").lower() if found else ""


def _number(text: str) -> str:
    """The digits of the number that is looked for, without the country's; empty when none is."""
    digits = text.replace(" ", "")
    digits = digits.removeprefix("+47").removeprefix("0047").removeprefix("+")
    return digits if _NUMBER.fullmatch(text) and len(digits) >= _FEWEST else ""


def _hit(term: RoleTerm, sought: Sought) -> Hit:
    return Hit.of(sought, term.person.name, _page(term), _role(term))


def _reached(term: RoleTerm, sought: Sought, email: str, is_private: bool) -> Hit:
    """With the address or the number that was found, and no other."""
    shown = phone_text(term.person.phone)
    if email:
        role_email = term.seat.role_email
        shown = role_email if email in role_email.lower() or not is_private else term.person.email
    role = sentence_case(_role(term))
    return Hit([Piece(term.person.name)], _page(term), [Piece(f"{role}, "), Piece(shown, is_hit=True)])


def _role(term: RoleTerm) -> str:
    role = str(term.seat.get_kind_display())
    if term.is_deputy:
        role = _("deputy for %(role)s") % {"role": role}
    return f"{role}, {term.seat.place}"


def _page(term: RoleTerm) -> str:
    seat = term.seat
    if seat.kind == SeatKind.CONTACT:
        return seat.fouicontact.municipality.get_absolute_url()
    if seat.kind == SeatKind.BROKER:
        return reverse("overview:broker", args=[seat.pk])
    return seat.partnerofficer.partner.get_absolute_url()
