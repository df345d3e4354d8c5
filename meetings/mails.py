"""Mails about meetings. Subject row: the Invitation; ``version``: the MeetingMessage it belongs to.

Every mail is composed from what is true when it leaves. Links in them are personal; the calendar part's are not.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import announcing, calendars, hosting, inviting, programme, reminding, waiting_list
from meetings.models import Invitation, Meeting, MeetingMessage, ProgrammeItem, Reply
from partnership.common import norwegian
from partnership.common.context import region
from partnership.mail.kinds import MailKind, Obsolete, RowMail, Sender
from partnership.mail.mime import CalendarPart, one_line
from partnership.mail.models import OutgoingMail, Priority

PARTSTAT = {
    Reply.COMES: calendars.Partstat.ACCEPTED,
    Reply.MAYBE: calendars.Partstat.TENTATIVE,
    Reply.DECLINED: calendars.Partstat.DECLINED,
}


def event_of(meeting: Meeting, entries: list[programme.Entry], *, joins: bool) -> calendars.CalendarEvent:
    """What calendars are told: the same for everyone invited; without ``joins`` nothing that opens the meeting."""
    with translation.override(meeting.language):
        url = settings.PORTAL_URL + meeting.get_absolute_url()
        parts = [meeting.challenge or meeting.purpose, programme.describe(entries) if entries else ""]
        parts.append(_("Host: %(name)s, %(phone)s") % {"name": meeting.host.name, "phone": meeting.host_phone})
        if meeting.join_url and joins:
            parts.append(_("Join: %(url)s") % {"url": meeting.join_url})
        parts.append(_("Answer with the buttons in the mail."))
        tentative = meeting.is_save_the_date
        return calendars.CalendarEvent(
            uid=meeting.uid,
            summary=_("Hold the date: %(title)s") % {"title": meeting.title} if tentative else meeting.title,
            start=meeting.start,
            end=meeting.end,
            organizer_email=settings.MAIL_FROM,
            organizer_name=region()["name"],
            description="\n\n".join(filter(None, parts)),
            location=", ".join(filter(None, (meeting.place, meeting.address))),
            url=url,
            conference_url=meeting.join_url if joins else "",
            status=calendars.Status.TENTATIVE if tentative else calendars.Status.CONFIRMED,
            language=meeting.language,
        )


class MeetingMail(MailKind):
    """What the mails to those invited have in common."""

    method = calendars.Method.REQUEST
    has_calendar = True
    wants_withdrawn = False
    wants_cancelled = False

    personal = ("greeting", "role", "why", "answer_url", "comes_url", "maybe_url", "declined_url")

    def variant(self, context: dict[str, Any]) -> Hashable:
        invitation: Invitation = context["invitation"]
        return (
            invitation.meeting_id,
            context["message"].pk if context.get("message") else 0,
            bool(context["role"]),
            invitation.has_place,
            invitation.answered_other_time,
            invitation.withdrawn_reason,
        )

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        """By whoever sees the meeting."""
        invited = Invitation.objects.in_bulk([row.subject_id]).values()
        return Meeting.objects.visible_to(reader).among(one.meeting_id for one in invited).exists()

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        """Four queries for the whole batch, one more where somebody comes through another."""
        found = Invitation.objects.select_related("seat").in_bulk([row.subject_id for row in rows])
        others = {pk for one in found.values() for pk in (one.replaces_id, one.brought_by_id) if pk}
        named = Invitation.objects.in_bulk(others) if others else {}
        meetings = Meeting.objects.with_owner().in_bulk({one.meeting_id for one in found.values()})
        for one in found.values():
            one.meeting = meetings[one.meeting_id]
            one.replaces, one.brought_by = named.get(one.replaces_id or 0), named.get(one.brought_by_id or 0)
        messages = MeetingMessage.objects.in_bulk({row.version for row in rows})
        shared = self._shared(meetings)
        return {row.pk: self._context(found.get(row.subject_id), messages.get(row.version), shared) for row in rows}

    def _shared(self, meetings: dict[int, Meeting]) -> dict[int, dict[str, Any]]:
        items: dict[int, list[ProgrammeItem]] = {pk: [] for pk in meetings}
        chosen = ProgrammeItem.objects.of_meetings(meetings)
        for item in chosen:
            items[item.meeting_id].append(item)
        found = {}
        for pk, meeting in meetings.items():
            entries = programme.schedule(meeting, items[pk])
            reason = meeting.cancel_reason
            event = event_of(meeting, entries, joins=True)
            found[pk] = {
                "entries": entries,
                "prebuilt": calendars.Prebuilt(event, self.method, reason) if self.has_calendar else None,
                "meeting": meeting,
                "kind_name": str(meeting.get_kind_display()),
                "host": {"name": meeting.host.name, "phone": meeting.host_phone},
            }
        return found

    def _context(
        self, invitation: Invitation | None, message: MeetingMessage | None, shared: dict[int, dict[str, Any]]
    ) -> dict[str, Any] | Obsolete:
        if invitation is None:
            return Obsolete("the invitation was taken back before it left")
        meeting = invitation.meeting
        if invitation.is_withdrawn and not self.wants_withdrawn:
            return Obsolete("the invitation has been taken back")
        if meeting.is_cancelled and not self.wants_cancelled:
            return Obsolete("the meeting is cancelled")
        url = settings.PORTAL_URL + _answer_page().replace(_ANY, invitation.token())
        role = invitation.seat.title if invitation.seat else ""
        return {
            "greeting": invitation.first_name,
            "invitation": invitation,
            "message": message,
            "answer_url": url,
            "comes_url": f"{url}?svar=kommer",
            "maybe_url": f"{url}?svar=kanskje",
            "declined_url": f"{url}?svar=nei",
            "why": why(invitation, role),
            "role": role,
        } | shared[meeting.pk]

    def calendar(self, row: OutgoingMail, context: dict[str, Any]) -> CalendarPart | None:
        prebuilt: calendars.Prebuilt | None = context["prebuilt"]
        if prebuilt is None:
            return None
        invitation: Invitation = context["invitation"]
        status = calendars.Partstat.NEEDS_ACTION
        if not invitation.answered_other_time:
            status = PARTSTAT.get(Reply(invitation.reply), status)
        content = prebuilt.for_attendee(
            calendars.Attendee(email=invitation.email, name=invitation.name, status=status),
            calendars.Version(invitation.sequence, invitation.dtstamp or row.date),
            organizer_email=invitation.organizer_email,
        )
        return CalendarPart(content=content, method=self.method.value, attach_copy=settings.MAIL_CALENDAR_COPY)

    def feedback(self, row: OutgoingMail, context: dict[str, Any]) -> tuple[str, ...]:
        meeting: Meeting = context["meeting"]
        return f"meeting-{meeting.pk}", f"partner-{meeting.owner_partner_id or 0}"

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        host = context["meeting"].host
        return Sender(settings.MAIL_FROM_NAME or region()["name"], (one_line(host.name), host.email))


_ANY = "TOKEN"


@cache
def _answer_page() -> str:
    """The path of everybody's answer page, with a word where the token stands: resolved once, not for each."""
    return reverse("answers:answer", args=[_ANY])


