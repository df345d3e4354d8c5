"""Requests to join a public meeting, and requests for a speaker."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board
from meetings.invitations import inviting
from meetings.models import Invitation, JoinRequest, Meeting, ProgrammeItem, SpeakerRequest
from meetings.planning import guests
from partnership.mail import notices
from partnership.partners.models import Partner, PartnerOfficer
from partnership.people.models import User

MINUTES_OF_A_SPEAKER = 20


@transaction.atomic
def approve(*, asked: JoinRequest, by: User) -> None:
    """Invite the guest; twice is once. Raises CannotSend when the meeting may have no more guests."""
    meeting = inviting.lock(asked.meeting)
    asked = JoinRequest.objects.select_for_update().get(pk=asked.pk)
    if asked.state == JoinRequest.State.APPROVED:
        return
    _settle(asked, JoinRequest.State.APPROVED, by)
    if not Invitation.objects.active().filter(meeting=meeting).with_address(asked.email).exists():
        if reason := guests.why_not_one(meeting, asked.email):
            raise inviting.CannotSend(reason)
        invitation = Invitation(
            meeting=meeting, name=asked.name, email=asked.email, role=asked.role, organisation=asked.organisation
        )
        inviting.invite_one(invitation=invitation, by=by)


@transaction.atomic
def decline(*, asked: JoinRequest, by: User) -> None:
    asked = JoinRequest.objects.select_for_update().get(pk=asked.pk)
    if asked.state == JoinRequest.State.ASKED:
        _settle(asked, JoinRequest.State.DECLINED, by)


def notice_key(asked: SpeakerRequest) -> str:
    """The same for what is told and for what waits, so that nobody reads it twice."""
    return f"speaker:{asked.pk}"


@transaction.atomic
def ask_for_speaker(*, meeting: Meeting, about: str, by: User) -> SpeakerRequest:
    """Every officer is told in the next «Dette venter»; asking again changes the open request."""
    asked, _new = SpeakerRequest.objects.update_or_create(
        meeting=meeting, state=SpeakerRequest.State.ASKED, defaults={"about": about, "asked_by": by}
    )
    url = reverse("meetings:speaker_answer", args=[asked.pk])
    line = _("%(name)s asks for a speaker at %(meeting)s") % {"name": by.name, "meeting": meeting.title}
    for officer in User.objects.with_current_seat_in(PartnerOfficer.objects.open().values("pk")):
        notices.notify(officer, "speaker", notice_key(asked), url, line)
    return asked


@transaction.atomic
def answer_speaker(*, asked: SpeakerRequest, accepted: bool, text: str, by: User) -> bool:
    """False when somebody has answered before; a yes puts the partner into the programme."""
    asked = SpeakerRequest.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=asked.pk)
    if asked.state != SpeakerRequest.State.ASKED:
        return False
    asked.state = SpeakerRequest.State.ACCEPTED if accepted else SpeakerRequest.State.DECLINED
    asked.answer, asked.answered_by, asked.answered_at = text, by, timezone.now()
    asked.save()
    partner = Partner.objects.of_officer(by).first()
    if accepted and partner:
        _give_slot(asked, partner, by)
    if asked.asked_by:
        url = reverse("meetings:detail", args=[asked.meeting_id])
        line = _("%(name)s has answered about a speaker") % {"name": by.name}
        notices.notify(asked.asked_by, "speaker", f"speaker-answer:{asked.pk}", url, line)
    return True


def _give_slot(asked: SpeakerRequest, partner: Partner, by: User) -> None:
    """The partner's place in the programme, for it to fill in: one it has there already, or a new one."""
    slot = asked.meeting.programme.filter(is_slot=True, slot_filled_at=None, partner=partner).first()
    if slot is None:
        slot = ProgrammeItem(
            meeting=asked.meeting,
            order=asked.meeting.programme.count(),
            kind=ProgrammeItem.Kind.TALK,
            title=_("Introduction"),
            minutes=MINUTES_OF_A_SPEAKER,
            partner=partner,
            is_slot=True,
        )
    slot.presenter = slot.presenter or by
    slot.description = slot.description or asked.about
    slot.save()


def _settle(asked: JoinRequest, state: str, by: User) -> None:
    asked.state, asked.answered_at, asked.answered_by = state, timezone.now(), by
    asked.save()
    board.touch(asked.meeting_id)
