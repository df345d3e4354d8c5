"""A date is chosen, and becomes the draft of a meeting; or the choice is taken back.

A mark is no answer to an invitation: the draft's audience is those who were asked, and nobody has said yes to it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.dates import asking
from meetings.dates.asking import CannotAsk, lock
from meetings.models import AskedPerson, AudienceGuest, DatePoll, Meeting, ProposedDate
from meetings.permissions import can_run_poll
from meetings.planning import audience
from partnership.mail import outbox
from partnership.people.models import User


@transaction.atomic
def choose(*, poll: DatePoll, date: ProposedDate, by: User) -> Meeting:
    """The draft of the meeting, sent to nobody. Chosen already: the same draft, whichever date. Raises CannotAsk."""
    poll = lock(poll)
    if poll.meeting is not None:
        return poll.meeting
    if not poll.is_open:
        raise CannotAsk(_("It is over already."))
    if date.has_been:
        raise CannotAsk(_("Choose a date that has not been."))
    host = poll.asked_by if poll.asked_by.is_active and can_run_poll(poll.asked_by, poll) else by
    poll.meeting = Meeting.objects.create(
        owner_partner=poll.owner_partner, owner_seat=poll.owner_seat, host=host, host_phone=host.phone,
        title=poll.title, purpose=poll.why, start=date.start, end=date.end, created_by=by, is_demo=poll.is_demo,
    )  # fmt: skip
    rows = list(poll.asked.told().select_related("person"))
    _name_audience(poll.meeting, rows)
    poll.chosen, poll.ended_at = date, timezone.now()
    poll.save(update_fields=["chosen", "meeting", "ended_at"])
    outbox.supersede(threads=[one.thread for one in rows])
    return poll.meeting


def _name_audience(meeting: Meeting, rows: list[AskedPerson]) -> None:
    """The host has the meeting and needs no invitation."""
    persons = [one.person for one in rows if one.person is not None and one.person != meeting.host]
    audience.of(meeting).persons.set(persons)
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=one.name, email=one.email, organisation=one.organisation[:120])
        for one in rows
        if one.person is None
    )


def can_take_back(poll: DatePoll) -> bool:
    return poll.meeting is not None and _is_unsent(poll.meeting)


def _is_unsent(meeting: Meeting) -> bool:
    """Also a draft that has been cancelled."""
    return meeting.is_draft or (meeting.is_cancelled and meeting.published_at is None)


@transaction.atomic
def take_back(*, poll: DatePoll) -> None:
    """*Angre* while nothing has been sent: the draft is deleted, and people can mark again. Whom the choice kept from
    being asked is asked. Raises CannotAsk."""
    poll = lock(poll)
    if poll.meeting is None:
        return
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=poll.meeting.pk)
    if not _is_unsent(meeting):
        raise CannotAsk(_("The meeting has been sent out. Move it or cancel it instead."))
    poll.chosen = poll.meeting = poll.ended_at = None
    poll.save(update_fields=["chosen", "meeting", "ended_at"])
    meeting.delete()
    rows = asking.never_left(poll.asked.told().silent().select_related("person"))
    for one in rows:
        one.link_version += 1  # of the overtaken mail, which would else be this one
    AskedPerson.objects.bulk_update(rows, ["link_version"])
    asking.send(rows, poll)
