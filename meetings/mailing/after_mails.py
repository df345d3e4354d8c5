"""The one mail after a meeting: thanks, or what the person missed, and what each is to follow up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from meetings.mailing import reminding
from meetings.mailing.mails import MeetingMail
from meetings.models import Agreement, FollowUp, Invitation, Minutes
from partnership.common import norwegian
from partnership.mail.kinds import Obsolete
from partnership.mail.models import OutgoingMail

MOST_FOLLOW_UPS = 10


class ThanksMail(MeetingMail):
    """What was agreed, the materials, one's own follow-ups by their day (what they are about stands behind the link),
    and, to those who were there, three questions."""

    name = reminding.THANKS
    label = gettext_lazy("thanks for the meeting")
    template = "meetings/mails/thanks"
    has_calendar = False
    personal = (*MeetingMail.personal, "feedback_url", "minutes_url")

    def variant(self, context: dict[str, Any]) -> Hashable:
        own = tuple(one.pk for one in context["follow_ups"])
        return (super().variant(context), context["was_there"], own)

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        """Three queries more: follow-ups, where something is noted as agreed, and where minutes are published."""
        made = super().contexts(rows)
        whole = [one for one in made.values() if isinstance(one, dict)]
        invitations = [one["invitation"] for one in whole]
        own = _follow_ups(invitations)
        agreed = Agreement.objects.meetings_with_some({one.meeting_id for one in invitations})
        minutes = Minutes.objects.published().meetings_among({one.meeting_id for one in invitations})
        for context in whole:
            invitation: Invitation = context["invitation"]
            context["follow_ups"] = own.get((invitation.meeting_id, invitation.person_id), [])
            has_minutes = invitation.meeting_id in minutes
            context["minutes_url"] = f"{context['answer_url']}referat/" if has_minutes else ""
            context["has_agreements"] = invitation.meeting_id in agreed
            context["has_agreed"] = context["has_agreements"] or bool(context["meeting"].agreed)
        return made

    def _context(self, invitation: Any, message: Any, shared: Any) -> dict[str, Any] | Obsolete:
        context = super()._context(invitation, message, shared)
        if isinstance(context, dict):
            held = norwegian.local(context["meeting"].end).date()
            context["was_yesterday"] = held == norwegian.today() - dt.timedelta(days=1)
            context["was_there"] = invitation.was_there
            asks = invitation.may_give_feedback
            context["feedback_url"] = f"{context['answer_url']}tilbakemelding/" if asks else ""
        return context


def _follow_ups(invitations: Iterable[Invitation]) -> dict[tuple[int, int | None], list[FollowUp]]:
    """Open ones that came of the meetings, moved on since or not, by meeting and who has them today; each with
    the address of its own page as ``url``. One query, none where nobody has a sign-in."""
    meetings = {one.meeting_id for one in invitations}
    persons = {one.person_id for one in invitations if one.person_id}
    found: dict[tuple[int, int | None], list[FollowUp]] = defaultdict(list)
    if not persons:
        return found
    open_ones = FollowUp.objects.that_came_of_any(meetings).open()
    for one in open_ones.of_owners_today(persons).order_by("due", "pk"):
        one.url = settings.PORTAL_URL + reverse("answers:follow_up", args=[one.token(one.owner)])
        for meeting in meetings & {one.meeting_id, one.first_meeting_id or one.meeting_id}:
            if len(found[meeting, one.owner]) < MOST_FOLLOW_UPS:
                found[meeting, one.owner].append(one)
    return found
