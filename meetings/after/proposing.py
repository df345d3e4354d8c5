"""A line from group work, or a case somebody brings, offered to a municipality as an idea: its contact decides.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.intake import receiving
from ideas.models import Idea
from meetings.day.locking import of_day
from meetings.models import GuestRole, IdeaProposal, Invitation, Meeting, NoteField
from municipalities.models import FouiContact, Municipality
from partnership.people.models import User


def place_of(invitation: Invitation) -> Municipality | None:
    """Whose idea a case would be: that of the contact who was invited as such, or of a leader who is a guest from a
    municipality."""
    if invitation.seat_id is None:
        is_leader = invitation.person_id is None and invitation.role == GuestRole.LEADER
        return Municipality.objects.called(invitation.organisation) if is_leader else None
    contact = FouiContact.objects.filter(pk=invitation.seat_id).select_related("municipality").first()
    return contact.municipality if contact else None


@transaction.atomic
def propose_case(*, invitation: Invitation, municipality: Municipality, text: str) -> IdeaProposal:
    """One a person: what is written anew takes the place of what nobody has answered."""
    of_day(invitation.meeting)
    asked = IdeaProposal.objects.asked().filter(invitation=invitation).first()
    if asked is not None:
        asked.text = text
        asked.save(update_fields=["text"])
        return asked
    is_answered = Q(text=text) | Q(state=IdeaProposal.State.ACCEPTED)
    answered = IdeaProposal.objects.filter(is_answered, invitation=invitation).first()
    return answered or IdeaProposal.objects.create(
        meeting=invitation.meeting,
        municipality=municipality,
        invitation=invitation,
        text=text,
        by_name=invitation.name,
    )


def drop_for(invitation: Invitation) -> None:
    """The case is taken back before anybody has answered."""
    IdeaProposal.objects.asked().filter(invitation=invitation).delete()


@transaction.atomic
def propose(
    *, meeting: Meeting, municipality: Municipality, text: str, by: User, note: NoteField | None = None
) -> IdeaProposal:
    """By the organiser, often from a line of a group's notes. The same text to the same municipality is one; raises
    when it has been answered with no."""
    of_day(meeting)
    text = text.strip()[:1000]
    same = IdeaProposal.objects.filter(meeting=meeting, municipality=municipality, text=text).first()
    if same is not None and same.state == IdeaProposal.State.DECLINED:
        raise ValidationError(_("The municipality has said no to this."))
    return same or IdeaProposal.objects.create(
        meeting=meeting, municipality=municipality, note=note, text=text, by_name=by.name, by=by
    )


@transaction.atomic
def accept(*, proposal: IdeaProposal, by: User) -> Idea:
    """The municipality's contact says yes: it is an idea of theirs, with holder and date. Twice is once."""
    stored = (
        IdeaProposal.objects.select_for_update(of=("self",))
        .select_related("idea", "municipality")
        .get(pk=proposal.pk)
    )
    if stored.idea is not None:
        return stored.idea
    if stored.state == IdeaProposal.State.DECLINED:
        raise ValidationError(_("Somebody has said no to it already."))
    idea = receiving.receive(municipality=stored.municipality, problem=stored.text, by=by)
    stored.idea, stored.state = idea, IdeaProposal.State.ACCEPTED
    stored.answered_by, stored.answered_at = by, timezone.now()
    stored.save()
    return idea


@transaction.atomic
def decline(*, proposal: IdeaProposal, by: User, reason: str = "") -> None:
    """Twice is once: the first no stands. Raises when it has become an idea meanwhile."""
    stored = IdeaProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if stored.state == IdeaProposal.State.ACCEPTED:
        raise ValidationError(_("It is an idea already. End the idea instead."))
    if stored.state == IdeaProposal.State.DECLINED:
        return
    stored.state, stored.reason = IdeaProposal.State.DECLINED, reason.strip()[:300]
    stored.answered_by, stored.answered_at = by, timezone.now()
    stored.save()
