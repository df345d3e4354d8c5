"""Proposing dates, asking people, and ending without a date. Nobody is told anything before *send*.

Every verb locks the poll's row first. ``CannotAsk`` carries a sentence for whoever pressed; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.models import AskedPerson, AudienceGuest, DatePoll, ProposedDate
from meetings.models.dates import MOST_PEOPLE
from meetings.planning import guests as guest_limits
from partnership.common import norwegian
from partnership.mail import notices, outbox
from partnership.people import roles
from partnership.people.models import User

ASK = "meetings.dates"
REMINDER = "meetings.dates_reminder"
ENDED = "meetings.dates_ended"


class CannotAsk(Exception):
    """Why nothing was done, in words."""


def lock(poll: DatePoll) -> DatePoll:
    return DatePoll.objects.select_for_update(of=("self",)).with_owner().prefetch_related("dates").get(pk=poll.pk)


@transaction.atomic
def save(*, poll: DatePoll, starts: Iterable[dt.datetime]) -> None:
    """A draft with these dates and no others; one whose dates had all been is alive again."""
    if poll.pk and not lock(poll).is_draft:
        raise CannotAsk(_("People have been asked about these dates already."))
    poll.ended_at = None
    poll.save()
    wanted, there = set(starts), {one.start: one for one in poll.dates.all()}
    ProposedDate.objects.filter(pk__in=[one.pk for start, one in there.items() if start not in wanted]).delete()
    ProposedDate.objects.bulk_create(ProposedDate(poll=poll, start=start) for start in sorted(wanted - set(there)))


@transaction.atomic
def add_person(*, poll: DatePoll, person: User) -> None:
    """Twice is once; who was written down as a guest at the same address is the person from now."""
    poll = lock(poll)
    terms = roles.current_terms(person)
    seat = terms[0].seat if terms else None
    row = poll.asked.with_address(person.email).first() or poll.asked.of(person).first()
    if row is None:
        _refuse_more(poll, 1)
        row = AskedPerson(poll=poll, email=person.email)
    if row.person_id is None:
        row.person, row.seat, row.name = person, seat, person.name
        row.organisation = seat.place if seat else ""
        row.save()


@transaction.atomic
def add_guests(*, poll: DatePoll, guests: Sequence[AudienceGuest]) -> None:
    poll = lock(poll)
    _refuse_more(poll, len(guests))
    if reason := guest_limits.why_not_asked(poll, len(guests)):
        raise CannotAsk(reason)
    for guest in guests:
        AskedPerson.of_guest(poll, guest).save()


@transaction.atomic
def take_out(*, asked: AskedPerson) -> None:
    """Their link opens nothing from now, and their marks are gone."""
    poll = lock(asked.poll)
    if poll.ended_at:
        raise CannotAsk(_("It is over already."))
    outbox.supersede(threads=[asked.thread])
    asked.delete()


def _refuse_more(poll: DatePoll, number: int) -> None:
    if poll.ended_at:
        raise CannotAsk(_("It is over already."))
    if poll.asked.count() + number > MOST_PEOPLE:
        text = _("You can ask at most %(n)s people. With more, hold the date and invite instead.")
        raise CannotAsk(text % {"n": MOST_PEOPLE})


@transaction.atomic
def ask(*, poll: DatePoll) -> int:
    """*Send*: one mail to each who has not been asked yet; how many. Twice sends nobody a second one.

    The mails are held for ``MAIL_HOLD_SECONDS``, so that the press can be undone.
    """
    poll = lock(poll)
    _refuse_to_ask(poll)
    rows = list(poll.asked.not_told().select_related("person"))
    if poll.is_draft:
        if not rows:
            raise CannotAsk(_("Choose whom to ask first."))
        poll.sent_at = timezone.now()
        poll.save(update_fields=["sent_at"])
    return send(rows, poll)


def send(rows: Sequence[AskedPerson], poll: DatePoll) -> int:
    """Under the poll's lock."""
    goes_at = timezone.now() + dt.timedelta(seconds=settings.MAIL_HOLD_SECONDS)
    for one in rows:
        one.asked_at = goes_at
    AskedPerson.objects.bulk_update(rows, ["asked_at"])
    return outbox.enqueue(draft(one, poll) for one in rows)


