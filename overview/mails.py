"""Mails that no single app owns."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from overview.enquiries import KIND
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority


class ContactEnquiryMail(RowMail):
    """«Hvem er FoUI-kontakt i kommunen?» to a municipality's postmottak."""

    name = KIND
    label = _("question to postmottak")
    template = "overview/mails/contact_enquiry"
    is_open = True
    priority = Priority.REMINDER

    def subjects(self, pks: list[int]) -> dict[int, ContactEnquiry]:
        return ContactEnquiry.objects.select_related("municipality", "sent_by").in_bulk(pks)

    def context(self, row: OutgoingMail, enquiry: ContactEnquiry | None) -> dict[str, Any] | Obsolete:
        if enquiry is None or enquiry.is_closed or enquiry.link_version != row.version:
            return Obsolete("answered or replaced")
        answer_by = norwegian.add_working_days(norwegian.local(row.date).date(), 10)
        return {
            "municipality": enquiry.municipality,
            "form_url": settings.PORTAL_URL + reverse("overview:contact_form", args=[enquiry.token()]),
            "answer_by": answer_by,
            "why": _("You get this because postmottak is the municipality's official address."),
            "host": enquiry.sent_by,
        }
