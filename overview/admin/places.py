"""Municipalities, regional councils, innovation companies, their roles, and who covers what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brokers import covering
from brokers.models import Broker, Coverage, InnovationCompany
from brokers.permissions import can_keep_brokers
from municipalities.models import CouncilMembership, FouiContact, Municipality, RegionalCouncil
from municipalities.permissions import can_keep_register
from overview.admin.base import HistoryAdmin, RowsInline, WhyForm
from overview.admin.filters import CompanyFilter, CouncilFilter, CoverageFilter, HoldsFilter, PostmottakFilter
from overview.admin.people import SeatColumns
from partnership.common.history import because


class MembershipInline(RowsInline):
    model = CouncilMembership
    may = staticmethod(can_keep_register)
    verbose_name_plural = gettext_lazy("Regional councils the municipality lies in")


class MemberInline(MembershipInline):
    verbose_name_plural = gettext_lazy("Municipalities in the council")


class CoverageInline(RowsInline):
    """Which companies and brokers cover the municipality."""

    model = Coverage
    may = staticmethod(can_keep_brokers)
    fields = ["company", "broker", "since", "until", "is_confirmed", "source"]
    verbose_name_plural = gettext_lazy("Companies and brokers that cover the municipality")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("company", "broker", "municipality")


class CompanyCoverageInline(CoverageInline):
    fields = ["municipality", "broker", "since", "until", "is_confirmed", "source"]
    verbose_name_plural = gettext_lazy("Municipalities the company covers")


class BrokerCoverageInline(CoverageInline):
    fields = ["municipality", "since", "until", "is_confirmed", "source"]
    verbose_name_plural = gettext_lazy("Municipalities that this broker alone covers")


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    list_title = gettext_lazy("Municipalities")
    add_title = gettext_lazy("New municipality")
    may = staticmethod(can_keep_register)
    list_display = ["name", "number", "councils_in", "postmottak", "postmottak_checked"]
    list_filter = [CouncilFilter, PostmottakFilter]
    search_fields = ["number", "name", "official_name", "sami_name"]
    search_help_text = gettext_lazy("Name or number")
    ordering = ["sort_name"]
    fields = [
        "name", "number", "official_name", "sami_name", "org_number", "postmottak", "postmottak_checked", "website",
        "valid_from",
    ]  # fmt: skip
    inlines = [MembershipInline, CoverageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        return Municipality.objects.with_council_names()

    @admin.display(description=gettext_lazy("regional council"))
    def councils_in(self, place: Any) -> str:
        return ", ".join(place.council_names)

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        name, change = _("Role as FoUI contact"), "admin:municipalities_fouicontact_change"
        found = [(name, reverse(change, args=[seat.pk])) for seat in FouiContact.objects.in_municipality(obj).open()]
        if not found:
            add = reverse("admin:municipalities_fouicontact_add")
            found.append((_("New role as FoUI contact"), f"{add}?municipality={obj.pk}"))
        found.append((_("Ask postmottak who the contact is"), reverse("overview:postmottak", args=[obj.slug])))
        return [*found, *super().pages(request, obj)]


@admin.register(RegionalCouncil)
class RegionalCouncilAdmin(HistoryAdmin):
    list_title = gettext_lazy("Regional councils")
    add_title = gettext_lazy("New regional council")
    may = staticmethod(can_keep_register)
    list_display = ["name", "full_name", "members"]
    search_fields = ["name", "full_name"]
    search_help_text = gettext_lazy("Name")
    ordering = ["sort_name"]
    inlines = [MemberInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegionalCouncil]:
        return RegionalCouncil.objects.with_municipality_names()

    @admin.display(description=gettext_lazy("municipalities"))
    def members(self, council: Any) -> str:
        return ", ".join(council.municipality_names)


@admin.register(FouiContact)
class FouiContactAdmin(SeatColumns, HistoryAdmin):
    list_title = gettext_lazy("Roles as FoUI contact")
    add_title = gettext_lazy("New role as FoUI contact")
    may = staticmethod(can_keep_register)
    list_display = ["place", "holder", "deputies", "confirmed", "role_email", "closed_on"]
    fields = ["municipality", "area", "role_email", "closed_on"]
    list_filter = [HoldsFilter]
    search_fields = ["place", "terms__person__name"]
    search_help_text = gettext_lazy("Place or person")
    ordering = ["sort_place"]


class CompanyForm(WhyForm):
    council = forms.ModelChoiceField(
        RegionalCouncil.objects,
        required=False,
        label=gettext_lazy("Cover a whole regional council"),
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy(
            "Every municipality in it from today. What the company covers already stays as it is."
        ),
    )


@admin.register(InnovationCompany)
class InnovationCompanyAdmin(HistoryAdmin):
    list_title = gettext_lazy("Innovation companies")
    add_title = gettext_lazy("New innovation company")
    may = staticmethod(can_keep_brokers)
    form = CompanyForm
    fields = ["name", "kind", "seat_place", "website", "about", "source", "last_checked", "is_active", "council"]
    list_display = ["name", "kind", "seat_place", "covers", "last_checked", "is_active"]
    search_fields = ["name", "seat_place"]
    search_help_text = gettext_lazy("Name or place")
    ordering = ["sort_name"]
    inlines = [CompanyCoverageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InnovationCompany]:
        return InnovationCompany.objects.with_brokers_and_coverage()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if council := form.cleaned_data["council"]:
            with because(form.cleaned_data["why"]):
                new = covering.cover_council(company=form.instance, council=council)
            text = ngettext("%(n)s municipality more is covered.", "%(n)s municipalities more are covered.", new)
            self.message_user(request, text % {"n": new})

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        own = f"?company={obj.pk}"
        return [
            (_("The company's brokers"), reverse("admin:brokers_broker_changelist") + own),
            (_("New role as competence broker"), reverse("admin:brokers_broker_add") + own),
            *super().pages(request, obj),
        ]

    @admin.display(description=gettext_lazy("covers today"))
    def covers(self, company: Any) -> str:
        names = [line.municipality.name for line in company.current_coverage]
        return ", ".join(dict.fromkeys(names))


@admin.register(Broker)
class BrokerAdmin(SeatColumns, HistoryAdmin):
    list_title = gettext_lazy("Roles as competence broker")
    add_title = gettext_lazy("New role as competence broker")
    may = staticmethod(can_keep_brokers)
    list_display = ["company_name", "holder", "deputies", "confirmed", "role_email", "closed_on"]
    fields = ["company", "themes", "role_email", "closed_on"]
    list_filter = [HoldsFilter, CompanyFilter]
    search_fields = ["place", "terms__person__name"]
    search_help_text = gettext_lazy("Company or person")
    list_select_related = ["company"]
    ordering = ["sort_place"]
    inlines = [BrokerCoverageInline]

    @admin.display(description=gettext_lazy("company"), ordering="sort_place")
    def company_name(self, seat: Broker) -> str:
        return seat.place

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """What a broker covers alone is the company's coverage too, since the row names both."""
        for row in formset.forms:
            row.instance.company = form.instance.company
        super().save_formset(request, form, formset, change)


@admin.register(Coverage)
class CoverageAdmin(HistoryAdmin):
    list_title = gettext_lazy("Who covers what")
    add_title = gettext_lazy("New coverage")
    may = staticmethod(can_keep_brokers)
    list_display = ["municipality", "company", "broker", "since", "until", "is_confirmed"]
    list_filter = [CoverageFilter, CompanyFilter]
    search_fields = ["municipality__name", "company__name"]
    search_help_text = gettext_lazy("Municipality or company")
    list_select_related = ["company", "broker", "municipality"]
    ordering = ["municipality__sort_name", "company__sort_name"]
    can_delete = True
