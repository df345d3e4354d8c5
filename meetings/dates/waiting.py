"""What date polls make wait: to mark, and for those who asked to choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import AskedPerson, DatePoll
from meetings.waiting import mail_from
from partnership.common import norwegian
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    asked = AskedPerson.objects.arrived().silent().of(user).in_open_polls().with_date_to_come().select_related("poll")
    yield OfRows(asked.order_by("poll__answer_by", "pk")[:10], _to_mark)
    # When all have marked, or the day to answer by has passed.
    polls = DatePoll.objects.organised_by(user).open().with_date_to_come().with_counts()
    polls = polls.filter(Q(answer_by__lt=on) | Q(marked_count=F("asked_count")))
    yield OfRows(polls.order_by("answer_by", "pk")[:10], _to_choose, by_role=False)


def _to_mark(rows: Iterable[AskedPerson]) -> Iterator[Waiting]:
    """Until one has marked. Reminded, it has another key, so that it is mailed once more."""
    for asked in rows:
        poll = asked.poll
        url = reverse("meetings:date_marks", args=[poll.pk, asked.pk])
        yield Waiting(
            key=f"dates:{asked.pk}{':reminded' if asked.reminded_at else ''}",
            title=_("Which dates suit you for «%(title)s»?") % {"title": poll.title},
            sentence=_("Answer by %(day)s.") % {"day": norwegian.format_day(poll.answer_by)},
            url=url,
            due=poll.answer_by,
            minutes=1,
            weight=12,
            actions=(Action(_("Mark the dates"), url),),
            mail_url=settings.PORTAL_URL + reverse("answers:dates", args=[asked.token()]),
            mail_from=None if asked.reminded_at else mail_from(asked.asked_at, poll.answer_by),
            seat=asked.seat_id,
        )


def _to_choose(polls: Iterable[DatePoll]) -> Iterator[Waiting]:
    for poll in polls:
        yield Waiting(
            key=f"dates-choose:{poll.pk}",
            title=_("Choose a date for «%(title)s»") % {"title": poll.title},
            sentence=_("%(marked)s of %(asked)s have marked.")
            % {"marked": poll.marked_count, "asked": poll.asked_count},
            url=poll.get_absolute_url(),
            minutes=2,
            weight=21,
            actions=(Action(_("See the marks"), poll.get_absolute_url()),),
        )
