"""Mails of date polls: the question, one reminder to guests, and that it ended without a date.

The subject row is the AskedPerson; its version is that of the link.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.dates import asking
from meetings.mailing.mails import deadline
from meetings.models import AskedPerson, DatePoll
from partnership.common.context import region
from partnership.mail.kinds import Obsolete, RowMail, Sender
from partnership.mail.mime import one_line
from partnership.mail.models import OutgoingMail, Priority


class _PollMail(RowMail):
    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        """By whoever sees the poll."""
        asked = self.subjects([row.subject_id]).get(row.subject_id)
        return asked is not None and DatePoll.objects.visible_to(reader).filter(pk=asked.poll_id).exists()

    def subjects(self, pks: list[int]) -> dict[int, AskedPerson]:
        related = ("poll__asked_by", "poll__owner_partner", "poll__owner_seat", "seat")
        return AskedPerson.objects.select_related(*related).prefetch_related("poll__dates").in_bulk(pks)

    def feedback(self, row: OutgoingMail, context: dict[str, Any]) -> tuple[str, ...]:
        poll: DatePoll = context["poll"]
        return f"dates-{poll.pk}", f"partner-{poll.owner_partner_id or 0}"

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        by = context["poll"].asked_by
        return Sender(settings.MAIL_FROM_NAME or region()["name"], (one_line(by.name), by.email))

    def context(self, mail: OutgoingMail, asked: AskedPerson | None) -> dict[str, Any] | Obsolete:
        if asked is None or mail.version != asked.link_version:
            return Obsolete("the person is not asked any more, or has got a newer link")
        poll = asked.poll
        return {
            "greeting": asked.first_name,
            "poll": poll,
            "dates": [date for date in poll.dates.all() if not date.has_been],
            "deadline": deadline(poll.answer_by),
            "url": settings.PORTAL_URL + reverse("answers:dates", args=[asked.token()]),
            "host": {"name": poll.asked_by.name, "phone": poll.asked_by.phone},
            "why": _why(asked),
        }


def _why(asked: AskedPerson) -> str:
    if asked.seat:
        return _("You get this because you are %(role)s.") % {"role": asked.seat.title}
    return _("You get this because %(name)s asks you to a small meeting.") % {"name": asked.poll.asked_by.name}


class _Question(_PollMail):
    def context(self, mail: OutgoingMail, asked: AskedPerson | None) -> dict[str, Any] | Obsolete:
        if asked is not None and not asked.poll.is_open:
            return Obsolete("a date is chosen, or it has ended")
        return super().context(mail, asked)


class DatesMail(_Question):
    name = asking.ASK
    label = gettext_lazy("which dates suit")
    template = "meetings/mails/dates"
    priority = Priority.INVITATION


class DatesReminderMail(_Question):
    """To guests; marks made meanwhile make it obsolete."""

    name = asking.REMINDER
    label = gettext_lazy("reminder: which dates suit")
    template = "meetings/mails/dates_reminder"
    priority = Priority.REMINDER

    def context(self, mail: OutgoingMail, asked: AskedPerson | None) -> dict[str, Any] | Obsolete:
        if asked is not None and asked.marked_at is not None:
            return Obsolete("marked meanwhile")
        return super().context(mail, asked)


class DatesEndedMail(_PollMail):
    """To guests; who signs in reads it in «Dette venter»."""

    name = asking.ENDED
    label = gettext_lazy("no date was found")
    template = "meetings/mails/dates_ended"
    priority = Priority.CHANGE
