"""The Django admin as the partners' workroom: who may enter, and what the index shows."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class PortalAdminSite(AdminSite):
    pass


class PortalAdminConfig(AdminConfig):
    default_site = "overview.admin_site.PortalAdminSite"
