"""Answers: given, changed, given on to a colleague, with companions. One state, every answer kept.

Verbs raise ``CannotAnswer`` with a sentence for the person; nothing is then changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board
from meetings.invitations import inviting, waiting_list, wishing
from meetings.models import Answer, Attends, Invitation, Meeting, Reply, Source
from partnership.common import names
from partnership.common.numbers import key
from partnership.people import terms
from partnership.people.models import User

# Each is a mail from the portal to an address somebody wrote.
MOST_DELEGATIONS = 3
MOST_COMPANIONS = 3
OWN = frozenset({Source.LINK, Source.PORTAL, Source.CALENDAR})


class CannotAnswer(Exception):
    """Why the answer was not taken."""


@transaction.atomic
def answer(
    *,
    invitation: Invitation,
    reply: str,
    attends: str = "",
    comment: str | None = None,
    source: str,
    by: User | None = None,
) -> Invitation:
    """Take an answer, or a changed one. The same answer twice is one answer; ``comment`` None keeps the old."""
    meeting = inviting.lock(invitation.meeting)
    invitation = _open(meeting, invitation)
    if reply not in (Reply.COMES, Reply.MAYBE, Reply.DECLINED):
        raise CannotAnswer(_("Choose one of the answers."))
    attends = _attends(meeting, reply, attends or invitation.attends)
    comment = invitation.comment if comment is None else comment.strip()[:500]
    is_same = (invitation.reply, invitation.attends, invitation.comment) == (reply, attends, comment)
    if is_same and not invitation.answered_other_time:
        return invitation
    _take(meeting, invitation, reply, attends, comment, source, by)
    if source in OWN and invitation.person and (by is None or by.pk == invitation.person_id):
        terms.heard_from(person=invitation.person)
    waiting_list.move_up(meeting=meeting)
    return invitation


@transaction.atomic
def delegate(*, invitation: Invitation, name: str, email: str, by: User | None = None) -> Invitation:
    """*En kollega kommer i stedet*: the colleague gets an invitation of their own, unless there is one already."""
    meeting = inviting.lock(invitation.meeting)
    invitation = _open(meeting, invitation)
    _refuse_more(invitation, invitation.answers.filter(source=Source.DELEGATE).count(), MOST_DELEGATIONS)
    existing = comes_instead(invitation)
    if existing is not None:
        raise CannotAnswer(_("%(name)s is already invited in your place.") % {"name": existing.name})
    Invitation.objects.filter(replaces=invitation).update(replaces=None)
    colleague = _new(meeting, invitation, name, email)
    if not _has_own(colleague):
        colleague.replaces = invitation
        if waiting_list.holds_place(invitation):
            colleague.place_kept_at = timezone.now()
        colleague.waits_from = invitation.waiting_since
        inviting.invite_one(invitation=colleague, by=by)
    _take(meeting, invitation, Reply.DECLINED, "", invitation.comment, Source.DELEGATE, by)
    waiting_list.move_up(meeting=meeting)
    return colleague


@transaction.atomic
def take_back_delegation(*, invitation: Invitation, source: str = Source.LINK, by: User | None = None) -> Invitation:
    """The one who was invited comes after all: the colleague's invitation is taken back."""
    inviting.lock(invitation.meeting)
    colleague = comes_instead(invitation)
    if colleague is not None:
        colleague.meeting = invitation.meeting
        if waiting_list.holds_place(colleague):
            Invitation.objects.filter(pk=invitation.pk).update(place_kept_at=timezone.now())
        turn = colleague.waiting_since or colleague.waits_from
        Invitation.objects.filter(pk=invitation.pk).update(waits_from=turn)
        inviting.withdraw(
            meeting=invitation.meeting,
            invitations=[colleague],
            sentence=_("%(name)s comes after all.") % {"name": invitation.name},
            by=by,
        )
    return answer(invitation=invitation, reply=Reply.COMES, source=source, by=by)


@transaction.atomic
def bring(*, invitation: Invitation, name: str, email: str, by: User | None = None) -> Invitation:
    """*Jeg tar med …*: one more from the same place, with an invitation of their own, unless there is one already."""
    meeting = inviting.lock(invitation.meeting)
    invitation = _open(meeting, invitation)
    _refuse_more(invitation, invitation.companions.count(), MOST_COMPANIONS)
    companion = _new(meeting, invitation, name, email)
    if not _has_own(companion):
        companion.brought_by = invitation
        inviting.invite_one(invitation=companion, by=by)
    return companion


def may_pass_on(invitation: Invitation) -> bool:
    """Whoever came through somebody else brings no more: the host asked neither of them."""
    return invitation.replaces_id is None and invitation.brought_by_id is None


