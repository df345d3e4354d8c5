"""Oppfølgingspunkter: who does what by when, done by a press, moved on to the next meeting.

The responsible is a role, which a hand-over takes along, or a person. Verbs raise ``ValidationError`` with a
sentence; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings import board
from meetings.day.locking import of_day
from meetings.models import FollowUp, Meeting, NoteField, ProgrammeItem
from partnership.common import norwegian, numbers
from partnership.mail import notices
from partnership.partners.models import PartnerOfficer
from partnership.people.models import RoleTerm, Seat, User

YEARS_AHEAD = 3
# As long as an idea's *Angre*; later, whoever signs in takes it back.
UNDO_FOR = dt.timedelta(minutes=30)
REMINDED = "meetings.follow_up"


@dataclass(frozen=True)
class Responsible:
    """Exactly one of the two."""

    seat: Seat | None = None
    person: User | None = None


def candidates(meeting: Meeting) -> list[tuple[str, str]]:
    """(key, words) of those who may be responsible: roles and persons invited, and the organising partner's roles.
    Guests have no sign-in, and no follow-up. Three queries."""
    invited = meeting.invitations.active().exclude(person=None).select_related("seat", "person")
    found = {}
    for one in invited:
        if one.seat is not None:
            found[f"s{one.seat_id}"] = f"{one.name}, {one.seat.title}"
        else:
            found[f"p{one.person_id}"] = str(one)
    own = PartnerOfficer.objects.open().of_partner(meeting.owner_partner_id) if meeting.owner_partner_id else []
    terms = RoleTerm.objects.current().holders().filter(seat__in=[seat.pk for seat in own])
    for term in terms.select_related("person", "seat"):
        found.setdefault(f"s{term.seat_id}", f"{term.person.name}, {term.seat.title}")
    return sorted(found.items(), key=lambda pair: norwegian.sort_key(pair[1]))


def responsible(key: str) -> Responsible:
    """``key`` as ``candidates`` gives it. Raises ValidationError for any other."""
    kind, number = key[:1], key[1:]
    if kind == "s":
        seat = Seat.objects.filter(pk=numbers.key(number)).first()
        if seat is not None:
            return Responsible(seat=seat)
    elif kind == "p":
        person = User.objects.active().filter(pk=numbers.key(number)).first()
        if person is not None:
            return Responsible(person=person)
    raise ValidationError(_("Choose one of those on the list."))


@transaction.atomic
def add(
    *, meeting: Meeting, text: str, to: Responsible, due: dt.date, by: User, item: ProgrammeItem | None = None,
    note: NoteField | None = None,
) -> FollowUp:  # fmt: skip
    """The same words to the same responsible and day are one, as long as it is open: a press that came twice."""
    _check_due(due)
    of_day(meeting)
    text = _plain(text)
    same = FollowUp.objects.that_came_of(meeting).the_same(text=text, seat=to.seat, person=to.person, due=due).first()
    return same or FollowUp.objects.create(
        meeting=meeting, first_meeting=meeting, text=text, seat=to.seat, person=to.person, due=due, by=by, item=item,
        note=note,
    )  # fmt: skip


@transaction.atomic
def change(*, follow_up: FollowUp, text: str, to: Responsible, due: dt.date) -> FollowUp:
    """Put right by an organiser. Given to somebody else, the links that are out are closed."""
    stored = _locked(follow_up)
    if due != stored.due:
        _check_due(due)
    if (stored.seat, stored.person) != (to.seat, to.person):
        stored.link_version += 1
    stored.text, stored.seat, stored.person, stored.due = _plain(text), to.seat, to.person, due
    _save(stored)
    return stored


@transaction.atomic
def remove(*, follow_up: FollowUp) -> None:
    board.touch(follow_up.meeting_id)
    follow_up.delete()


@transaction.atomic
def mark_done(*, follow_up: FollowUp, by: User | None = None, note: str = "") -> FollowUp:
    """By whoever is responsible, or an organiser. Twice is once: the first day stands."""
    stored = _locked(follow_up)
    if stored.done_at is None:
        stored.done_at, stored.done_by, stored.done_note = timezone.now(), by, note.strip()[:300]
        _save(stored)
    return stored


def may_undo_by_link(follow_up: FollowUp, person: User) -> bool:
    """Whoever said that it is done, for half an hour: a link that lies in a mailbox takes nothing back later."""
    moment = follow_up.done_at
    return moment is not None and follow_up.done_by_id == person.pk and timezone.now() <= moment + UNDO_FOR


@transaction.atomic
def reopen(*, follow_up: FollowUp) -> FollowUp:
    """*Angre*."""
    stored = _locked(follow_up)
    stored.done_at, stored.done_by, stored.done_note = None, None, ""
    _save(stored)
    return stored


@transaction.atomic
def remind(*, meeting: Meeting, by: User) -> int:
    """Whoever has something late from it is told in the next «Dette venter», of each point once a week; how many
    people."""
    late = FollowUp.objects.in_meetings([meeting.pk]).overdue().with_whose()
    rows = [one for one in late if not one.is_vacant]
    done, told = reminded(rows), set[int]()
    people = User.objects.active().in_bulk([one.holder for one in rows if one.holder])
    for one in rows:
        person = people.get(one.holder or 0)
        if person is None or person == by or one.pk in done:
            continue
        with translation.override(person.language):
            said = {"name": by.name, "meeting": meeting.title}
            line = _("%(name)s reminds you of a follow-up from %(meeting)s.") % said
        notices.notify(person, REMINDED, _reminder(one), reverse("meetings:follow_up", args=[one.pk]), line)
        told.add(person.pk)
    return len(told)


def reminded(follow_ups: Iterable[FollowUp]) -> set[int]:
    """Those whose owner has been reminded this week. One query, none where there are no rows."""
    keys = {_reminder(one): one.pk for one in follow_ups}
    return {keys[key] for key in notices.told(keys)} if keys else set()


def _reminder(one: FollowUp) -> str:
    year, week, _day = norwegian.today().isocalendar()
    return f"follow-up:{one.pk}:reminder:{year}-{week}"


@transaction.atomic
def move_on(*, meeting: Meeting, to: Meeting) -> int:
    """Unfinished ones stand on the next meeting from now; how many. Once moved, again moves nothing."""
    return FollowUp.objects.of(meeting).open().update(meeting=to)


def _locked(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.select_for_update(of=("self",)).select_related("seat", "person").get(pk=follow_up.pk)


def _save(stored: FollowUp) -> None:
    stored.version += 1
    stored.save()
    board.touch(stored.meeting_id)


def _plain(text: str) -> str:
    return " ".join(text.split())[:300]


def _check_due(due: dt.date) -> None:
    today = norwegian.today()
    if due < today:
        raise ValidationError({"due": _("Choose a day that has not been.")})
    if due.year > today.year + YEARS_AHEAD:
        raise ValidationError({"due": _("Choose a day within %(n)s years.") % {"n": YEARS_AHEAD}})
