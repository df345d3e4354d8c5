"""People, their roles, and who has had which role when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.permissions import can_keep_register
from overview.admin.base import HistoryAdmin, OfficerAdmin, WhyForm
from overview.admin.filters import (
    HoldsFilter,
    PersonFilter,
    ProposalFilter,
    RoleKindFilter,
    SignInFilter,
    TodayFilter,
)
from partnership.common import norwegian
from partnership.partners.permissions import can_keep_person, may_hand_over_among
from partnership.people import addresses
from partnership.people.models import HandoverProposal, RoleTerm, Seat, User


class PersonForm(WhyForm):
    """A new address lets somebody else in: it wants a reason, and must be nobody else's."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "email" in self.changed_data and data.get("email"):
            try:
                addresses.check(person=self.instance, email=data["email"], reason=data.get("why", ""))
            except ValidationError as error:
                self.add_error(None, error)
        return data


@admin.register(User)
class UserAdmin(HistoryAdmin):
    list_title = gettext_lazy("People")
    lead = gettext_lazy("People come here when they get a role. To give somebody one, choose the role.")
    form = PersonForm
    may = staticmethod(can_keep_register)
    list_display = ["name", "roles_today", "email", "phone", "last_seen"]
    list_filter = [PersonFilter, SignInFilter]
    search_fields = ["name"]  # what is searched in is said by ``known_by``
    search_help_text = gettext_lazy("Name, place, address or telephone")
    fields = ["name", "email", "phone", "language", "is_active"]
    ordering = ["sort_name"]
    can_add = False  # people come by a term or an invitation

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.objects.with_roles()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.known_by(search_term), False

    @admin.display(description=gettext_lazy("role"))
    def roles_today(self, person: Any) -> str:
        """Each with its place; away, closed and superuser besides."""
        found = [term.seat.title if not term.is_deputy else _deputy(term) for term in person.current_terms]
        if person.is_superuser:
            found.append(_("runs the portal"))
        if person.away_until:
            found.append(_("away until %(day)s") % {"day": norwegian.format_day(person.away_until, weekday=False)})
        if not person.is_active:
            found.append(_("may not sign in"))
        return ", ".join(found)

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        held = [term.seat for term in obj.current_terms if not term.is_deputy]
        may = may_hand_over_among(request.user, held)
        return [
            (_("Hand over: %(role)s") % {"role": seat.title}, reverse("overview:handover", args=[seat.pk]))
            for seat in held
            if seat.pk in may
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_keep_person(request.user, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """One's own address is changed on one's own page, where a code proves it."""
        return ["email"] if obj == request.user else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # type: ignore[override]
        wanted = obj.email
        if "email" in form.changed_data:
            obj.email = form.initial["email"]
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            assert isinstance(request.user, User)
            addresses.change(person=obj, email=wanted, by=request.user, reason=form.cleaned_data["why"])
            self.message_user(request, _("The old address is told, and the person is signed out everywhere."))


def _deputy(term: RoleTerm) -> str:
    return _("deputy for the %(role)s") % {"role": term.seat.title}


class SeatColumns:
    """Who holds a role: after ``with_current_terms``."""

    @admin.display(description=gettext_lazy("has the role"))
    def holder(self, seat: Seat) -> str:
        return ", ".join(term.person.name for term in seat.current_terms if not term.is_deputy) or _("nobody")

    @admin.display(description=gettext_lazy("deputies"))
    def deputies(self, seat: Seat) -> str:
        return ", ".join(term.person.name for term in seat.current_terms if term.is_deputy)

    @admin.display(description=gettext_lazy("confirmed"))
    def confirmed(self, seat: Seat) -> str:
        """«ikke bekreftet», the last day, or when it was confirmed."""
        for term in seat.current_terms:
            if term.is_deputy:
                continue
            if term.until:
                return _("leaves %(day)s") % {"day": norwegian.format_day(term.until, weekday=False)}
            if not term.is_confirmed:
                return _("not confirmed")
            heard = norwegian.local(term.last_confirmed).date() if term.last_confirmed else term.since
            return norwegian.format_day(heard, weekday=False)
        return ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.with_current_terms()  # type: ignore[attr-defined,no-any-return]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """A new role is of use when somebody has it: that is the next step."""
        messages.success(request, _("Added: %(what)s") % {"what": obj})
        return redirect("overview:handover", obj.pk)

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        found = []
        if not obj.is_closed and obj.pk in may_hand_over_among(request.user, [obj]):
            word = _("Hand the role over") if self.holder(obj) != _("nobody") else _("Give somebody the role")
            found.append((word, reverse("overview:handover", args=[obj.pk])))
        if not obj.is_closed:
            found.append((_("See the page"), reverse("overview:role_page", args=[obj.pk])))
        return found


@admin.register(Seat)
class SeatAdmin(SeatColumns, OfficerAdmin):
    """Every role of all three kinds: to see who has it and to give it to somebody."""

    list_title = gettext_lazy("Give somebody a role")
    lead = gettext_lazy("Choose the role. Whoever gets it is told by mail, and so is whoever had it.")
    may = staticmethod(can_keep_register)
    list_display = ["role", "holder", "deputies", "confirmed", "next_step"]
    list_display_links = None
    list_filter = [RoleKindFilter, HoldsFilter]
    search_fields = ["place", "terms__person__name"]
    search_help_text = gettext_lazy("Place or person")
    ordering = ["sort_place", "kind", "pk"]
    can_add = can_change = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        return Seat.objects.open().with_current_terms()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        may = may_hand_over_among(request.user, found.result_list)
        for seat in found.result_list:
            seat.may_be_handed_over = seat.pk in may
        return found

    @admin.display(description=gettext_lazy("role"), ordering="sort_place")
    def role(self, seat: Seat) -> str:
        page = reverse("overview:role_page", args=[seat.pk])
        return format_html('<a class="ds-link" href="{}">{}</a>', page, _capital(seat.title))

    @admin.display(description="")
    def next_step(self, seat: Any) -> str:
        if not seat.may_be_handed_over:
            return ""
        held = any(not term.is_deputy for term in seat.current_terms)
        return format_html(
            '<a class="ds-link nobr" href="{}">{}<span class="ds-sr-only">: {}</span></a>',
            reverse("overview:handover", args=[seat.pk]),
            _("Hand over") if held else _("Give the role"),
            seat.title,
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@admin.register(RoleTerm)
class RoleTermAdmin(HistoryAdmin):
    list_title = gettext_lazy("Who has had which role")
    may = staticmethod(can_keep_register)
    list_display = ["seat", "person", "capacity", "since", "until", "last_confirmed"]
    list_filter = [TodayFilter, "capacity", "seat__kind"]
    ordering = ["seat__sort_place", "-since"]
    search_fields = ["person__name", "seat__place"]
    search_help_text = gettext_lazy("Place or person")
    list_select_related = ["seat", "person"]
    can_add = can_change = False  # the hand-over form does it, with all that follows

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        if obj.seat.is_closed or obj.seat_id not in may_hand_over_among(request.user, [obj.seat]):
            return []
        return [(_("Hand the role over"), reverse("overview:handover", args=[obj.seat_id]))]


@admin.register(HandoverProposal)
class HandoverProposalAdmin(OfficerAdmin):
    """What was answered to «still you?» without signing in."""

    list_title = gettext_lazy("Proposed hand-overs")
    lead = gettext_lazy("Somebody has answered the link in the mail. Nothing happens before you have accepted it.")
    may = staticmethod(can_keep_register)
    list_filter = [ProposalFilter]
    list_display = ["role", "on", "name", "proposed_at", "outcome"]
    list_select_related = ["term__seat", "term__person", "closed_by"]
    fields = ["role", "on", "name", "email", "phone", "proposed_at", "outcome", "closed_at", "closed_by"]
    readonly_fields = ["role", "outcome"]
    can_add = can_change = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[HandoverProposal]:
        return HandoverProposal.objects.with_term()

    @admin.display(description=gettext_lazy("role"))
    def role(self, proposal: HandoverProposal) -> str:
        return f"{_capital(proposal.term.seat.title)}: {proposal.term.person.name}"

    @admin.display(description=gettext_lazy("state"))
    def outcome(self, proposal: HandoverProposal) -> str:
        if not proposal.is_closed:
            return _("waits for an answer")
        return _("accepted") if proposal.was_accepted else _("put aside")

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        seat = obj.term.seat
        if obj.is_closed or seat.pk not in may_hand_over_among(request.user, [seat]):
            return []
        return [(_("Accept it or put it aside"), reverse("overview:settle_handover", args=[obj.pk]))]
