"""The Django admin as the partners' workroom: who may enter, and its own pages."""

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
from django.utils.translation import gettext_lazy

# A password is changed on one's own page, like all else about one's sign-in.
NOT_HERE = {"password_change", "password_change_done"}


class PortalAdminSite(AdminSite):
    site_header = gettext_lazy("The partners' workroom")
    site_title = site_header
    index_title = gettext_lazy("What do you want to do?")
    index_template = "admin/tasks.html"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Today's officers and superusers, with a second factor in this session (not asked for in the demo)."""
        from overview.permissions import works_in_the_workroom
        from partnership.people import signin

        return request.user.is_active and works_in_the_workroom(request.user) and signin.second_step_done(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Not the packages' own pages: there are no groups, and nobody looks into another's sign-in."""
        if getattr(admin_class, "is_of_the_workroom", False):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        from overview.views import contact_import, records

        own = (
            ("kontakter/import/", contact_import.upload, "contact_import"),
            ("kontakter/foui-kontakter.<str:ending>", contact_import.export, "contact_export"),
            ("kontakter/mal-for-import.<str:ending>", contact_import.empty_file, "contact_template"),
            ("historikk/", records.newest, "records"),
        )
        rest = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in NOT_HERE]
        return [*(path(route, self.admin_view(view), name=name) for route, view, name in own), *rest]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Instead of Django's own page: the portal's sign-in, then the second step."""
        from overview.permissions import works_in_the_workroom
        from partnership.people import signin
        from partnership.people.models import User

        user = request.user
        index = reverse("admin:index")
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = index
        if not isinstance(user, User):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
        if not works_in_the_workroom(user):
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(target)
        return signin.ask_for_second_step(request, target)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from overview import workroom
        from partnership.mail.models import OutgoingMail
        from partnership.people.models import User

        assert isinstance(request.user, User)
        own = {"groups": workroom.groups(request.user), "mail_stuck_since": OutgoingMail.objects.stuck_since()}
        return super().index(request, (extra_context or {}) | own)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """There is one index, by task."""
        return redirect("admin:index")


class PortalAdminConfig(AdminConfig):
    default_site = "overview.admin_site.PortalAdminSite"
