"""Readers without a sign-in: each has a link of their own by one mail, and it closes when they are taken off."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Strategy, StrategyReader
from municipalities.models.strategy import READER
from partnership.common import links
from partnership.mail import outbox
from partnership.people.models import User

KIND = "strategy.reader"
MOST = 60


@transaction.atomic
def add(*, strategy: Strategy, name: str, email: str, part: str, by: User) -> StrategyReader:
    """Mails the link. Raises ValidationError for somebody who has one, and when there are too many."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    ever = strategy.readers.count()
    if strategy.readers.filter(ended_at=None, email__iexact=email).exists():
        raise ValidationError({"email": _("Whoever has this address reads it already.")})
    if ever >= MOST:
        words = _("%(n)s have had a link, with those taken off: that is the most. Show the strategy to more instead.")
        raise ValidationError(words % {"n": MOST})
    if stored.shown_at is None:
        stored.shown_at = timezone.now()
        stored.save(update_fields=["shown_at"])
    reader = StrategyReader.objects.create(strategy=strategy, name=name, email=email, part=part, added_by=by)
    draft = outbox.Draft(
        kind=KIND, subject_id=reader.pk, version=reader.link_version, to_email=reader.email, to_name=reader.name
    )
    outbox.enqueue([draft])
    return reader


@transaction.atomic
def end(*, reader: StrategyReader) -> None:
    """The link is closed at once, and so is a mail that has not left. Twice is once."""
    stored = StrategyReader.objects.select_for_update().get(pk=reader.pk)
    if stored.ended_at is None:
        stored.ended_at = timezone.now()
        stored.link_version += 1
        stored.save(update_fields=["ended_at", "link_version"])


def by_token(token: str) -> StrategyReader | None:
    """Whose link it is, while it is open."""
    try:
        link = links.read(READER, token)
    except links.BadLink:
        return None
    found = StrategyReader.objects.select_related("strategy__municipality")
    return found.filter(pk=link.pk, link_version=link.version, ended_at=None).first()
