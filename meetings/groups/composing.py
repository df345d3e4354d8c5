"""From a meeting's answers to its groups: proposed, moved by hand, locked, mended on the day, shown to people.

Every verb locks the meeting's ``MeetingDay``, so that two organisers cannot seat one person twice. Verbs raise
``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.day import following
from meetings.day.locking import of_day
from meetings.groups import arranging, laying_out, taking_back
from meetings.groups.arranging import Circle, Person, Role
from meetings.models import (
    Attends,
    GroupMember,
    GuestRole,
    Invitation,
    Meeting,
    MeetingDay,
    Wish,
    WorkGroup,
)
from meetings.planning import series
from partnership.people.models import SeatKind

LEAST, MOST = 2, 30
_SEATS = {SeatKind.CONTACT: Role.MUNICIPALITY, SeatKind.BROKER: Role.BROKER, SeatKind.OFFICER: Role.PARTNER}
_GUESTS = {
    GuestRole.RESEARCHER: Role.RESEARCHER,
    GuestRole.LEADER: Role.MUNICIPALITY,
    GuestRole.POLITICIAN: Role.MUNICIPALITY,
    GuestRole.UNION: Role.MUNICIPALITY,
    GuestRole.EMPLOYEE: Role.MUNICIPALITY,
}


def role_of(invitation: Invitation) -> Role:
    if invitation.seat is not None:
        return _SEATS.get(SeatKind(invitation.seat.kind), Role.OTHER)
    return _GUESTS.get(GuestRole(invitation.role), Role.OTHER) if invitation.role else Role.OTHER


def is_on_screen(invitation: Invitation, meeting: Meeting) -> bool:
    """Where there is no room everybody is, whatever they have said."""
    return meeting.is_digital and (not meeting.has_room or invitation.attends == Attends.DIGITAL)


def persons(meeting: Meeting) -> list[Person]:
    """Those to be seated: who comes, has a place, and has not been noted as absent. Two queries."""
    wishes: dict[int, list[str]] = {}
    for key, theme in Wish.objects.of(meeting).order_by("order", "pk").values_list("invitation", "theme__name"):
        wishes.setdefault(key, []).append(theme)
    return [
        Person(
            key=one.pk,
            role=role_of(one),
            place=one.sort_organisation,
            wishes=tuple(wishes.get(one.pk, ())),
            is_digital=is_on_screen(one, meeting),
        )
        for one in Invitation.objects.active().to_seat().filter(meeting=meeting).select_related("seat")
    ]


def how_many(meeting: Meeting, size: int) -> int:
    """Groups that ``size`` in each makes of those who are to be seated, before anybody is locked."""
    return len(arranging.circles(persons(meeting), size))


def circles(groups: Iterable[WorkGroup]) -> list[Circle]:
    return [Circle(one.pk, one.theme.name if one.theme else "", one.is_digital) for one in groups]


@transaction.atomic
def propose(*, meeting: Meeting, size: int) -> list[WorkGroup]:
    """*Lag forslag*: groups of about ``size``. Again gives another proposal. Who is locked stays in the group; groups
    that somebody is locked in, or that have written notes, stay too, and count among those there should be."""
    if not LEAST <= size <= MOST:
        raise ValidationError(_("Choose between %(least)s and %(most)s in a group.") % {"least": LEAST, "most": MOST})
    day = of_day(meeting)
    people = persons(meeting)
    if len(people) < 2:
        raise ValidationError(_("At least two must have said that they come before there can be groups."))
    groups = list(WorkGroup.objects.of(meeting))
    locked = _seated(meeting, is_locked=True)
    fixed = _among(locked, people)
    kept = set(fixed.values()) | laying_out.with_notes(meeting)
    day.proposal_before = taking_back.picture(day, groups)
    groups = laying_out.make(meeting, groups, arranging.circles(people, size), kept)
    day.size, day.seed = size, day.seed + 1
    seated = arranging.arrange(people, circles(groups), fixed=fixed, met=met(meeting), seed=day.seed)
    _seat(meeting, seated, locked=set(locked))
    _changed(day)
    return groups


@transaction.atomic
def plenary(*, meeting: Meeting) -> list[WorkGroup]:
    """One group with everybody, a first-class choice: those who are there and those on the screen together."""
    day = of_day(meeting)
    people = persons(meeting)
    old = list(WorkGroup.objects.of(meeting))
    if laying_out.with_notes(meeting) and len(old) > 1:
        raise ValidationError(_("Groups have written notes. Move people instead, so that no notes are lost."))
    day.proposal_before = taking_back.picture(day, old)
    made = laying_out.make(meeting, old, [Circle(1)])
    _seat(meeting, {one.key: made[0].pk for one in people}, locked=set())
    WorkGroup.objects.filter(pk=made[0].pk).update(title=laying_out.everybody())
    _changed(day)
    return list(WorkGroup.objects.of(meeting))


@transaction.atomic
def mend(*, meeting: Meeting) -> tuple[int, int]:
    """Late arrivals get a seat, no-shows lose theirs, and as few as possible of the others are moved. A group that is
    left empty goes, unless it has written notes.

    How many came in and went out."""
    day = of_day(meeting)
    people = persons(meeting)
    groups = list(WorkGroup.objects.of(meeting))
    if not groups:
        raise ValidationError(_("There are no groups yet."))
    now = _seated(meeting)
    if len(groups) == 1:
        seated = {one.key: groups[0].pk for one in people}
    else:
        groups = laying_out.with_every_mode(meeting, groups, people)
        locked = _among(_seated(meeting, is_locked=True), people)
        seated = arranging.arrange(
            people, circles(groups), fixed=locked, now=_among(now, people), met=met(meeting), seed=day.seed
        )
    _seat(meeting, seated, locked=set(_seated(meeting, is_locked=True)))
    laying_out.drop_empty(meeting)
    day.proposal_before = None
    _changed(day)
    return len(seated.keys() - now.keys()), len(now.keys() - seated.keys())


@transaction.atomic
def move(*, meeting: Meeting, invitation: Invitation, group: WorkGroup) -> None:
    """By hand: whoever is moved is locked there, so that the next proposal keeps it."""
    day = of_day(meeting)
    if invitation.meeting_id != meeting.pk or group.meeting_id != meeting.pk:
        raise ValidationError(_("That is another meeting."))
    if not WorkGroup.objects.filter(pk=group.pk).exists():
        raise ValidationError(_("The person or the group is not there any more. Nothing was moved."))
    GroupMember.objects.update_or_create(invitation=invitation, defaults={"group": group, "is_locked": True})
    _end_roles(meeting)
    day.proposal_before = None
    _changed(day)


@transaction.atomic
def undo(*, meeting: Meeting) -> None:
    """Groups and seats as before the newest proposal, while nobody has been moved since. Raises ValidationError when
    there is nothing to undo, or a group that came with it has written notes."""
    day = of_day(meeting)
    seats = taking_back.put_back(day)
    GroupMember.objects.filter(group__meeting=meeting).delete()
    GroupMember.objects.bulk_create(seats)
    _end_roles(meeting)
    day.proposal_before = None
    _changed(day)


@transaction.atomic
def lock(*, meeting: Meeting, members: Iterable[GroupMember], is_locked: bool) -> None:
    day = of_day(meeting)
    GroupMember.objects.of(meeting).filter(pk__in=[one.pk for one in members]).update(is_locked=is_locked)
    _changed(day)


@transaction.atomic
def show(*, meeting: Meeting, is_shown: bool) -> None:
    """People see their own group from now, or no more."""
    day = of_day(meeting)
    day.shown_at = (day.shown_at or timezone.now()) if is_shown else None
    _changed(day)


def _changed(day: MeetingDay) -> None:
    day.save()
    following.touch(day.meeting_id)
    # Whoever has been moved is told so on the sheet that stands open.
    for group_pk in day.meeting.groups.values_list("pk", flat=True):
        following.touch_sheet(group_pk)


def _seat(meeting: Meeting, seated: Mapping[int, int], *, locked: set[int]) -> None:
    GroupMember.objects.filter(group__meeting=meeting).delete()
    GroupMember.objects.bulk_create(
        GroupMember(invitation_id=key, group_id=group, is_locked=key in locked) for key, group in seated.items()
    )
    _end_roles(meeting)


def _end_roles(meeting: Meeting) -> None:
    """Whoever no longer sits in a group neither leads it nor writes for it."""
    for role in ("facilitator", "note_taker"):
        gone = WorkGroup.objects.filter(meeting=meeting, **{f"{role}__isnull": False})
        gone.exclude(**{f"{role}__group_member__group": F("pk")}).update(**{role: None})


def _seated(meeting: Meeting, **narrowed: bool) -> dict[int, int]:
    rows = GroupMember.objects.filter(group__meeting=meeting, **narrowed)
    return dict(rows.values_list("invitation", "group"))


def _among(seated: Mapping[int, int], people: Iterable[Person]) -> dict[int, int]:
    keys = {one.key for one in people}
    return {key: group for key, group in seated.items() if key in keys}


def met(meeting: Meeting) -> set[frozenset[int]]:
    """Pairs who sat in one group last time, as invitations to this meeting; by address."""
    last = series.previous(meeting)
    if last is None:
        return set()
    now = {email.lower(): pk for pk, email in meeting.invitations.active().values_list("pk", "email")}
    by_group: dict[int, list[int]] = {}
    for group, email in GroupMember.objects.filter(group__meeting=last).values_list("group", "invitation__email"):
        if email.lower() in now:
            by_group.setdefault(group, []).append(now[email.lower()])
    return {frozenset(pair) for keys in by_group.values() for pair in combinations(keys, 2)}
