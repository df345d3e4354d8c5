"""Chainable adjectives over minutes, their versions and the remarks on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from partnership.people.models import RoleTerm

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import Meeting, Minutes, MinutesVersion, Remark  # noqa: F401
    from partnership.people.models import User


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("author")

    def begun(self) -> Self:
        """Somebody has saved something: a row alone is a lock."""
        return self.filter(version__gt=0)

    def published(self) -> Self:
        return self.filter(state="published")

    def meetings_among(self, meetings: Iterable[int]) -> set[int]:
        """Those of them that have such minutes."""
        return set(self.filter(meeting__in=list(meetings)).values_list("meeting", flat=True))

    def to_publish(self, host: User, on: dt.date) -> Self:
        """The host's, when the days for remarks are over."""
        return self._falling_to(host, "meeting__host").filter(state="remarks", remarks_until__lt=on)

    def with_unanswered(self, author: User) -> Self:
        """Not published, the author's own, with remarks nobody has answered: ``unanswered`` is how many."""
        count = Count("remarks", filter=Q(remarks__answered_at=None))
        rows = self._falling_to(author, "author").filter(state="remarks")
        return rows.annotate(unanswered=count).filter(unanswered__gt=0).order_by("pk")

    def _falling_to(self, person: User, whose: str) -> Self:
        """With the meeting: the person's own, and where whoever it lies with has left those who have the meeting, all
        that the person organises. ``whose``: the path to whom it lies with."""
        from meetings.models import Meeting

        has = Q(seat=OuterRef("meeting__owner_seat"))
        has |= Q(seat__partnerofficer__partner=OuterRef("meeting__owner_partner"))
        has |= Q(seat__partnerofficer__partner__cohosted_meetings=OuterRef("meeting"))
        stays = RoleTerm.objects.current().of_active().filter(has, person=OuterRef(whose))
        organised = Meeting.objects.organised_by(person).values("pk")
        mine = Q(**{whose: person}) | (~Exists(stays) & Q(meeting__in=organised))
        return self.filter(mine).select_related("meeting")


class MinutesVersionQuerySet(models.QuerySet["MinutesVersion"]):
    def in_force(self) -> Self:
        """Of published minutes the newest."""
        newer = self.model.objects.filter(
            minutes=OuterRef("minutes"), is_published=True, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), is_published=True, minutes__state="published")

    def readable_by(self, user: User | AnonymousUser) -> Self:
        """Published ones, as ``permissions.can_read_minutes`` has it: for all who may join the meeting."""
        from meetings.models import Meeting

        return self.filter(minutes__meeting__in=Meeting.objects.joined_by(user).values("pk"))

    def with_meeting(self) -> Self:
        return self.select_related("minutes__meeting")

    def published(self) -> Self:
        """In order; not what was out for remarks, which fewer have read."""
        return self.filter(is_published=True).order_by("number")

    def corrections(self) -> Self:
        """What was mended after they were published, the newest first."""
        return self.filter(is_published=True).exclude(why="").order_by("-number")


class RemarkQuerySet(models.QuerySet["Remark"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(minutes__meeting=meeting).select_related("invitation")

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)
