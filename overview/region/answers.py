"""Who answers: meeting by meeting for all partners; municipality by municipality for itself and KS."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q

from ideas.models import Idea
from meetings.models import Invitation, Meeting, PastAnswer
from overview.region.figures import LAST_MEETINGS, SHOWN_MEETINGS, MeetingSum, Place
from overview.region.pipeline import Median

A_YEAR = dt.timedelta(days=365)


def of_last_meetings() -> list[MeetingSum]:
    """The newest meetings the partners have asked people to come to; two queries."""
    asked = Exists(Invitation.objects.active().sent().filter(meeting=OuterRef("pk")))
    meetings = Meeting.objects.partner_meetings_sent().filter(asked, is_save_the_date=False).order_by("-start", "-pk")
    pks = list(meetings.values_list("pk", flat=True)[:SHOWN_MEETINGS])
    counts = {reply: Count("pk", filter=Q(reply=word)) for reply, word in _REPLIES.items()}
    rows = Invitation.objects.active().sent().filter(meeting__in=pks).order_by().values("meeting")
    found = {row.pop("meeting"): row for row in rows.annotate(invited=Count("pk"), **counts)}
    return [MeetingSum(pk=pk, **found[pk]) for pk in pks if pk in found]  # the last may be taken back between


_REPLIES = {"comes": "comes", "maybe": "maybe", "declined": "declined", "silent": ""}


def fill(places: dict[int, Place], now: dt.datetime) -> None:
    """Four queries."""
    begun = Meeting.objects.partner_meetings_sent().to_contacts().filter(start__lte=now).order_by("-start", "-pk")
    for pk, replies in _replies(list(begun.values_list("pk", flat=True)[:LAST_MEETINGS])).items():
        places[pk].asked = len(replies)
        places[pk].answered = sum(replies.values())
    took = ExpressionWrapper(F("answered_at") - F("received_at"), output_field=DurationField())
    ideas = Idea.objects.received_since(now - A_YEAR).filter(answered_at__isnull=False).order_by()
    rows = ideas.values_list("municipality").annotate(median=Median(took, output_field=DurationField()))
    for pk, median in rows:
        places[pk].answer_days = median.days


def _replies(meetings: list[int]) -> dict[int, dict[int, bool]]:
    """By municipality and meeting whether anybody who was asked for it has answered."""
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    invited = Invitation.objects.active().sent().to_contacts().filter(meeting__in=meetings).order_by()
    past = PastAnswer.objects.filter(meeting__in=meetings).order_by()
    for rows, column in ((invited, "seat__fouicontact__municipality"), (past, "municipality")):
        for pk, meeting, answered in rows.values_list(column, "meeting").annotate(n=Count("pk", filter=~Q(reply=""))):
            found[pk][meeting] = found[pk].get(meeting, False) or answered > 0
    return found
