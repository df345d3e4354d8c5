"""What the one search finds of innovation companies; the brokers are among the people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brokers.models import InnovationCompany
from partnership.common.searching import Group, Hit, Sought, group, matching

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if sought.wants("selskaper"):

        def rows() -> QuerySet[InnovationCompany]:
            return InnovationCompany.objects.active().order_by("sort_name")

        found = matching(InnovationCompany, rows, sought, "name", is_name=True)
        yield group("selskaper", _("Innovation companies"), found, sought, lambda one: _hit(one, sought))


def _hit(company: InnovationCompany, sought: Sought) -> Hit:
    return Hit.of(sought, company.name, company.get_absolute_url())
