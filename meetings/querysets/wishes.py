"""Chainable adjectives over what people say when they answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from partnership.people import roles

if TYPE_CHECKING:
    from meetings.models import Meeting, PracticalNeed, Wish  # noqa: F401
    from partnership.people.models import User


class WishQuerySet(models.QuerySet["Wish"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(invitation__meeting=meeting).select_related("theme")


class PracticalNeedQuerySet(models.QuerySet["PracticalNeed"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(invitation__meeting=meeting)

    def of_those_coming(self) -> Self:
        """Of those who come or may come, and whose invitation stands."""
        return self.filter(invitation__reply__in=["comes", "maybe"], invitation__withdrawn_at=None)

    def told_to_person(self, user: User) -> Self:
        """Said while the person was host."""
        return self.filter(host=user)

    def told_to(self, user: User, meeting: Meeting) -> Self:
        """Said while the person was host; to today's host also what was said to another of the same partner, or to
        the role that has the meeting."""
        from partnership.partners.models import PartnerOfficer

        chosen = Q(host=user)
        if user.pk == meeting.host_id:
            chosen |= Q(partner__in=PartnerOfficer.objects.held_by(user).values("partner"))
            if meeting.owner_seat_id in {seat.pk for seat in roles.seats_of(user)}:
                chosen |= Q(partner=None)
        return self.filter(chosen)

    def about_access(self) -> Self:
        return self.filter(Q(captions=True) | Q(sign_language=True) | ~Q(access=""))

    def empty(self) -> Self:
        return self.filter(captions=False, sign_language=False, access="", food="")

    def of_meetings_over_before(self, moment: dt.datetime) -> Self:
        return self.filter(invitation__meeting__end__lt=moment)
