"""«Følg kommunen»: who wants to know of a municipality's new ideas and lessons, and telling them by notices.

A notice names the municipality and a number, and nothing of what an idea says. Whether the follower may see it is
asked when the notice is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas.models import Follow, Idea, Lesson
from ideas.permissions import can_follow
from municipalities.models import Municipality
from municipalities.permissions import is_contact_of
from partnership.common import once
from partnership.mail import notices
from partnership.mail.models import Notice
from partnership.people.models import User

# What is older is no news, also when it is shown to more people later.
NEWS_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class _News:
    key: str
    kind: str
    url: str
    line: str


@transaction.atomic
def follow(*, municipality: Municipality, by: User) -> bool:
    """Whether it was news; twice is once."""
    _row, is_new = Follow.objects.get_or_create(municipality=municipality, person=by)
    return is_new


@transaction.atomic
def stop(*, municipality: Municipality, by: User) -> bool:
    deleted, _by_kind = Follow.objects.of(by).of_municipality(municipality).delete()
    return bool(deleted)


def followed(user: User) -> list[Follow]:
    return list(Follow.objects.of(user).select_related("municipality").order_by("municipality__sort_name"))


def section(user: Any, municipality: Municipality) -> dict[str, Any]:
    """For ``ideas/_municipality.html``: what it has learned, and whether one follows it."""
    lessons = Lesson.objects.visible_to(user).in_municipality(municipality.slug).newest_first()
    signed_in = isinstance(user, User)
    return {
        "lessons": list(lessons[:5]),
        "may_follow": can_follow(user) and not is_contact_of(user, municipality),
        "follows": signed_in and Follow.objects.of(user).of_municipality(municipality).exists(),
    }


def tell(now: dt.datetime | None = None) -> int:
    """Notices to all followers of what is new and theirs to see; again and again gives nobody two about one thing."""
    since = (now or timezone.now()) - NEWS_FOR
    rows = Follow.objects.of_active().select_related("person", "municipality").order_by("person", "pk")
    with once.for_many():
        return sum(_tell(person, list(follows), since) for person, follows in groupby(rows, lambda row: row.person))


def _tell(person: User, follows: list[Follow], since: dt.datetime) -> int:
    with translation.override(person.language):
        news = [*_ideas(person, follows, since), *_lessons(person, follows, since)]
    known = set(Notice.objects.filter(person=person, key__in=[one.key for one in news]).values_list("key", flat=True))
    fresh = [one for one in news if one.key not in known]
    for one in fresh:
        notices.notify(person, one.kind, one.key, one.url, one.line)
    return len(fresh)


def _ideas(person: User, follows: list[Follow], since: dt.datetime) -> Iterator[_News]:
    begins = {row.municipality_id: max(row.since, since) for row in follows}
    for idea in Idea.objects.visible_to(person).of_municipalities(begins).open().received_since(since).with_holder():
        if idea.received_at >= begins[idea.municipality_id]:
            line = _("%(place)s has a new idea, %(number)s.")
            line = line % {"place": idea.municipality.name, "number": idea.number}
            yield _News(f"follow:idea:{idea.pk}", "ideas.followed_idea", idea.get_absolute_url(), line)


def _lessons(person: User, follows: list[Follow], since: dt.datetime) -> Iterator[_News]:
    begins = {row.municipality_id: max(row.since, since) for row in follows}
    for lesson in Lesson.objects.visible_to(person).of_places(begins).written_since(since).with_place():
        if lesson.at >= begins[lesson.idea.municipality_id] and lesson.by_id != person.pk:
            line = _("%(place)s tells what it has learned.") % {"place": lesson.idea.municipality.name}
            yield _News(
                f"follow:lesson:{lesson.pk}",
                "ideas.followed_lesson",
                reverse("ideas:lesson", args=[lesson.pk]),
                line,
            )
