"""A kick-off: a draft of a meeting with a programme, the audience that is known, and the goals it serves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AudienceGuest, Meeting, ProgrammeItem
from meetings.planning import audience
from municipalities.models import FouiContact, Phase, Strategy
from overview.models import GoalTie, PhaseMeeting
from partnership.common import norwegian
from partnership.partners.models import Partner
from partnership.people import roles
from partnership.people.models import SeatKind, User

Kind = ProgrammeItem.Kind
BEGINS, MINUTES = dt.time(9), 150
NOTICE = 15  # working days from the press to the meeting, when the phase's own day is nearer or has been


def of(phase: Phase) -> Meeting | None:
    """The meeting the phase has, unless it was cancelled."""
    found = PhaseMeeting.objects.filter(phase=phase).exclude(meeting__state=Meeting.State.CANCELLED)
    tie = found.select_related("meeting").last()
    return tie.meeting if tie else None


def day_of(phase: Phase) -> dt.date:
    earliest = norwegian.add_working_days(norwegian.today(), NOTICE)
    return norwegian.next_answering_day(max(phase.begins or phase.due or earliest, earliest))


@transaction.atomic
def draft(*, phase: Phase, by: User, partner: Partner | None) -> Meeting:
    """Nobody is told. ``partner`` is asked to say why when the meeting is sent out. Twice is once."""
    phase = Phase.objects.select_for_update(of=("self",)).select_related("strategy__municipality").get(pk=phase.pk)
    found = of(phase)
    if found is not None:
        return found
    meeting = _meeting(phase, by)
    _programme(meeting, partner)
    _audience(meeting, phase.strategy)
    PhaseMeeting.objects.create(phase=phase, meeting=meeting)
    goals = phase.strategy.goals.all()
    GoalTie.objects.bulk_create(GoalTie(goal=goal, meeting=meeting, by=by) for goal in goals)
    return meeting


def _meeting(phase: Phase, by: User) -> Meeting:
    strategy = phase.strategy
    seats = [term.seat_id for term in roles.current_terms(by)]
    seat = FouiContact.objects.in_municipality(strategy.municipality).among(seats).order_by("pk").first()
    assert seat is not None  # only the municipality's own may press
    start = norwegian.at(day_of(phase), BEGINS)
    return Meeting.objects.create(
        owner_seat=seat,
        host=by,
        host_phone=by.phone,
        created_by=by,
        kind=Meeting.Kind.KICKOFF,
        title=_("Kick-off: %(strategy)s") % {"strategy": strategy.title[:140]},
        purpose=_("Why we need a strategy, what we have to work with, and how you can take part."),
        target_group=_("Leaders, union representatives and the FoUI contact"),
        start=start,
        end=start + dt.timedelta(minutes=MINUTES),
    )


def _programme(meeting: Meeting, partner: Partner | None) -> None:
    why = _("Why innovation, and why now?")
    items = (
        (Kind.INFORMATION, 10, _("Welcome"), None),
        (Kind.TALK, 25, why, partner),
        (Kind.INFORMATION, 20, _("The tools we have"), None),
        (Kind.INFORMATION, 20, _("Where we are: the barometer"), None),
        (Kind.BREAK, 10, _("Break"), None),
        (Kind.GROUP_WORK, 45, _("Group work: what should the strategy lead to?"), None),
        (Kind.DISCUSSION, 20, _("The way on"), None),
    )
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            meeting=meeting, order=order, kind=kind, minutes=minutes, title=title, partner=whose, is_slot=bool(whose)
        )
        for order, (kind, minutes, title, whose) in enumerate(items)
    )


def _audience(meeting: Meeting, strategy: Strategy) -> None:
    """The municipality's contact, and those who read the strategy by a link: leaders and unions come to them."""
    chosen = audience.of(meeting)
    chosen.kinds = [SeatKind.CONTACT]
    chosen.save()
    chosen.municipalities.set([strategy.municipality])
    readers = strategy.readers.filter(ended_at=None)
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=one.name, email=one.email, organisation=one.part) for one in readers
    )