@transaction.atomic
def undo(*, poll: DatePoll) -> int:
    """*Angre*: take back what has not left the house; how many are not asked after all. With nobody asked it is a
    draft again. Raises CannotAsk when it is too late."""
    poll = lock(poll)
    rows = [] if poll.ended_at else list(poll.asked.held())
    for group in {one.group for one in rows}:
        outbox.take_back(group=group)
    unaware = never_left(rows)
    if not unaware:
        raise CannotAsk(_("It is too late to undo: the mails have left."))
    AskedPerson.objects.filter(pk__in=[one.pk for one in unaware]).update(asked_at=None)
    if not poll.asked.told().exists():
        poll.sent_at = None
        poll.save(update_fields=["sent_at"])
    return len(unaware)


def never_left(rows: Iterable[AskedPerson]) -> list[AskedPerson]:
    """Those of them whom no mail has reached; what waits for any of them is overtaken."""
    rows = list(rows)
    threads = outbox.supersede(threads=[one.thread for one in rows])
    return [one for one in rows if one.thread in threads]


def _refuse_to_ask(poll: DatePoll) -> None:
    if poll.ended_at:
        raise CannotAsk(_("It is over already."))
    if all(date.has_been for date in poll.dates.all()):
        raise CannotAsk(_("All the dates have been. Propose others."))
    if poll.is_draft and poll.answer_by < norwegian.today():
        raise CannotAsk(_("The day to answer by has passed. Choose another."))


def draft(asked: AskedPerson, poll: DatePoll, kind: str = ASK) -> outbox.Draft:
    """The mail with the person's own link; a new link is a new version of the mail."""
    values = {
        "kind": kind,
        "subject_id": asked.pk,
        "version": asked.link_version,
        "thread": asked.thread,
        "group": asked.group if kind == ASK else "",
        "not_before": asked.asked_at if kind == ASK and asked.is_held else None,
        "expires_at": None if kind == ENDED else max(date.start for date in poll.dates.all()),
    }
    if asked.person is not None:
        return outbox.to_person(asked.person, **(values | {"to_email": asked.email}))
    return outbox.Draft(to_email=asked.email, to_name=asked.name, **values)  # type: ignore[arg-type]


@transaction.atomic
def give_new_link(*, asked: AskedPerson) -> None:
    """Make the person's link useless, which somebody else may have got, and mail a new one."""
    poll = lock(asked.poll)
    asked = AskedPerson.objects.select_for_update(of=("self",)).select_related("person").get(pk=asked.pk)
    if not poll.is_open or asked.asked_at is None:
        raise CannotAsk(_("It is over already."))
    asked.link_version += 1
    asked.save(update_fields=["link_version"])
    outbox.supersede(threads=[asked.thread])
    outbox.enqueue([draft(asked, poll)])


@transaction.atomic
def end(*, poll: DatePoll, by: User) -> None:
    """Without a date; those who were asked are told. A draft is thrown away. Twice tells nobody twice."""
    poll = lock(poll)
    if poll.is_draft:
        poll.delete()
        return
    if poll.ended_at:
        return
    poll.ended_at = timezone.now()
    poll.save(update_fields=["ended_at"])
    rows = list(poll.asked.told().select_related("person"))
    unaware = never_left(rows)
    told = [one for one in rows if one not in unaware]
    outbox.enqueue(draft(one, poll, ENDED) for one in told if one.person is None)
    for one in told:
        if one.person is not None and one.person != by:
            _notify(one.person, poll)


def _notify(person: User, poll: DatePoll) -> None:
    with translation.override(person.language):
        line = _("There will be no date for «%(title)s»") % {"title": poll.title}
    notices.notify(person, "dates", f"dates-ended:{poll.pk}", poll.get_absolute_url(), line)
