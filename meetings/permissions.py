"""Who may what with meetings. Visibility itself is ``Meeting.objects.visible_to(user)``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from meetings.models import (
    AskedPerson,
    Attendance,
    DatePoll,
    FollowUp,
    Invitation,
    Meeting,
    Minutes,
    PracticalNeed,
    ProgrammeItem,
    Reply,
    WorkGroup,
)
from partnership.partners import own_roles
from partnership.partners.models import Partner, PartnerOfficer
from partnership.partners.permissions import can_keep_person
from partnership.people import roles
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def can_create(user: User | AnonymousUser) -> bool:
    """Officers, contacts and brokers may own a meeting."""
    return isinstance(user, User) and (user.is_superuser or roles.has_role(user))


def can_organise(user: User | AnonymousUser, meeting: Meeting) -> bool:
    """Officers of the owning or a co-hosting partner; holder or deputy of the owning role."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or Meeting.objects.organised_by(user).filter(pk=meeting.pk).exists()


def organised_among(user: User, pks: Iterable[int]) -> set[int]:
    """Those of the meetings (keys) the person organises: one query."""
    rows = Meeting.objects.filter(pk__in=list(pks))
    found = rows if user.is_superuser else Meeting.objects.organised_by(user).filter(pk__in=rows.values("pk"))
    return set(found.values_list("pk", flat=True))


def can_run_poll(user: User | AnonymousUser, poll: DatePoll) -> bool:
    """As organisers of a meeting: officers of the partner that has it; holder or deputy of the role that has it."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or DatePoll.objects.organised_by(user).filter(pk=poll.pk).exists()


def can_mark(user: User | AnonymousUser, asked: AskedPerson) -> bool:
    """Who is asked, and while they are away the deputy in the role they are asked in."""
    return isinstance(user, User) and AskedPerson.objects.of_acting(user).filter(pk=asked.pk).exists()


def can_join(user: User | AnonymousUser, meeting: Meeting) -> bool:
    """Who gets the link, the dial-in and the files: the invited and who stands in for them, those who present and the
    officers of a presenting partner, and the organiser. A public page is for everybody else too, and shows none."""
    if not isinstance(user, User):
        return False
    arrived = Invitation.objects.active().arrived().filter(meeting=meeting)
    invited = arrived.of(user) | arrived.of_those_stood_in_for(user)
    own = PartnerOfficer.objects.held_by(user).values("partner")
    presents = ProgrammeItem.objects.presented_by(user, own).filter(meeting=meeting)
    return invited.exists() or presents.exists() or can_organise(user, meeting)


def can_fill_slot(user: User | AnonymousUser, item: ProgrammeItem) -> bool:
    """The organiser, and today's officers of the partner whose slot it is."""
    if not isinstance(user, User) or not item.is_slot:
        return False
    own = PartnerOfficer.objects.held_by(user).filter(partner=item.partner_id).exists()
    return own or can_organise(user, item.meeting)


def slots_to_fill(user: User | AnonymousUser, items: Iterable[ProgrammeItem]) -> set[int]:
    """Those of them that are the user's own partner's, as primary keys: one query, none where there is no slot."""
    slots = [one for one in items if one.is_slot and one.partner_id]
    if not slots or not isinstance(user, User):
        return set()
    own = set(PartnerOfficer.objects.held_by(user).values_list("partner", flat=True))
    return {one.pk for one in slots if one.partner_id in own}


def can_answer(user: User | AnonymousUser, invitation: Invitation) -> bool:
    """The invited, and while they are away the deputy in the role they were invited in."""
    if not isinstance(user, User) or invitation.person_id is None:
        return False
    absent = roles.stands_in_for(user)
    stands_in = any(one.person.pk == invitation.person_id and invitation.seat_id in one.seats for one in absent)
    return invitation.person_id == user.pk or stands_in


def can_correct_address(user: User | AnonymousUser, invitation: Invitation) -> bool:
    """A guest's: the organiser. That of somebody who signs in: whoever may correct it in the workroom, and never
    one's own, which a code proves on one's own page."""
    if invitation.person is None:
        return can_organise(user, invitation.meeting)
    return invitation.person_id != user.pk and can_keep_person(user, invitation.person)


def can_answer_speaker_request(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def imports_for(user: User | AnonymousUser) -> Partner | None:
    """The partner whose past meetings an officer may import; None for everybody else."""
    return next((role.partner for role in own_roles.of(user)), None)


def sees_matrix(user: User | AnonymousUser) -> bool:
    """Who turned up, municipality by municipality: KS only (docs/architecture.md, «Access»)."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or any(role.partner.slug == "ks" for role in own_roles.of(user))


def can_see_needs(user: User | AnonymousUser, meeting: Meeting) -> bool:
    """Access needs and food: the host, and whoever was host when something was said; not the other organisers
    (personal data of a special kind). What each of them sees is ``PracticalNeed.objects.told_to``."""
    if not isinstance(user, User):
        return False
    return user.pk == meeting.host_id or PracticalNeed.objects.of(meeting).told_to_person(user).exists()


def can_write_notes(user: User | AnonymousUser, group: WorkGroup) -> bool:
    """Who sits in the group, once people are shown theirs, and the organisers; nobody in a cancelled meeting."""
    if not isinstance(user, User) or group.meeting.is_cancelled:
        return False
    own = Invitation.objects.of(user).filter(group_member__group=group, meeting__day__shown_at__isnull=False)
    sits = any(writes_by_link(one) for one in own.select_related("meeting"))
    return sits or can_organise(user, group.meeting)


def writes_by_link(invitation: Invitation) -> bool:
    """Of one who sits in a group: not when the invitation is taken back or the meeting cancelled, nor after a no,
    unless they were seen there all the same."""
    is_away = invitation.reply == Reply.DECLINED and invitation.attendance != Attendance.PRESENT
    return not (is_away or invitation.is_withdrawn or invitation.meeting.is_cancelled)


def can_finish(user: User | AnonymousUser, follow_up: FollowUp) -> bool:
    """Say that it is done, and take that back: whoever is responsible or stands in for them, and the organisers."""
    if not isinstance(user, User):
        return False
    return link_finishes(user, follow_up) or can_organise(user, follow_up.meeting)


def link_finishes(person: User, follow_up: FollowUp) -> bool:
    """By the link that was mailed to the person: as long as they are responsible, or stand in for whoever is."""
    return FollowUp.objects.of_acting(person).filter(pk=follow_up.pk).exists()


def can_read_minutes(user: User | AnonymousUser, meeting: Meeting, minutes: Minutes | None) -> bool:
    """The organisers from the first draft; those who were there while they are out for remarks; when they are
    published all who may join."""
    if not isinstance(user, User):
        return False
    if can_organise(user, meeting):
        return True
    if minutes is None or minutes.state == Minutes.State.DRAFT:
        return False
    there = Invitation.objects.active().arrived().to_seat().of(user).filter(meeting=meeting)
    return can_join(user, meeting) if minutes.is_published else there.exists()


def link_opens_minutes(invitation: Invitation, minutes: Minutes | None) -> bool:
    """By the mailed link: as for somebody who signs in, when the meeting is over."""
    if minutes is None or minutes.state == Minutes.State.DRAFT or not invitation.opens_what_came_of_it:
        return False
    there = Invitation.objects.active().arrived().to_seat().filter(pk=invitation.pk)
    return minutes.is_published or there.exists()
