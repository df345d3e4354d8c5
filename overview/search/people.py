"""Those who have a role today, by name or by where they have it, as far as the directory names them to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.common.searching import Group, Hit, Sought, group, marked, matching
from partnership.people.models import RoleTerm, SeatKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

_PAGES = ("seat__fouicontact__municipality", "seat__broker", "seat__partnerofficer__partner")


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if not sought.wants("personer"):
        return

    def terms() -> QuerySet[RoleTerm]:
        named = RoleTerm.objects.current().of_open_seats().in_the_directory().select_related("person", *_PAGES)
        return named.order_by("person__sort_name", "pk")

    found = matching(RoleTerm, terms, sought, "person__name", "seat__place", is_name=True)
    yield group("personer", _("People"), found, sought, lambda term: _hit(term, sought))


def _hit(term: RoleTerm, sought: Sought) -> Hit:
    role = str(term.seat.get_kind_display())
    if term.is_deputy:
        role = _("deputy for %(role)s") % {"role": role}
    return Hit(marked(term.person.name, sought), _page(term), f"{role}, {term.seat.place}")


def _page(term: RoleTerm) -> str:
    seat = term.seat
    if seat.kind == SeatKind.CONTACT:
        return seat.fouicontact.municipality.get_absolute_url()
    if seat.kind == SeatKind.BROKER:
        return reverse("overview:broker", args=[seat.pk])
    return seat.partnerofficer.partner.get_absolute_url()
