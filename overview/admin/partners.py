"""The partners, their advisers' roles, themes, research organisations, schemes and calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from overview.admin.base import HistoryAdmin
from overview.admin.confirming import ask_first
from overview.admin.filters import CheckedFilter, HoldsFilter, LinkFilter
from overview.admin.people import SeatColumns
from partnership.common import norwegian
from partnership.partners import checking
from partnership.partners.models import (
    FundingCall,
    FundingScheme,
    Partner,
    PartnerOfficer,
    ResearchOrganisation,
    Theme,
)
from partnership.partners.permissions import can_keep_funding, can_keep_officer, can_keep_partners
from partnership.people.models import User


@admin.register(Partner)
class PartnerAdmin(HistoryAdmin):
    """The partners themselves come with the region's data; what one of them alone may do hangs on its slug."""

    list_title = gettext_lazy("Partners")
    may = staticmethod(can_keep_partners)
    list_display = ["name", "short_name", "role"]
    fields = ["name", "short_name", "role", "about", "website", "order"]
    can_add = False


@admin.register(PartnerOfficer)
class PartnerOfficerAdmin(SeatColumns, HistoryAdmin):
    """Advisers' roles, each kept by its own partner."""

    list_title = gettext_lazy("The partners' advisers")
    lead = gettext_lazy("Each partner keeps its own advisers. You can see the others'.")
    add_title = gettext_lazy("New role as adviser")
    may = staticmethod(can_keep_partners)
    fields = ["partner", "task", "order", "role_email", "closed_on"]
    list_display = ["place", "task", "holder", "deputies", "confirmed", "role_email", "closed_on"]
    list_filter = [HoldsFilter]
    search_fields = ["place", "task", "terms__person__name"]
    search_help_text = gettext_lazy("Partner, task or person")
    ordering = ["sort_place", "order", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["partner"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_keep_officer(request.user, obj))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "partner" and not request.user.is_superuser:
            assert isinstance(request.user, User)
            kwargs["queryset"] = Partner.objects.of_officer(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Theme)
class ThemeAdmin(HistoryAdmin):
    list_title = gettext_lazy("Themes")
    add_title = gettext_lazy("New theme")
    may = staticmethod(can_keep_partners)
    list_display = ["name", "group"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Name")


@admin.register(ResearchOrganisation)
class ResearchOrganisationAdmin(HistoryAdmin):
    list_title = gettext_lazy("Research organisations")
    add_title = gettext_lazy("New research organisation")
    may = staticmethod(can_keep_partners)
    list_display = ["name", "kind", "website"]
    search_fields = ["name", "kind"]
    search_help_text = gettext_lazy("Name or kind")
    ordering = ["sort_name"]


class Checks(HistoryAdmin):
    """*Sist sjekket*: whoever has read the source says so, for several rows at once."""

    actions = ["checked_today"]
    may = staticmethod(can_keep_funding)
    unsaid: Any = gettext_lazy("not known")

    @admin.display(description=gettext_lazy("link"))
    def link_state(self, row: FundingScheme | FundingCall) -> str:
        if not row.link:
            return ""
        if row.link_is_broken and row.link_broken_since:
            since = norwegian.format_day(norwegian.local(row.link_broken_since).date(), weekday=False)
            return _("has not answered since %(day)s") % {"day": since}
        return _("it answers") if row.link_checked_at and row.link_tried == row.link else _("not tried yet")

    @admin.display(description=gettext_lazy("checked by"))
    def checker(self, row: FundingScheme | FundingCall) -> str:
        return row.checker

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.BooleanField) and db_field.null:
            yes, no = pgettext("answer", "yes"), pgettext("answer", "no")
            field.widget = forms.NullBooleanSelect()
            field.widget.choices = [("unknown", self.unsaid), ("true", yes), ("false", no)]
        return field

    def has_check_permission(self, request: HttpRequest) -> bool:
        return bool(self.may(request.user))

    @admin.action(description=gettext_lazy("Checked today"), permissions=["check"])
    def checked_today(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        rows = list(queryset)
        if "confirmed" not in request.POST:
            return ask_first(
                self,
                request,
                title=_("Have you checked them?"),
                lead=_(
                    "You say that you have read the source today, and that what the portal says is right, "
                    "also what a call has from its scheme."
                ),
                yes=_("They are checked"),
                rows=[(row, getattr(row, "source", ""), True) for row in rows],
            )
        assert isinstance(request.user, User)
        done = checking.checked(rows=rows, by=request.user)
        text = ngettext("%(n)s is marked as checked today.", "%(n)s are marked as checked today.", done)
        self.message_user(request, text % {"n": done})
        return None


@admin.register(FundingScheme)
class FundingSchemeAdmin(Checks):
    list_title = gettext_lazy("Funding schemes")
    lead = gettext_lazy("Those checked longest ago come first.")
    add_title = gettext_lazy("New funding scheme")
    list_display = ["name", "owner", "facts_year", "last_checked", "checker", "link_state", "is_active"]
    list_select_related = ["owner_partner"]
    list_filter = [CheckedFilter, LinkFilter, "is_active"]
    search_fields = ["name", "short_name", "owner_name", "purpose"]
    search_help_text = gettext_lazy("Name, owner or purpose")
    ordering = ["last_checked", "sort_name"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "owner_partner", "owner_name", "purpose", "is_active"]}),
        (gettext_lazy("Who it is for"), {"fields": [
            "applicants", "municipality_role", "only_rural", "needs_research_partner", "needs_broker_dialogue",
            "phases", "themes",
        ]}),
        (gettext_lazy("Money and deadline"), {"fields": [
            "min_amount", "max_amount", "max_support_percent", "own_share", "deadline_kind", "application_system",
        ]}),
        (gettext_lazy("Where we know it from"), {"fields": [
            "link", "source", "facts_year", "last_checked", "checked_by", "checked_for", "note",
        ]}),
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, scheme: FundingScheme) -> str:
        return scheme.owner

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        calls = reverse("admin:partners_fundingcall_changelist") + f"?scheme__id__exact={obj.pk}"
        return [(_("Calls"), calls), *super().pages(request, obj)]


@admin.register(FundingCall)
class FundingCallAdmin(Checks):
    list_title = gettext_lazy("Calls")
    add_title = gettext_lazy("New call")
    lead = gettext_lazy("What a call does not say itself, is as its scheme says.")
    unsaid = gettext_lazy("as the scheme says")
    list_display = ["title", "scheme", "year", "opens", "closes", "last_checked", "checker", "link_state"]
    list_filter = [CheckedFilter, LinkFilter, "scheme"]
    list_select_related = ["scheme"]
    search_fields = ["title", "scheme__name"]
    search_help_text = gettext_lazy("Title or scheme")
    fieldsets = [
        (None, {"fields": ["scheme", "title", "year", "opens", "closes"]}),
        (gettext_lazy("Where it differs from the scheme"), {"fields": [
            "applicants", "needs_research_partner", "needs_broker_dialogue", "phases", "themes",
        ]}),
        (gettext_lazy("Money"), {"fields": [
            "min_amount", "max_amount", "max_support_percent", "amount", "application_system",
        ]}),
        (gettext_lazy("Where we know it from"), {"fields": [
            "link", "source", "last_checked", "checked_by", "checked_for", "note",
        ]}),
    ]  # fmt: skip