@transaction.atomic
def take_back(*, answer: Answer, by: User) -> Invitation:
    """*Angre*: as it was before this answer. A place given on meanwhile is waited for like any other."""
    meeting = inviting.lock(answer.invitation.meeting)
    invitation = _open(meeting, answer.invitation)
    newest, before = [*invitation.answers.order_by("-at", "-pk")[:2], None, None][:2]
    if newest != answer or answer.by_id != by.pk:
        raise CannotAnswer(_("You have answered again since. Change the answer instead."))
    was = before or Answer(reply=Reply.SILENT, attends=Attends.UNSAID, comment="")
    _take(meeting, invitation, was.reply, was.attends, was.comment, Source.PORTAL, by)
    waiting_list.move_up(meeting=meeting)
    return invitation


def newest_by(person: User, pk: str) -> Answer | None:
    """The answer ``person`` gave in the portal, while it is still the newest one and the meeting takes answers."""
    if not key(pk):
        return None
    related = ("invitation__meeting", "invitation__person")
    answer = Answer.objects.select_related(*related).filter(pk=key(pk), by=person, source=Source.PORTAL).first()
    if answer is None or answer.reply == Reply.SILENT or not can_still_answer(answer.invitation):
        return None
    return answer if answer.invitation.answers.latest("at", "pk") == answer else None


def comes_instead(invitation: Invitation) -> Invitation | None:
    """The colleague who is invited in the person's place."""
    return Invitation.objects.filter(replaces=invitation).active().first()


def can_still_answer(invitation: Invitation) -> bool:
    return invitation.meeting.takes_answers and not invitation.is_withdrawn


def _open(meeting: Meeting, invitation: Invitation) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("person", "seat").get(pk=invitation.pk)
    )
    invitation.meeting = meeting
    if invitation.is_withdrawn:
        raise CannotAnswer(_("The invitation has been taken back."))
    if meeting.is_cancelled:
        raise CannotAnswer(_("The meeting is cancelled. You need not answer."))
    if meeting.is_over:
        raise CannotAnswer(_("The meeting is over. The answer can no longer be changed."))
    return invitation


def _refuse_more(invitation: Invitation, sofar: int, most: int) -> None:
    if sofar >= most or not may_pass_on(invitation):
        raise CannotAnswer(_("You cannot invite more people from here. Ask the host."))


def _has_own(other: Invitation) -> bool:
    """Nobody is told who else is invited: to the one who asks, both look the same."""
    return Invitation.objects.active().filter(meeting=other.meeting).with_address(other.email).exists()


def _attends(meeting: Meeting, reply: str, attends: str) -> str:
    if reply == Reply.DECLINED:
        return Attends.UNSAID
    if meeting.has_room and meeting.is_digital:
        return attends if attends in (Attends.ROOM, Attends.DIGITAL) else Attends.ROOM
    return Attends.ROOM if meeting.has_room else Attends.DIGITAL


def _take(
    meeting: Meeting,
    invitation: Invitation,
    reply: str,
    attends: str,
    comment: str,
    source: str,
    by: User | None,
) -> None:
    had_place = waiting_list.holds_place(invitation)
    wants_place = reply == Reply.COMES and waiting_list.needs_room(meeting, attends)
    now = timezone.now()
    if not wants_place:
        invitation.waiting_since = None
    elif not had_place and waiting_list.is_full(meeting):
        invitation.waiting_since = invitation.waiting_since or invitation.waits_from or now
    invitation.place_kept_at = invitation.waits_from = None
    invitation.reply, invitation.attends, invitation.comment = reply, attends, comment
    is_silent = reply == Reply.SILENT
    invitation.replied_at, invitation.reply_source = (None, "") if is_silent else (now, source)
    invitation.save()
    if reply not in (Reply.COMES, Reply.MAYBE) or attends == Attends.DIGITAL:
        wishing.keep_what_is_asked(invitation)
    Answer.objects.create(
        invitation=invitation,
        reply=reply,
        attends=attends,
        comment=comment,
        source=source,
        by=by,
        at=now,
        sequence=meeting.sequence,
    )
    board.touch(meeting.pk)


def _new(meeting: Meeting, origin: Invitation, name: str, email: str) -> Invitation:
    name, email = " ".join(name.split())[:120], email.strip().lower()
    try:
        names.validate_address(email)
    except ValidationError:
        raise CannotAnswer(_("Write a whole e-mail address, such as kari.vik@frosta.example.")) from None
    if email == origin.email:
        raise CannotAnswer(_("That is the address your own invitation went to."))
    return Invitation(
        meeting=meeting,
        name=name,
        email=email,
        person=User.objects.active().filter(email=email).first(),
        role=origin.role,
        organisation=origin.organisation,
    )
