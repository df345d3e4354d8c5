"""What a page shows of groups: to the organiser all of them, to one who takes part the own one."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.groups import composing, reasons
from meetings.groups.arranging import Circle, Person
from meetings.models import GroupMember, Invitation, Meeting, MeetingDay, WorkGroup


@dataclass
class Shown:
    """A group with its members in Norwegian order. ``gone``: of those, who no longer come."""

    group: WorkGroup
    members: list[GroupMember] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    why: list[str] = field(default_factory=list)

    @property
    def is_alone(self) -> bool:
        """One person, and nobody to talk to."""
        return len(self.members) - len(self.gone) == 1


@dataclass
class Overview:
    groups: list[Shown]
    without: list[Invitation]
    gone: int
    sums: list[reasons.Sum]

    @property
    def needs_mending(self) -> bool:
        """Somebody has come or gone since."""
        return bool(self.groups and (self.without or self.gone))


def overview(meeting: Meeting) -> Overview:
    """For the organiser. Eight queries, however many there are."""
    people = {one.key: one for one in composing.persons(meeting)}
    groups = list(WorkGroup.objects.of(meeting))
    members = list(GroupMember.objects.of(meeting))
    circles = {circle.number: circle for circle in composing.circles(groups)}
    seated = {one.invitation_id: one.group_id for one in members}
    shown = {group.pk: Shown(group) for group in groups}
    for one in members:
        shown[one.group_id].members.append(one)
        one.is_on_screen = composing.is_on_screen(one.invitation, meeting)
        if one.invitation_id not in people:
            shown[one.group_id].gone.add(one.invitation_id)
    met = composing.met(meeting) if len(groups) > 1 else set()
    for pk, row in shown.items():
        row.why = reasons.of_group(circles[pk], _present(row, people), list(people.values()), met)
    missing = [key for key in people if key not in seated]
    without = list(Invitation.objects.filter(pk__in=missing).order_by("sort_organisation", "sort_name", "pk"))
    return Overview(
        groups=list(shown.values()),
        without=without,
        gone=sum(len(row.gone) for row in shown.values()),
        sums=_sums(list(people.values()), list(circles.values()), seated) if len(groups) > 1 else [],
    )


def _present(row: Shown, people: dict[int, Person]) -> list[Person]:
    return [people[one.invitation_id] for one in row.members if one.invitation_id in people]


def _sums(people: list[Person], circles: list[Circle], seated: dict[int, int]) -> list[reasons.Sum]:
    return reasons.of_all(people, circles, seated)


def own(invitation: Invitation) -> Shown | None:
    """The person's own group, once the organiser shows them. Two queries; who no longer comes is left out."""
    member = (
        GroupMember.objects.filter(invitation=invitation, group__meeting__day__shown_at__isnull=False)
        .select_related("group__theme", "group__facilitator", "group__note_taker")
        .first()
    )
    if member is None:
        return None
    chosen = GroupMember.objects.of(invitation.meeting).filter(group=member.group)
    return Shown(member.group, list(chosen.still_coming()))


def for_screen(meeting: Meeting) -> list[Shown]:
    """Every group with its room and people, for the projector; empty before they are shown. Two queries."""
    if not is_shown(meeting):
        return []
    shown = {group.pk: Shown(group) for group in WorkGroup.objects.of(meeting)}
    for one in GroupMember.objects.of(meeting).still_coming():
        shown[one.group_id].members.append(one)
    return list(shown.values())


def is_shown(meeting: Meeting) -> bool:
    return MeetingDay.objects.filter(meeting=meeting, shown_at__isnull=False).exists()
