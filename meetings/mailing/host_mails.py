"""Mails to those who have the meeting, and to those who have a place in its programme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.after import since_last
from meetings.mailing import calendar_versions, calendars
from meetings.mailing.mails import MeetingMail, Shared
from meetings.models import Invitation, Meeting, MeetingMessage, ProgrammeItem, Reply
from meetings.planning import hosting, programme
from partnership.common import norwegian
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority


class OwnMail(MeetingMail):
    """To one of those who have the meeting: the subject is the Meeting, nothing is answered."""

    def variant(self, context: dict[str, Any]) -> None:
        """There is one such mail: nothing to share."""

    def meetings_of(self, row: OutgoingMail) -> list[int]:
        return [row.subject_id]

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        messages, meetings = self._told(rows, {row.subject_id for row in rows})
        shared, gone = Shared(self, meetings.values()), self._gone(rows)
        began = calendar_versions.above_withdrawn(meetings) if self.has_calendar else {}
        found: dict[int, dict[str, Any] | Obsolete] = {}
        for row in rows:
            meeting = meetings.get(row.subject_id)
            if meeting is None or (meeting.is_cancelled and not self.wants_cancelled):
                found[row.pk] = Obsolete("the meeting is gone or cancelled")
            else:
                message = messages.get(row.version)
                own = self._own(row, meeting, message)
                own["invitation"].sequence = began.get((meeting.pk, row.to_email.lower()), 0)
                found[row.pk] = own | {"gone": gone[row.pk]} | shared.of(meeting, message)
        return found

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        """As one invited would stand in the calendar: coming."""
        invitation = Invitation(meeting=meeting, name=row.to_name, email=row.to_email, reply=Reply.COMES)
        return {"greeting": invitation.first_name, "invitation": invitation, "message": message, "role": ""}


class TestMail(OwnMail):
    """The invitation as it will look, to the organiser alone. No calendar: it must leave no meeting behind."""

    name = hosting.TEST
    label = gettext_lazy("test mail")
    template = "meetings/mails/invitation"
    priority = Priority.URGENT
    has_calendar = False

    def _known(self, pks: set[int], held: list[MeetingMessage]) -> dict[int, Meeting]:
        """As it would be sent now."""
        return Meeting.objects.with_owner().in_bulk(pks)

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        url = settings.PORTAL_URL + meeting.get_absolute_url()
        since = since_last.find(meeting)
        return super()._own(row, meeting, message) | {
            "is_test": True,
            "since": since,
            "since_url": f"{url}#siden-sist" if since else "",
            "comes_url": url,
            "maybe_url": url,
            "declined_url": url,
            "why": _("This is a test mail to you alone. Nobody else has got it."),
        }


class HostEntryMail(OwnMail):
    """The host's own calendar entry."""

    name = hosting.ENTRY
    label = gettext_lazy("the host's own entry")
    template = "meetings/mails/host_entry"
    priority = Priority.CHANGE

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        return super()._own(row, meeting, message) | {
            "board_url": settings.PORTAL_URL + reverse("meetings:board", args=[meeting.pk]),
            "why": _("You get this because you are the host."),
        }


class HostCancellationMail(HostEntryMail):
    name = hosting.CANCELLED
    label = gettext_lazy("the host's own entry, cancelled")
    template = "meetings/mails/host_cancellation"
    method = calendars.Method.CANCEL
    wants_cancelled = True


class HostRemovalMail(HostEntryMail):
    """To the one who was the host: takes the entry out."""

    name = hosting.REMOVED
    label = gettext_lazy("the former host's entry, taken out")
    template = "meetings/mails/host_removal"
    method = calendars.Method.CANCEL
    wants_cancelled = True

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        return super()._own(row, meeting, message) | {"why": _("You get this because you were the host.")}


class SlotMail(RowMail):
    """*Minn partnerne om innlegget sitt*; subject is the ProgrammeItem."""

    name = programme.SLOT
    label = gettext_lazy("reminder about a talk")
    template = "meetings/mails/slot"
    priority = Priority.REMINDER

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        items = ProgrammeItem.objects.in_bulk([row.subject_id]).values()
        return Meeting.objects.visible_to(reader).among(one.meeting_id for one in items).exists()

    def subjects(self, pks: list[int]) -> dict[int, ProgrammeItem]:
        return ProgrammeItem.objects.select_related("meeting__host", "partner").in_bulk(pks)

    def context(self, row: OutgoingMail, item: ProgrammeItem | None) -> dict[str, Any] | Obsolete:
        if item is None or not item.is_empty_slot:
            return Obsolete("filled meanwhile")
        meeting = item.meeting
        return {
            "greeting": row.to_name.split(" ", 1)[0],
            "item": item,
            "meeting": meeting,
            "deadline": item.slot_deadline or norwegian.local(meeting.start).date(),
            "url": settings.PORTAL_URL + reverse("meetings:slot", args=[meeting.pk, item.pk]),
            "host": {"name": meeting.host.name, "phone": meeting.host_phone},
            "why": _("You get this because %(partner)s has a place in the programme.") % {"partner": item.partner},
        }
