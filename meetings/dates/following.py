"""When a role changes hands, or somebody gets another address: the question goes along."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from meetings.dates import asking
from meetings.models import AskedPerson, DatePoll
from partnership.common.contributions import Handover
from partnership.mail import outbox
from partnership.people.models import RoleTerm, Seat, User


def hand_over(handover: Handover) -> Iterator[str]:
    """The successor is asked in the old one's place, and runs what the old one has asked others."""
    if handover.old is None:
        return
    old, seat = handover.old.person, handover.old.seat
    new = handover.new.person if handover.new else None
    moved = sum(_move(one, new) for one in list(AskedPerson.objects.in_role(old, seat).in_polls_not_ended()))
    if new is None:
        return
    if moved:
        text = ngettext(
            "%(name)s is asked for a date in one place.", "%(name)s is asked for dates in %(n)s places.", moved
        )
        yield text % {"name": new.name, "n": moved}
    if handover.old.capacity == RoleTerm.Capacity.HOLDER:
        yield from _run(old, new, seat)


def _run(old: User, new: User, seat: Seat) -> Iterator[str]:
    polls = list(DatePoll.objects.asked_in_role(old, seat).not_ended())
    DatePoll.objects.filter(pk__in=[poll.pk for poll in polls]).update(asked_by=new)
    if polls:
        text = ngettext(
            "%(name)s goes on finding a date for one meeting.",
            "%(name)s goes on finding a date for %(n)s meetings.",
            len(polls),
        )
        yield text % {"name": new.name, "n": len(polls)}


@transaction.atomic
def _move(asked: AskedPerson, new: User | None) -> int:
    """What one person can says nothing of what the next one can: the marks go. With no next one nobody is asked."""
    poll = asking.lock(asked.poll)
    outbox.supersede(threads=[asked.thread])
    if new is None or poll.asked.with_address(new.email).exists():
        asked.delete()
        return 0
    asked.marks.all().delete()
    asked.person, asked.name, asked.email = new, new.name, new.email
    asked.comment, asked.marked_at, asked.reminded_at = "", None, None
    asked.link_version += 1
    if asked.asked_at:
        asked.asked_at = max(asked.asked_at, timezone.now())
    asked.save()
    if asked.asked_at:
        outbox.enqueue([asking.draft(asked, poll)])
    return 1


def follow(person: User, old: str, by: User) -> int:
    """Open questions go from the person's old address to the new one, with a new link: one of ``NEW_ADDRESS``."""
    rows = AskedPerson.objects.of(person).with_address(old).in_polls_not_ended()
    return sum(_readdress(one, person) for one in list(rows))


@transaction.atomic
def _readdress(asked: AskedPerson, person: User) -> int:
    poll = asking.lock(asked.poll)
    if poll.asked.with_address(person.email).exclude(pk=asked.pk).exists():
        return 0
    asked.email = person.email
    asked.link_version += 1
    asked.save()
    outbox.supersede(threads=[asked.thread])
    if asked.asked_at is None or asked.marked_at is not None:
        return 0
    return outbox.enqueue([asking.draft(asked, poll)])
