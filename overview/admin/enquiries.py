"""What was asked of postmottak, and what it answered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.permissions import can_keep_register
from overview import enquiries
from overview.admin.base import OfficerAdmin
from overview.admin.filters import EnquiryFilter
from overview.models import ContactEnquiry


@admin.register(ContactEnquiry)
class ContactEnquiryAdmin(OfficerAdmin):
    list_title = gettext_lazy("Questions to postmottak")
    lead = gettext_lazy("We ask who the FoUI contact is. What is answered is a proposal until you accept it.")
    may = staticmethod(can_keep_register)
    list_display = ["municipality", "sent_at", "sent_to", "answer", "answered_at", "outcome"]
    list_filter = [EnquiryFilter]
    list_select_related = ["municipality", "sent_by", "closed_by"]
    search_fields = ["municipality__name", "name", "sent_to"]
    search_help_text = gettext_lazy("Municipality, person or address")
    fields = [
        "municipality", "sent_at", "sent_by", "sent_to", "name", "email", "phone", "answered_by", "answered_at",
        "outcome", "closed_at", "closed_by",
    ]  # fmt: skip
    readonly_fields = ["outcome"]
    can_add = can_change = False  # asked and settled on pages of their own

    @admin.display(description=gettext_lazy("proposes"), ordering="name")
    def answer(self, enquiry: ContactEnquiry) -> str:
        return enquiry.name

    @admin.display(description=gettext_lazy("state"))
    def outcome(self, enquiry: ContactEnquiry) -> str:
        if not enquiry.is_closed:
            return _("waits for you") if enquiry.is_answered else _("waits for the municipality")
        return _("accepted") if enquiry.was_accepted else _("put aside")

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        found = []
        if obj.is_answered and not obj.is_closed:
            found.append((_("Accept it or put it aside"), reverse("overview:settle_enquiry", args=[obj.pk])))
        elif not obj.is_closed and enquiries.may_ask(obj):
            found.append((_("Ask again"), reverse("overview:postmottak", args=[obj.municipality.slug])))
        return [*found, (_("The municipality's page"), obj.municipality.get_absolute_url())]
