"""What the one search finds of meetings, and of the minutes one may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.mailing import told
from meetings.models import Meeting, MinutesVersion
from partnership.common import norwegian
from partnership.common.searching import Group, Hit, InWords, Sought, group, matching

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


# «Dialogmøte» is a word of many meetings that do not have it in their title.
KIND = InWords("kind", Meeting.Kind)


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if sought.wants("moter"):

        def rows() -> QuerySet[Meeting]:
            return Meeting.objects.visible_to(user).order_by("-start", "-pk")

        found = list(matching(Meeting, rows, sought, "title", KIND))
        # When it is, as those invited know it: a date that has not been sent out is nobody's to find.
        known = told.as_known(found) if found else {}
        yield group("moter", _("Meetings"), found, sought, lambda meeting: _meeting(known[meeting.pk], sought))
    if sought.wants("referater"):

        def versions() -> QuerySet[MinutesVersion]:
            return MinutesVersion.objects.in_force().readable_by(user).with_meeting().order_by("-at", "-pk")

        read = matching(MinutesVersion, versions, sought, "minutes__meeting__title", "text")
        yield group("referater", _("Minutes of meetings"), read, sought, lambda version: _minutes(version, sought))


def _meeting(meeting: Meeting, sought: Sought) -> Hit:
    day = norwegian.format_day(norwegian.local(meeting.start).date(), year=True)
    line = f"{meeting.get_kind_display()}, {day}"
    return Hit.of(sought, meeting.title, meeting.get_absolute_url(), line)


def _minutes(version: MinutesVersion, sought: Sought) -> Hit:
    meeting = version.minutes.meeting
    day = norwegian.format_day(norwegian.local(meeting.start).date(), year=True)
    url = reverse("meetings:minutes", args=[meeting.pk])
    return Hit.of(sought, meeting.title, url, day, [version.text])
