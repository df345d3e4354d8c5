"""Minutes out for remarks, to those without a sign-in: the others find them under «Dette venter»."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.minutes import publishing, remarking
from meetings.models import Invitation, Meeting
from partnership.common.context import region
from partnership.mail.kinds import Obsolete, RowMail, Sender
from partnership.mail.mime import one_line
from partnership.mail.models import OutgoingMail, Priority


class RemarksMail(RowMail):
    """A letter somebody pressed *send* for; the subject is the Invitation."""

    name = publishing.REMARKS
    label = gettext_lazy("minutes out for remarks")
    template = "meetings/mails/remarks"
    priority = Priority.REMINDER

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        found = Invitation.objects.in_bulk([row.subject_id]).values()
        return Meeting.objects.visible_to(reader).among(one.meeting_id for one in found).exists()

    def subjects(self, pks: list[int]) -> dict[int, Invitation]:
        related = ("meeting__host", "meeting__minutes")
        return Invitation.objects.active().select_related(*related).in_bulk(pks)

    def feedback(self, row: OutgoingMail, context: dict[str, Any]) -> tuple[str, ...]:
        meeting: Meeting = context["meeting"]
        return f"meeting-{meeting.pk}", f"partner-{meeting.owner_partner_id or 0}"

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        host = context["meeting"].host
        return Sender(settings.MAIL_FROM_NAME or region()["name"], (one_line(host.name), host.email))

    def context(self, row: OutgoingMail, invitation: Invitation | None) -> dict[str, Any] | Obsolete:
        if invitation is None or not remarking.is_open(invitation.meeting.minutes):
            return Obsolete("published meanwhile, or the days are over")
        meeting = invitation.meeting
        return {
            "greeting": invitation.first_name,
            "meeting": meeting,
            "until": meeting.minutes.remarks_until,
            "url": settings.PORTAL_URL + reverse("answers:minutes", args=[invitation.token()]),
            "host": {"name": meeting.host.name, "phone": meeting.host_phone},
            "why": _("You get this because you were at the meeting."),
        }
