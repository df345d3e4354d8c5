"""The questions one may ask of the workroom's lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from brokers.models import InnovationCompany
from meetings.models import Meeting
from municipalities.models import RegionalCouncil
from partnership.common.numbers import key
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from partnership.people.models import SeatKind


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
        "held": (gettext_lazy("somebody"), lambda rows: rows.held()),
        "unconfirmed": (gettext_lazy("not confirmed for a year"), lambda rows: rows.unconfirmed()),
        "leaving": (gettext_lazy("somebody who leaves, and nobody follows"), lambda rows: rows.leaving()),
    }


class RoleKindFilter(ChosenFilter):
    title = gettext_lazy("kind of role")
    parameter_name = "kind"
    questions = {
        SeatKind.CONTACT.value: (SeatKind.CONTACT.label, lambda rows: rows.of_kind(SeatKind.CONTACT)),
        SeatKind.BROKER.value: (SeatKind.BROKER.label, lambda rows: rows.of_kind(SeatKind.BROKER)),
        SeatKind.OFFICER.value: (SeatKind.OFFICER.label, lambda rows: rows.of_kind(SeatKind.OFFICER)),
    }


class PersonFilter(ChosenFilter):
    title = gettext_lazy("role today")
    parameter_name = "role"
    questions = {
        "yes": (gettext_lazy("has a role"), lambda rows: rows.with_current_role()),
        "none": (gettext_lazy("without a role"), lambda rows: rows.without_current_role()),
        "away": (gettext_lazy("away today"), lambda rows: rows.away()),
        "ended": (gettext_lazy("has left"), lambda rows: rows.who_have_left()),
    }


class SignInFilter(ChosenFilter):
    title = gettext_lazy("sign-in")
    parameter_name = "signin"
    questions = {
        "open": (gettext_lazy("open"), lambda rows: rows.active()),
        "closed": (gettext_lazy("closed"), lambda rows: rows.closed()),
    }


class TodayFilter(ChosenFilter):
    title = gettext_lazy("when")
    parameter_name = "today"
    questions = {
        "yes": (gettext_lazy("has the role today"), lambda rows: rows.current()),
        "later": (gettext_lazy("begins later"), lambda rows: rows.not_begun()),
    }


class CouncilFilter(admin.SimpleListFilter):
    title = gettext_lazy("regional council")
    parameter_name = "council"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(RegionalCouncil.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.in_council(self.value() or "")  # type: ignore[attr-defined,no-any-return]


class PostmottakFilter(ChosenFilter):
    title = gettext_lazy("postmottak")
    parameter_name = "postmottak"
    questions = {"missing": (gettext_lazy("missing"), lambda rows: rows.without_postmottak())}


class CompanyFilter(admin.SimpleListFilter):
    title = gettext_lazy("company")
    parameter_name = "company"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(pk), name) for pk, name in InnovationCompany.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = key(self.value() or "")
        return queryset.of_company(value) if value else queryset  # type: ignore[attr-defined]


class CoverageFilter(ChosenFilter):
    title = gettext_lazy("state")
    parameter_name = "covers"
    questions = {
        "now": (gettext_lazy("covers today"), lambda rows: rows.current()),
        "unconfirmed": (gettext_lazy("covers today, not confirmed"), lambda rows: rows.current().unconfirmed()),
    }


class CheckedFilter(ChosenFilter):
    title = gettext_lazy("last checked")
    parameter_name = "checked"
    questions = {"stale": (gettext_lazy("too long ago"), lambda rows: rows.to_check())}


class LinkFilter(ChosenFilter):
    title = gettext_lazy("link")
    parameter_name = "link"
    questions = {"broken": (gettext_lazy("does not answer"), lambda rows: rows.with_broken_link())}


class MeetingFilter(ChosenFilter):
    title = gettext_lazy("state")
    parameter_name = "when"
    questions = {
        "draft": (Meeting.State.DRAFT.label, lambda rows: rows.in_state("draft")),
        "coming": (gettext_lazy("to come"), lambda rows: rows.open_and_upcoming()),
        "unsent": (gettext_lazy("a change is not sent"), lambda rows: rows.with_unsent_change()),
        "past": (gettext_lazy("over"), lambda rows: rows.past()),
        "cancelled": (Meeting.State.CANCELLED.label, lambda rows: rows.in_state("cancelled")),
    }


class ProposalFilter(ChosenFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    questions = {
        "open": (gettext_lazy("waits for an answer"), lambda rows: rows.open()),
        "closed": (gettext_lazy("settled"), lambda rows: rows.closed()),
    }


class EnquiryFilter(ChosenFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    questions = {
        "silent": (gettext_lazy("waits for the municipality"), lambda rows: rows.open().unanswered()),
        "answered": (gettext_lazy("answered, waits for you"), lambda rows: rows.open().answered()),
        "closed": (gettext_lazy("settled"), lambda rows: rows.closed()),
    }


class ArrivedFilter(ChosenFilter):
    title = gettext_lazy("arrived")
    parameter_name = "arrived"
    questions = {
        "no": (gettext_lazy("did not arrive"), lambda rows: rows.undelivered()),
        "refused": (gettext_lazy("refused by the receiver"), lambda rows: rows.refused()),
        "waiting": (gettext_lazy("waits in the portal"), lambda rows: rows.waiting()),
    }


class MailStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(OutgoingMail.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.in_state(self.value() or "")  # type: ignore[attr-defined,no-any-return]


class MailKindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        named = ((name, capfirst(str(kind.label))) for name, kind in kinds.registry().items())
        return sorted(named, key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.of_kind(self.value() or "")  # type: ignore[attr-defined,no-any-return]


class MailMeetingFilter(admin.SimpleListFilter):
    """The newest meetings the reader sees that something was sent out about."""

    title = gettext_lazy("meeting")
    parameter_name = "meeting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = Meeting.objects.visible_to(request.user).with_messages().for_list()[:40]
        return [(str(meeting.pk), f"{meeting.title}, {meeting.when}") for meeting in chosen]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = key(self.value() or "")
        if not value:
            return queryset
        meetings = Meeting.objects.visible_to(request.user).among([value])
        return queryset.of_groups(meetings.mail_groups())  # type: ignore[attr-defined,no-any-return]
