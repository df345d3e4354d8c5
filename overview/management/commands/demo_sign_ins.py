"""Who the demo can be tried as: one person of each kind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from partnership.people.models import RoleTerm, SeatKind


class Command(BaseCommand):
    help = "Name one adviser, one contact and one broker of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        terms = RoleTerm.objects.current().holders().select_related("seat", "person").order_by("pk")
        for kind in (SeatKind.OFFICER, SeatKind.CONTACT, SeatKind.BROKER):
            term = terms.filter(seat__kind=kind).first()
            if term is not None:
                self.stdout.write(f"sign in as {term.person.name}, {term.seat.title}: {term.person.email}")
