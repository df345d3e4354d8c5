"""The Django admin as the partners' workroom: who may enter, and an index by task with counts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PortalAdminSite(AdminSite):
    site_header = gettext_lazy("The partners' workroom")
    site_title = site_header
    index_title = gettext_lazy("What do you want to do?")
    index_template = "admin/tasks.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Today's officers and superusers, with a second factor in this session (not asked for in the demo)."""
        from partnership.people import roles, signin
        from partnership.people.models import User

        user = request.user
        if not isinstance(user, User) or not user.is_active or not (user.is_superuser or roles.is_officer(user)):
            return False
        return settings.IS_DEMO or signin.has_second_factor(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, (extra_context or {}) | {"tasks": tasks()})


def tasks() -> list[dict[str, Any]]:
    """What partners come here for: label, address and how many."""
    from brokers.models import Broker, InnovationCompany
    from meetings.models import Meeting
    from municipalities.models import FouiContact, Municipality
    from partnership.mail.models import OutgoingMail
    from partnership.partners.models import FundingCall, FundingScheme
    from partnership.people.models import RoleTerm, User

    def task(label: str, name: str, count: int, query: str = "") -> dict[str, Any]:
        return {"label": label, "url": reverse(f"admin:{name}_changelist") + query, "count": count}

    return [
        task(
            _("Municipalities without a contact"), "municipalities_fouicontact", FouiContact.objects.vacant().count()
        ),
        task(
            _("Roles not confirmed for a year"), "people_roleterm", RoleTerm.objects.current().unconfirmed().count()
        ),
        task(
            _("Mails that did not arrive"),
            "mail_outgoingmail",
            OutgoingMail.objects.undelivered().count(),
            "?state=dead",
        ),
        task(_("Funding schemes to check"), "partners_fundingscheme", FundingScheme.objects.shown().stale().count()),
        task(_("People"), "people_user", User.objects.active().count()),
        task(_("Who has which role"), "people_roleterm", RoleTerm.objects.current().count()),
        task(_("Municipalities"), "municipalities_municipality", Municipality.objects.count()),
        task(_("Innovation companies"), "brokers_innovationcompany", InnovationCompany.objects.count()),
        task(_("Brokers and what they cover"), "brokers_broker", Broker.objects.open().count()),
        task(_("Meetings"), "meetings_meeting", Meeting.objects.count()),
        task(_("Calls"), "partners_fundingcall", FundingCall.objects.count()),
        task(_("Mails sent"), "mail_outgoingmail", OutgoingMail.objects.estimated()),
    ]


class PortalAdminConfig(AdminConfig):
    default_site = "overview.admin_site.PortalAdminSite"
