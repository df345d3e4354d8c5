"""Mails about meetings. Subject row: the Invitation; ``version``: the MeetingMessage it belongs to.

Every mail is composed when it leaves, from what those invited have been told (``told``).
Links in them are personal; the calendar part's are not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from functools import cache, lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.after import since_last
from meetings.invitations import inviting, waiting_list
from meetings.mailing import announcing, calendar_versions, calendars, reminding, told
from meetings.models import Invitation, Meeting, MeetingMessage, ProgrammeItem, Reply
from meetings.permissions import can_join
from meetings.planning import programme
from meetings.querysets import MeetingQuerySet
from partnership.common import norwegian
from partnership.common.context import region
from partnership.mail import outbox
from partnership.mail.kinds import MailKind, Obsolete, Sender
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
        parts = [_("Answer with the buttons in the mail: an answer in the calendar does not reach us.")]
        parts += [meeting.challenge or meeting.purpose, programme.describe(entries) if entries else ""]
        parts.append(_("Host: %(host)s") % {"host": ", ".join(filter(None, (meeting.host.name, meeting.host_phone)))})
        if meeting.join_url and joins:
            parts.append(_("Join: %(url)s") % {"url": meeting.join_url})
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


class Shared:
    """What the mails of one sending have in common, made once for each sending in the batch."""

    def __init__(self, kind: MeetingMail, meetings: Iterable[Meeting]) -> None:
        self._kind = kind
        self._items: dict[int, list[ProgrammeItem]] = {meeting.pk: [] for meeting in meetings}
        for item in ProgrammeItem.objects.of_meetings(self._items):
            self._items[item.meeting_id].append(item)
        self._made: dict[tuple[int, int], dict[str, Any]] = {}

    def of(self, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        key = (meeting.pk, message.pk if message else 0)
        if key not in self._made:
            self._made[key] = self._make(told.in_words_of(meeting, message), message)
        return self._made[key]

    def _make(self, meeting: Meeting, message: MeetingMessage | None) -> dict[str, Any]:
        entries = programme.schedule(meeting, self._items[meeting.pk])
        prebuilt = None
        if self._kind.has_calendar:
            prebuilt = _prebuilt(event_of(meeting, entries, joins=True), self._kind.method, meeting.cancel_reason)
        known = message.before["announced"] if message and message.before else {}
        earlier = told.described(meeting, known)
        return {
            "entries": entries,
            "prebuilt": prebuilt,
            "meeting": meeting,
            "changes": _changes(earlier, meeting),
            "about_the_date": told.about_the_date(earlier, meeting),
            "has_new_link": meeting.join_url not in ("", earlier.join_url),
            "kind_name": str(meeting.get_kind_display()),
            "host": {"name": meeting.host.name, "phone": meeting.host_phone},
        }


@lru_cache(32)
def _prebuilt(event: calendars.CalendarEvent, method: calendars.Method, reason: str) -> calendars.Prebuilt:
    """Made of nothing but what it is given: every batch of a sending has the same."""
    return calendars.Prebuilt(event, method, reason)


def _changes(earlier: Meeting, now: Meeting) -> list[tuple[str, str]]:
    """What was, and what is instead."""
    pairs = [(earlier.when, now.when), (earlier.where_exactly, now.where_exactly)]
    return [(before, after) for before, after in pairs if before != after]


class MeetingMail(MailKind):
    """What the mails to those invited have in common."""

    method = calendars.Method.REQUEST
    has_calendar = True
    wants_withdrawn = False
    wants_cancelled = False

    personal: ClassVar[tuple[str, ...]] = (
        "greeting",
        "role",
        "why",
        "answer_url",
        "comes_url",
        "maybe_url",
        "declined_url",
        "colleague_url",
    )

    def variant(self, context: dict[str, Any]) -> Hashable:
        invitation: Invitation = context["invitation"]
        return (
            invitation.meeting_id,
            context["message"].pk if context.get("message") else 0,
            invitation.has_place,
            bool(invitation.reply),
            invitation.answered_other_time,
            invitation.withdrawn_reason,
        )

    def meetings_of(self, row: OutgoingMail) -> list[int]:
        """The meeting it is about, or none when that is gone."""
        return [one.meeting_id for one in Invitation.objects.in_bulk([row.subject_id]).values()]

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        """By whoever sees the meeting."""
        return Meeting.objects.visible_to(reader).among(self.meetings_of(row)).exists()

    def hidden_from(self, reader: Any, row: OutgoingMail) -> set[str]:
        """What opens the meeting, as it is and as it was told, to those who may not join."""
        found: set[str] = set()
        for meeting in Meeting.objects.among(self.meetings_of(row)):
            if not can_join(reader, meeting):
                opens = (meeting.join_url, meeting.join_id, meeting.join_passcode, meeting.join_phone)
                found |= {*opens, meeting.announced.get("join_url", "")}
        return found - {""}

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        """Four queries for the whole batch, and one each for calendars and where somebody comes through another."""
        found = Invitation.objects.select_related("seat").in_bulk([row.subject_id for row in rows])
        others = {pk for one in found.values() for pk in (one.replaces_id, one.brought_by_id) if pk}
        named = Invitation.objects.in_bulk(others) if others else {}
        pks = {one.meeting_id for one in found.values()}
        messages, known = self._told(rows, pks)
        for one in found.values():
            one.meeting = known[one.meeting_id]
            one.replaces, one.brought_by = named.get(one.replaces_id or 0), named.get(one.brought_by_id or 0)
        shared = Shared(self, known.values())
        gone = self._gone(rows)
        made = {row.pk: self._context(found.get(row.subject_id), messages.get(row.version), shared) for row in rows}
        return {pk: one if isinstance(one, Obsolete) else one | {"gone": gone[pk]} for pk, one in made.items()}

    def _gone(self, rows: list[OutgoingMail]) -> dict[int, list[dt.datetime]]:
        """What calendars have had before."""
        return outbox.gone_before(rows) if self.has_calendar else {row.pk: [] for row in rows}

    def _told(self, rows: list[OutgoingMail], pks: set[int]) -> tuple[dict[int, MeetingMessage], dict[int, Meeting]]:
        """The sendings of the mails, and the meetings as those invited know them: what has been edited since, and not
        sent, is in no mail. What leaves now counts as sent, whatever this machine's clock says of its hold."""
        versions = {row.version for row in rows}
        sendings = list(MeetingMessage.objects.of_mails(versions, pks))
        held = [one for one in sendings if one.pk not in versions]
        return {one.pk: one for one in sendings if one.pk in versions}, self._known(pks, held)

    def _known(self, pks: set[int], held: list[MeetingMessage]) -> dict[int, Meeting]:
        return told.as_known(self._meetings().in_bulk(pks).values(), held=held)

    def _meetings(self) -> MeetingQuerySet:
        return Meeting.objects.with_owner()

    def _context(
        self, invitation: Invitation | None, message: MeetingMessage | None, shared: Shared
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
            "colleague_url": f"{url}kollega/",
            "why": why(invitation, role),
            "role": role,
        } | shared.of(meeting, message)

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
            calendar_versions.version(invitation.sequence, row.date, context["gone"]),
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
    personal = (*MeetingMail.personal, "since_url")

    def _meetings(self) -> MeetingQuerySet:
        return super()._meetings().with_previous_held()

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        """«Siden sist» too: one query more, where a meeting has one before."""
        made = super().contexts(rows)
        whole = [one for one in made.values() if isinstance(one, dict)]
        since = since_last.by_invitation(one["invitation"] for one in whole)
        for one in whole:
            found = since.get(one["invitation"].pk)
            one |= {"since": found, "since_url": f"{one['answer_url']}#siden-sist" if found else ""}
        return made


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

    def _context(self, invitation: Any, message: Any, shared: Any) -> dict[str, Any] | Obsolete:
        context = super()._context(invitation, message, shared)
        if isinstance(context, dict):
            start = norwegian.local(context["meeting"].start)
            is_today = start.date() == norwegian.today()
            clock = _("at %(time)s") % {"time": norwegian.format_time(start)}
            context["moment"] = clock if is_today else norwegian.format_moment(start)
        return context


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
        context = super()._context(invitation, message, shared)
        if isinstance(context, dict):
            meeting = context["meeting"]
            context["day"] = norwegian.format_day(norwegian.local(meeting.start).date(), weekday=False)
            context["deadline"] = deadline(meeting.answer_by)
        return context


def deadline(day: dt.date | None) -> str:
    """«Svarfrist i morgen», or empty when there is none, or it has passed."""
    left = (day - norwegian.today()).days if day else -1
    if day is None or left < 0:
        return ""
    words = {0: _("The deadline is today"), 1: _("The deadline is tomorrow")}
    return words.get(left) or _("The deadline is %(day)s") % {"day": norwegian.format_day(day)}


class DayBeforeMail(MeetingMail):
    name = reminding.DAY_BEFORE
    label = gettext_lazy("the day before")
    template = "meetings/mails/day_before"
    has_calendar = False

    def _context(self, invitation: Any, message: Any, shared: Any) -> dict[str, Any] | Obsolete:
        if invitation is not None and invitation.reply not in (Reply.COMES, Reply.MAYBE):
            return Obsolete("does not come")
        return super()._context(invitation, message, shared)
