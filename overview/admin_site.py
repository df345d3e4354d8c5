"""The Django admin as the partners' workroom: who may enter, and an index by task with counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
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
        return signin.second_step_done(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Not the packages' own pages: there are no groups, and nobody looks into another's sign-in."""
        if getattr(admin_class, "is_of_the_workroom", False):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        from overview.views import contact_import

        return [
            path("kontakter/import/", self.admin_view(contact_import.upload), name="contact_import"),
            path(
                "kontakter/foui-kontakter.<str:ending>", self.admin_view(contact_import.export), name="contact_export"
            ),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Instead of Django's own page: the portal's sign-in, then the second step."""
        from partnership.people import roles, signin
        from partnership.people.models import User

        user = request.user
        index = reverse("admin:index")
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = index
        if not isinstance(user, User):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
        if not (user.is_superuser or roles.is_officer(user)):
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(target)
        return signin.ask_for_second_step(request, target)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from partnership.mail.models import OutgoingMail

        own = {"groups": task_groups(), "mail_stuck_since": OutgoingMail.objects.stuck_since()}
        return super().index(request, (extra_context or {}) | own)


def task_groups() -> list[dict[str, Any]]:
    """What partners come here for: what waits first, then what they plan, then the register; with counts."""
    from brokers.models import Broker, Coverage, InnovationCompany
    from meetings.models import Meeting
    from municipalities.models import FouiContact, Municipality
    from partnership.mail.models import OutgoingMail, Suppression
    from partnership.partners.models import FundingCall, FundingScheme, Partner, Theme
    from partnership.people.models import RoleTerm, User

    def task(label: str, url: str, count: int | None = None) -> dict[str, Any]:
        return {"label": label, "url": url, "count": count}

    def rows(label: str, name: str, count: int, query: str = "") -> dict[str, Any]:
        return task(label, reverse(f"admin:{name}_changelist") + query, count)

    contacts, schemes = "municipalities_fouicontact", FundingScheme.objects.shown()
    waiting = [
        rows(_("Municipalities without a contact"), contacts, FouiContact.objects.vacant().count(), "?holds=vacant"),
        rows(
            _("Contacts not confirmed for a year"),
            contacts,
            FouiContact.objects.unconfirmed().count(),
            "?holds=unconfirmed",
        ),
        rows(
            _("Mails that did not arrive"),
            "mail_outgoingmail",
            OutgoingMail.objects.undelivered().count(),
            "?arrived=no",
        ),
        rows(_("Funding schemes to check"), "partners_fundingscheme", schemes.stale().count(), "?checked=stale"),
    ]
    doing = [
        task(_("Plan a meeting"), reverse("meetings:create")),
        task(_("Import contacts"), reverse("admin:contact_import")),
        task(_("Contacts as a spreadsheet"), reverse("admin:contact_export", args=["xlsx"])),
    ]
    register = [
        rows(_("People"), "people_user", User.objects.active().count()),
        rows(_("Who has which role"), "people_roleterm", RoleTerm.objects.current().count(), "?today=yes"),
        rows(_("Roles as FoUI contact"), contacts, FouiContact.objects.open().count()),
        rows(_("Municipalities"), "municipalities_municipality", Municipality.objects.count()),
        rows(_("Innovation companies"), "brokers_innovationcompany", InnovationCompany.objects.count()),
        rows(_("Brokers"), "brokers_broker", Broker.objects.open().count()),
        rows(_("Who covers what"), "brokers_coverage", Coverage.objects.count()),
        rows(_("Meetings"), "meetings_meeting", Meeting.objects.count()),
        rows(_("Funding schemes"), "partners_fundingscheme", schemes.count()),
        rows(_("Calls"), "partners_fundingcall", FundingCall.objects.count()),
        rows(_("Partners"), "partners_partner", Partner.objects.count()),
        rows(_("Themes"), "partners_theme", Theme.objects.count()),
        rows(_("Mails sent"), "mail_outgoingmail", OutgoingMail.objects.estimated()),
        rows(_("Blocked addresses"), "mail_suppression", Suppression.objects.count()),
    ]
    return [
        {"title": _("Waits"), "tasks": waiting, "is_waiting": True},
        {"title": _("Do"), "tasks": doing},
        {"title": _("Look up and correct"), "tasks": register},
    ]


class PortalAdminConfig(AdminConfig):
    default_site = "overview.admin_site.PortalAdminSite"
