"""The questions one may ask of the workroom's lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from partnership.mail import kinds
from partnership.mail.models import OutgoingMail


class ChosenFilter(admin.SimpleListFilter):
    """One of a few questions about a row, each answered by an adjective of its queryset."""

    questions: dict[str, tuple[Any, Callable[[Any], QuerySet[Any]]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _ask) in self.questions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.questions.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset


class HoldsFilter(ChosenFilter):
    title = gettext_lazy("who has the role")
    parameter_name = "holds"
    questions = {
        "vacant": (gettext_lazy("nobody"), lambda rows: rows.vacant()),
        "unconfirmed": (gettext_lazy("not confirmed for a year"), lambda rows: rows.unconfirmed()),
    }


class TodayFilter(ChosenFilter):
    title = gettext_lazy("today")
    parameter_name = "today"
    questions = {"yes": (gettext_lazy("has the role today"), lambda rows: rows.current())}


class ArrivedFilter(ChosenFilter):
    title = gettext_lazy("arrived")
    parameter_name = "arrived"
    questions = {"no": (gettext_lazy("did not arrive"), lambda rows: rows.undelivered())}


class CheckedFilter(ChosenFilter):
    title = gettext_lazy("last checked")
    parameter_name = "checked"
    questions = {"stale": (gettext_lazy("too long ago"), lambda rows: rows.stale())}


class MailKindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return sorted(((name, kind.label) for name, kind in kinds.registry().items()), key=lambda pair: str(pair[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset & OutgoingMail.objects.of_kind(self.value() or "")
