"""Adjectives over lessons. A lesson is seen by those who see its idea, and by everybody when it is public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ideas.models import Idea, Lesson


class LessonQuerySet(models.QuerySet["Lesson"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """A withdrawn idea takes its lesson with it, but for what everybody reads: that is the municipality's own."""
        from ideas.models import Idea

        seen = Idea.objects.visible_to(user).exclude(stage="withdrawn").values("pk")
        return self.filter(Q(is_public=True) | Q(idea__in=seen))

    def public(self) -> Self:
        return self.filter(is_public=True)

    def ask_no_more(self, idea: Idea) -> int:
        """The sender's yes to everybody reading it is not waited for any more."""
        return self.filter(idea=idea, is_public=False).update(public_asked_at=None)

    def of_idea(self, idea: Idea) -> Lesson | None:
        return self.filter(idea=idea).first()

    def with_place(self) -> Self:
        return self.select_related("idea__municipality")

    def with_applause(self, user: User | AnonymousUser | Any) -> Self:
        """``claps``: how many; ``is_mine``: whether ``user`` is one of them."""
        own = user.pk if isinstance(user, User) else 0
        mine = _applause().filter(person=own)
        return self.annotate(claps=_claps(), is_mine=Exists(mine))

    def most_applauded(self, since: dt.datetime, until: dt.datetime) -> Self:
        """By applause in the time, the newest first among equals."""
        return self.annotate(claps=_claps(at__gte=since, at__lt=until)).order_by("-claps", "-at", "-pk")

    def written_before(self, moment: dt.datetime) -> Self:
        return self.filter(at__lt=moment)

    def written_since(self, moment: dt.datetime) -> Self:
        return self.filter(at__gte=moment)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def of_month(self, first: dt.date) -> Self:
        return self.filter(month=first)

    def that_of_month_first(self, first: dt.date) -> Self:
        """The lesson of the month, then the newest."""
        chosen = Case(When(month=first, then=0), default=1, output_field=IntegerField())
        return self.order_by(chosen, "-at", "-pk")

    def never_of_a_month(self) -> Self:
        return self.filter(month__isnull=True)

    def in_municipality(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(idea__municipality__slug=slug) if slug else self

    def of_places(self, places: Any) -> Self:
        return self.filter(idea__municipality__in=places)

    def with_theme(self, slug: str) -> Self:
        return self.filter(idea__themes__slug=slug) if slug else self


def _applause() -> models.QuerySet[Any, Any]:
    from ideas.models import Applause

    return Applause.objects.filter(lesson=OuterRef("pk"))


def _claps(**within: dt.datetime) -> Coalesce:
    counted = _applause().filter(**within).order_by().values("lesson").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
