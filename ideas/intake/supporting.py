"""«Støtt den»: that an open idea is wanted by more. Signed in it counts at once, else when the address is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import has_any
from ideas.mailing import telling
from ideas.models import Idea, Support
from ideas.permissions import can_support
from partnership.common import links
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

PURPOSE = "idea-support"


def token(support: Support) -> str:
    return links.make(PURPOSE, support.pk, support.link_version)


def by_token(token: str) -> Support | None:
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    found = Support.objects.select_related("idea__municipality")
    return found.filter(pk=link.pk, link_version=link.version).first()


@transaction.atomic
def support(*, idea: Idea, by: User) -> bool:
    """Whether it was news; twice is once. Raises ValidationError when the idea is no longer open."""
    _must_be_open(idea)
    now = timezone.now()
    _row, is_new = Support.objects.get_or_create(idea=idea, person=by, defaults={"confirmed_at": now})
    return is_new


def take_back(*, idea: Idea, by: User) -> bool:
    """Whether there was any of theirs."""
    return Support.objects.filter(idea=idea, person=by).delete()[0] > 0


@transaction.atomic
def ask(*, idea: Idea, email: str) -> None:
    """Mail a link that proves the address. Who has supported before gets none, and nobody is told so."""
    _must_be_open(idea)
    email = email.strip().lower()
    row = Support.objects.filter(idea=idea, email__iexact=email).first() or Support(idea=idea, email=email)
    if row.confirmed_at is not None:
        return
    row.save()
    telling.support(row)


@transaction.atomic
def confirm(*, support: Support) -> bool:
    """Whether it was news. Raises ValidationError when the idea is no longer open."""
    stored = Support.objects.select_for_update(of=("self",)).select_related("idea").get(pk=support.pk)
    if stored.confirmed_at is not None:
        return False
    _must_be_open(stored.idea)
    stored.confirmed_at = timezone.now()
    stored.save(update_fields=["confirmed_at"])
    return True


@dataclass(frozen=True)
class Section:
    """How many support it; whether the reader is one of them, and is offered to be."""

    count: int
    is_mine: bool
    is_offered: bool


def section(user: User | AnonymousUser, idea: Idea, *, is_own: bool) -> Section:
    """For the idea's page; one query at most. ``is_own``: the reader works on it, and needs no button to say so."""
    mine = Count("pk", filter=Q(person=user.pk or 0))
    found = has_any.of(idea, "supports").filter(confirmed_at__isnull=False).aggregate(all=Count("pk"), mine=mine)
    return Section(found["all"], found["mine"] > 0, can_support(user, idea) and not is_own)


def _must_be_open(idea: Idea) -> None:
    if not idea.is_open:
        raise ValidationError(_("Nobody works on the idea any more, so it takes no more support."))
