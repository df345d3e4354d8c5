"""Places of the main menu that are for some only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from overview.permissions import sees_region
from partnership.common.contributions import MenuItem
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def items(user: User | AnonymousUser) -> Iterator[MenuItem]:
    if sees_region(user):
        yield MenuItem(_("Overview"), reverse("overview:region"))
