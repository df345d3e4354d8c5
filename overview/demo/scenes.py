"""The demo region: invented people and events on top of the real region, dated from today."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from meetings.models import Meeting
from overview.demo import mailbox, meetings, roles
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail, Suppression
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import Absence, RoleTerm


def is_of_today() -> bool:
    """Whether the scenes were laid out today: their dates hang on it."""
    newest = Meeting.objects.filter(is_demo=True).order_by("-created_at").first()
    return newest is not None and norwegian.local(newest.created_at).date() == norwegian.today()


@transaction.atomic
def load(*, reset: bool = False) -> None:
    """Lay the scenes out anew. Meetings that visitors have made are kept, unless ``reset`` takes all of it away."""
    _clear_scenes()
    if reset:
        _clear_rest()
    officers, contacts = roles.lay_out()
    meetings.lay_out(officers[0], contacts)
    roles.fall_silent()
    _calls()


def _clear_scenes() -> None:
    scenes = Meeting.objects.filter(is_demo=True)
    threads = [f"invitation:{pk}" for pk in scenes.values_list("invitations", flat=True) if pk]
    OutgoingMail.objects.filter(thread__in=threads).delete()
    scenes.delete()
    FundingCall.objects.filter(is_demo=True).delete()
    Suppression.objects.all().delete()


def _clear_rest() -> None:
    Meeting.objects.all().delete()
    OutgoingMail.objects.all().delete()
    ContactEnquiry.objects.all().delete()
    Absence.objects.all().delete()
    RoleTerm.objects.all().delete()
    mailbox.clear()


def _calls() -> None:
    """Invented calls under real schemes: closing soon, later, running, and over."""
    today = norwegian.today()
    closing = {"distriktforsk-forprosjekt": 9, "rff-kvalifiseringsstotte": 60, "oppgavestotte": None, "ipos": -20}
    for scheme in FundingScheme.objects.filter(slug__in=closing):
        days = closing[scheme.slug]
        closes = None if days is None else norwegian.at(today + dt.timedelta(days=days), dt.time(13))
        FundingCall.objects.create(
            scheme=scheme,
            title=f"Oppdiktet utlysning: {scheme.name}",
            year=today.year,
            closes=closes,
            last_checked=today - dt.timedelta(days=200 if days == 60 else 3),
            is_demo=True,
        )
