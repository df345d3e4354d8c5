"""A person's own meetings to come, each with what the person has said to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from meetings.mailing import told
from meetings.models import Attends, Invitation, Meeting, Reply
from partnership.common.probing import OfRows
from partnership.people.models import User

MOST = 5


@dataclass(frozen=True)
class Appointment:
    """``invitation`` is None where the person organises or presents without being invited."""

    meeting: Meeting
    invitation: Invitation | None
    is_host: bool

    @property
    def said(self) -> str:
        """«Du kommer, digitalt», «Du er vert»; empty where there is nothing to say."""
        if self.meeting.is_cancelled:
            return _("Cancelled")
        if self.meeting.is_draft:
            return _("Draft, not sent out")
        if self.invitation is None:
            return _("You are the host") if self.is_host else ""
        return _said(self.meeting, self.invitation)


def _said(meeting: Meeting, invitation: Invitation) -> str:
    if invitation.is_waiting:
        return _("You are on the waiting list")
    text = {
        Reply.SILENT: _("You have not answered yet"),
        Reply.COMES: _("You come"),
        Reply.MAYBE: _("You may come"),
        Reply.DECLINED: _("You do not come"),
    }[Reply(invitation.reply)]
    chooses_how = meeting.has_room and meeting.is_digital and invitation.reply in (Reply.COMES, Reply.MAYBE)
    if chooses_how and invitation.attends != Attends.UNSAID:
        return f"{text}, {invitation.get_attends_display()}"
    return text


def of(user: User) -> OfRows:
    """Appointments, the next ones, soonest first. What only waits for an answer is left out: it stands among what
    waits."""
    chosen = Meeting.objects.in_agenda_of(user).upcoming().with_sending_held().order_by("start", "pk")
    return OfRows(chosen[:MOST], partial(_appointments, user=user))


def _appointments(meetings: Iterable[Meeting], user: User) -> list[Appointment]:
    known = {one.pk: one for one in told.in_lists(meetings)}
    rows = Invitation.objects.active().arrived().of(user).filter(meeting__in=known)
    invited = {row.meeting_id: row for row in rows}
    return [Appointment(one, invited.get(one.pk), one.host_id == user.pk) for one in known.values()]
