"""«Støtt den»: that an open idea is wanted by more. Signed in it counts at once, else when the address is proved."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import telling
from ideas.models import Idea, Support
from partnership.common import links
from partnership.people.models import User

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


def count(idea: Idea) -> int:
    """How many stand behind it, proved addresses and people signed in."""
    return Support.objects.filter(idea=idea, confirmed_at__isnull=False).count()


def _must_be_open(idea: Idea) -> None:
    if not idea.is_open:
        raise ValidationError(_("Nobody works on the idea any more, so it takes no more support."))
