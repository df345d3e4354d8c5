"""Writing in the brokering log: a talk is noted, corrected, deleted, put back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from brokers import firms
from brokers.models import Broker, BrokeringEntry, Coverage, Firm
from municipalities.models import Municipality
from partnership.common.history import because
from partnership.partners.models import ResearchOrganisation
from partnership.people.models import User


@dataclass(frozen=True)
class NewFirm:
    """A firm by name, perhaps known already. ``org_number``: nine digits or empty."""

    name: str
    org_number: str = ""


# Whom one has talked with.
Subject = Municipality | Firm | NewFirm


@transaction.atomic
def note(
    *,
    seat: Broker,
    by: User,
    about: Subject,
    kind: str,
    text: str,
    day: dt.date | None = None,
    research_organisation: ResearchOrganisation | None = None,
    half_hours: int | None = None,
) -> BrokeringEntry:
    """A new line; ``day`` is today when it is not said. Raises ValidationError for a later day, another company's
    firm, or an organisation number that cannot be."""
    entry = BrokeringEntry(
        seat=seat,
        written_by=by,
        kind=kind,
        text=text,
        research_organisation=research_organisation,
        half_hours=half_hours,
    )
    if day is not None:
        entry.day = day
    _take_subject(entry, about)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def correct(*, entry: BrokeringEntry, about: Subject) -> BrokeringEntry:
    """Store what has been changed on ``entry``, and whom it is about. Raises ValidationError as ``note``."""
    _take_subject(entry, about)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
@because("deleted")
def withdraw(*, entry: BrokeringEntry) -> None:
    """Out of log and report. Twice is once."""
    _mark(entry, timezone.now())


@transaction.atomic
@because("put back")
def restore(*, entry: BrokeringEntry) -> None:
    _mark(entry, None)


def is_covered(entry: BrokeringEntry) -> bool:
    """Whether the municipality is one the role covers on the day of the talk; a firm always is."""
    if entry.municipality is None:
        return True
    lines = Coverage.objects.current(entry.day).of_brokers([entry.seat_id])
    return lines.filter(municipality=entry.municipality).exists()


def _mark(entry: BrokeringEntry, moment: dt.datetime | None) -> None:
    """The row that is shown is marked too, so that what a page says of it is true."""
    stored = BrokeringEntry.objects.select_for_update().get(pk=entry.pk)
    if stored.is_withdrawn != (moment is not None):
        stored.withdrawn_at = moment
        stored.save(update_fields=["withdrawn_at"])
    entry.withdrawn_at = stored.withdrawn_at


def _take_subject(entry: BrokeringEntry, about: Subject) -> None:
    if isinstance(about, NewFirm):
        about = firms.find_or_make(company=entry.seat.company, name=about.name, org_number=about.org_number)
    entry.municipality = about if isinstance(about, Municipality) else None
    entry.firm = about if isinstance(about, Firm) else None