def why(invitation: Invitation, role: str) -> str:
    """Why this person gets the mail."""
    if invitation.replaces:
        return _("You get this because %(name)s says that you come instead.") % {"name": invitation.replaces.name}
    if invitation.brought_by:
        return _("You get this because %(name)s brings you along.") % {"name": invitation.brought_by.name}
    if role:
        return _("You get this because you are %(role)s.") % {"role": role}
    return _("You get this because the host has invited you.")


class InvitationMail(MeetingMail):
    name = inviting.INVITATION
    label = gettext_lazy("invitation")
    template = "meetings/mails/invitation"
    priority = Priority.INVITATION


class UpdateMail(MeetingMail):
    name = announcing.UPDATE
    label = gettext_lazy("changed time or place")
    template = "meetings/mails/update"
    priority = Priority.CHANGE


class ProgrammeMail(MeetingMail):
    name = announcing.PROGRAMME
    label = gettext_lazy("programme ready")
    template = "meetings/mails/programme"
    priority = Priority.CHANGE


class UrgentMail(MeetingMail):
    name = announcing.URGENT
    label = gettext_lazy("urgent message")
    template = "meetings/mails/urgent"
    priority = Priority.URGENT


class CancellationMail(MeetingMail):
    name = announcing.CANCELLATION
    label = gettext_lazy("cancellation")
    template = "meetings/mails/cancellation"
    priority = Priority.CANCELLATION
    method = calendars.Method.CANCEL
    wants_cancelled = True


