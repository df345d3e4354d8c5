"""Meetings that follow each other: the next one is drafted from the last, every spring and autumn or on a day that
is chosen. Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.after import following_up
from meetings.models import GroupQuestion, Meeting
from meetings.planning import programme
from partnership.common import norwegian
from partnership.people.models import User

HALF_YEAR = dt.timedelta(weeks=26)
YEARS_AHEAD = 3
# Between spring and autumn nobody calls people together, whatever the calendar of holidays says.
SUMMER = ((6, 21), (8, 14))


def proposed_day(meeting: Meeting) -> dt.date:
    """Half a year on, in a day to come: the same weekday where it is a working day, outside the holiday weeks."""
    day = norwegian.local(meeting.start).date() + HALF_YEAR
    while day <= norwegian.today():
        day += HALF_YEAR
    weeks = (day + dt.timedelta(weeks=n) for n in range(12))
    return next((one for one in weeks if _suits(one)), None) or _first_that_suits(day)


def next_of(meeting: Meeting) -> Meeting | None:
    """What was drafted from it, unless it has been cancelled since."""
    return Meeting.objects.next_in_series(meeting).first()


def previous(meeting: Meeting, *, held: bool = False) -> Meeting | None:
    """The one before it in its series, or else of the same host, those retold apart; with ``held`` one that is over:
    what «siden sist» is about."""
    found = Meeting.objects.past() if held else Meeting.objects.all()
    return found.before(
        pk=meeting.pk, start=meeting.start, follows=meeting.follows_id, owner_partner=meeting.owner_partner_id,
        owner_seat=meeting.owner_seat_id,
    ).first()  # fmt: skip


@transaction.atomic
def draft_next(*, meeting: Meeting, rhythm: str, day: dt.date, by: User, moves_unfinished: bool = False) -> Meeting:
    """A draft at the same clock on ``day``, with audience, programme and questions to the groups, where partners fill
    their talks anew. Twice is once: the one that is there already is given back as it stands."""
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    found = next_of(stored)
    if found is not None:
        return found
    start = norwegian.at(day, norwegian.local(stored.start).time())
    _check(stored, start)
    new = programme.copy(meeting=stored, by=by, start=start)
    new.rhythm, new.follows = rhythm, stored
    new.save(update_fields=["rhythm", "follows"])
    _ask_partners_anew(new)
    GroupQuestion.objects.bulk_create(
        GroupQuestion(meeting=new, order=one.order, text=one.text) for one in stored.questions.all()
    )
    stored.rhythm = rhythm
    stored.save(update_fields=["rhythm"])
    if moves_unfinished:
        following_up.move_on(meeting=stored, to=new)
    return new


def end(*, meeting: Meeting) -> None:
    """There will be no more of them: nothing waits after this one."""
    meeting.rhythm = Meeting.Rhythm.NONE
    meeting.save(update_fields=["rhythm"])


def _check(meeting: Meeting, start: dt.datetime) -> None:
    if meeting.is_draft:
        raise ValidationError(_("This meeting is a draft itself. Send it out first."))
    if start <= max(timezone.now(), meeting.start):
        raise ValidationError({"day": _("Choose a day after this meeting, that has not been.")})
    if start.year > norwegian.today().year + YEARS_AHEAD:
        raise ValidationError({"day": _("Choose a day within %(n)s years.") % {"n": YEARS_AHEAD}})


def _ask_partners_anew(meeting: Meeting) -> None:
    """What a partner said last time is not what it says now."""
    for item in meeting.programme.select_related("partner").filter(is_slot=True):
        assert item.partner is not None  # the database holds it
        item.title = _("Talk from %(partner)s") % {"partner": item.partner.short_name}
        item.description = item.presenter_name = ""
        item.presenter = None
        item.save()


def _suits(day: dt.date) -> bool:
    return norwegian.is_answering_day(day) and not SUMMER[0] <= (day.month, day.day) <= SUMMER[1]


def _first_that_suits(day: dt.date) -> dt.date:
    while not _suits(day):
        day += dt.timedelta(days=1)
    return day
