"""The demo's open question of which date suits: Nina Solem asks a few, and Kari Vik has not marked yet."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from meetings.dates import asking, marking
from meetings.models import AudienceGuest, DatePoll
from partnership.common import norwegian
from partnership.partners.models import Partner
from partnership.people.models import User

TITLE = "Planlegge vårens samling"
WHY = "Vi blir enige om tema, sted og hvem som innleder."
# (working days from today, clock)
DATES = ((8, dt.time(9)), (9, dt.time(13)), (12, dt.time(10)), (14, dt.time(9)))
# (name, marks in the order of the dates, comment); those without marks are silent.
ASKED = (
    ("Kari Vik", (), ""),
    ("Per Moen", ("yes", "no", "yes", "if_needed"), "Helst før lunsj."),
    ("Marit Solberg", ("if_needed", "yes", "yes", "no"), ""),
    ("Ola Moen", ("no", "yes", "yes", "yes"), ""),
    ("Vegard Tiller", (), ""),
)
GUEST = ("Live Sand", "live.sand@forskning.example", "Nord universitet", ("yes", "no", "if_needed", "yes"))


def lay_out(host: User) -> None:
    today = norwegian.today()
    poll = DatePoll(
        owner_partner=Partner.objects.get(slug="ks"), asked_by=host, title=TITLE, why=WHY, minutes=90,
        answer_by=norwegian.add_working_days(today, 4), is_demo=True,
    )  # fmt: skip
    starts = [norwegian.at(norwegian.add_working_days(today, days), clock) for days, clock in DATES]
    asking.save(poll=poll, starts=starts)
    for name, _marks, _comment in ASKED:
        asking.add_person(poll=poll, person=User.objects.get(name=name, is_active=True))
    guest, email, organisation, suits = GUEST
    asking.add_guests(poll=poll, guests=[AudienceGuest(name=guest, email=email, organisation=organisation)])
    asking.ask(poll=poll)
    for name, marks, comment in (*ASKED, (guest, suits, "")):
        if marks:
            _mark(poll, name, marks, comment)
    asked = timezone.now() - dt.timedelta(days=2)
    DatePoll.objects.filter(pk=poll.pk).update(sent_at=asked)
    poll.asked.update(asked_at=asked)


def _mark(poll: DatePoll, name: str, marks: tuple[str, ...], comment: str) -> None:
    asked = poll.asked.get(name=name)
    dates = poll.dates.all()
    marking.mark(
        asked=asked, marks={date.pk: suits for date, suits in zip(dates, marks, strict=True)}, comment=comment,
        by=asked.person,
    )  # fmt: skip


def clear() -> None:
    """Those of the demo; what visitors have asked is theirs."""
    DatePoll.objects.filter(is_demo=True).delete()