class WithdrawalMail(MeetingMail):
    name = inviting.WITHDRAWAL
    label = gettext_lazy("invitation taken back")
    template = "meetings/mails/withdrawal"
    priority = Priority.CANCELLATION
    method = calendars.Method.CANCEL
    wants_withdrawn = True
    wants_cancelled = True


class PlaceFreeMail(MeetingMail):
    name = waiting_list.PLACE_FREE
    label = gettext_lazy("a place in the room")
    template = "meetings/mails/place_free"
    priority = Priority.CHANGE


class ReminderMail(MeetingMail):
    """To the silent; an answer given meanwhile makes it obsolete."""

    name = reminding.REMINDER
    label = gettext_lazy("reminder to the silent")
    template = "meetings/mails/reminder"
    priority = Priority.REMINDER
    has_calendar = False

    def _context(self, invitation: Any, message: Any, shared: Any) -> dict[str, Any] | Obsolete:
        if invitation is not None and invitation.reply:
            return Obsolete("answered meanwhile")
        return super()._context(invitation, message, shared)


class DayBeforeMail(MeetingMail):
    name = reminding.DAY_BEFORE
    label = gettext_lazy("the day before")
    template = "meetings/mails/day_before"
    has_calendar = False

    def _context(self, invitation: Any, message: Any, shared: Any) -> dict[str, Any] | Obsolete:
        if invitation is not None and invitation.reply not in (Reply.COMES, Reply.MAYBE):
            return Obsolete("does not come")
        return super()._context(invitation, message, shared)


class ThanksMail(MeetingMail):
    """For those who came: thanks and what was agreed; for the others: what they missed."""

    name = reminding.THANKS
    label = gettext_lazy("thanks for the meeting")
    template = "meetings/mails/thanks"
    has_calendar = False


class OwnMail(MeetingMail):
    """To one of those who have the meeting: the subject is the Meeting, nothing is answered."""

    def variant(self, context: dict[str, Any]) -> None:
        """There is one such mail: nothing to share."""

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        return Meeting.objects.visible_to(reader).among([row.subject_id]).exists()

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        meetings = Meeting.objects.with_owner().in_bulk([row.subject_id for row in rows])
        messages = MeetingMessage.objects.with_number().in_bulk([row.version for row in rows])
        shared = self._shared(meetings)
        found: dict[int, dict[str, Any] | Obsolete] = {}
        for row in rows:
            meeting = meetings.get(row.subject_id)
            if meeting is None or (meeting.is_cancelled and not self.wants_cancelled):
                found[row.pk] = Obsolete("the meeting is gone or cancelled")
            else:
                found[row.pk] = self._own(row, meeting, messages.get(row.version)) | shared[meeting.pk]
        return found

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        """As one invited would stand in the calendar: coming, and a version that grows with every sending."""
        invitation = Invitation(
            meeting=meeting,
            name=row.to_name,
            email=row.to_email,
            reply=Reply.COMES,
            sequence=message.number if message else 0,
            dtstamp=message.at if message else row.date,
        )
        return {"greeting": invitation.first_name, "invitation": invitation, "message": message, "role": ""}


class TestMail(OwnMail):
    """The invitation as it will look, to the organiser alone. No calendar: it must leave no meeting behind."""

    name = hosting.TEST
    label = gettext_lazy("test mail")
    template = "meetings/mails/invitation"
    priority = Priority.URGENT
    has_calendar = False

    def _own(self, row: OutgoingMail, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        url = settings.PORTAL_URL + meeting.get_absolute_url()
        return super()._own(row, meeting, message) | {
            "is_test": True,
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
