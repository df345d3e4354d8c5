"""When a role changes hands: the old holder's open invitations are taken back, the successor gets new ones.

So are the meetings the old holder hosts in the role: the successor becomes the host.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.invitations import inviting
from meetings.models import FollowUp, Invitation, Meeting
from meetings.planning import hosting
from partnership.common import norwegian
from partnership.common.contributions import Handover
from partnership.people.models import RoleTerm, User


@dataclass(frozen=True)
class Moving:
    """How many open invitations and follow-ups, and which meetings to come (``titles``), go with a role."""

    invitations: int
    hosted: list[str]
    follow_ups: int = 0


def moving(term: RoleTerm, reader: User) -> Moving:
    """What would move from the term's holder today, as far as ``reader`` may know of it."""
    hosted = Meeting.objects.hosted_in_role(term.person, term.seat).upcoming().not_cancelled()
    invitations = Invitation.objects.open_in_role(term.person, term.seat).count()
    follow_ups = FollowUp.objects.open().of_seat(term.seat).count()
    return Moving(invitations, titles(list(hosted), reader), follow_ups)


def titles(meetings: list[Meeting], reader: User | None) -> list[str]:
    """Of the meetings ``reader`` sees, and how many others there are: a role may have meetings for itself."""
    if reader is None or not meetings:
        return [meeting.title for meeting in meetings]
    seen = set(Meeting.objects.visible_to(reader).among([meeting.pk for meeting in meetings]))
    found = [meeting.title for meeting in meetings if meeting in seen]
    if others := len(meetings) - len(seen):
        text = ngettext("one meeting that you do not see", "%(n)s meetings that you do not see", others)
        found.append(text % {"n": norwegian.number_word(others)})
    return found


def hand_over(handover: Handover) -> Iterator[str]:
    if handover.old is None:
        return
    seat = handover.old.seat
    rows = Invitation.objects.open_in_role(handover.old.person, seat)
    count = 0
    for invitation in rows.select_related("meeting"):
        meeting = invitation.meeting
        sentence = _("You are no longer %(role)s.") % {"role": seat.title}
        inviting.withdraw(meeting=meeting, invitations=[invitation], sentence=sentence, by=handover.by)
        if handover.new is None:
            continue
        person = handover.new.person
        if Invitation.objects.active().filter(meeting=meeting).with_address(person.email).exists():
            continue
        new = Invitation(
            meeting=meeting, person=person, seat=seat, name=person.name, email=person.email, phone=person.phone,
            organisation=seat.place,
        )  # fmt: skip
        inviting.invite_one(invitation=new, by=handover.by)
        count += 1
    if count and handover.new:
        text = ngettext("One invitation has moved to %(name)s.", "%(n)s invitations have moved to %(name)s.", count)
        yield text % {"n": count, "name": handover.new.person.name}


def hand_over_hosting(handover: Handover) -> Iterator[str]:
    """Meetings to come; with no successor the host stays, and the organisers are told to choose another."""
    if handover.old is None or handover.old.capacity != RoleTerm.Capacity.HOLDER:
        return
    old, seat = handover.old.person, handover.old.seat
    meetings = list(Meeting.objects.hosted_in_role(old, seat).upcoming().not_cancelled())
    if not meetings:
        return
    names = ", ".join(titles(meetings, handover.by))
    if handover.new is None:
        yield _("Choose a new host for: %(meetings)s") % {"meetings": names}
        return
    new = handover.new.person
    for meeting in meetings:
        hosting.change_host(meeting=meeting, host=new, phone=new.phone, by=handover.by)
    yield _("%(name)s is now the host of: %(meetings)s") % {"name": new.name, "meetings": names}
