"""Addresses people see (Norwegian paths) and the names code uses (English)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler400 = "overview.errors.bad_request"
handler403 = "overview.errors.forbidden"
handler404 = "overview.errors.not_found"
handler429 = "overview.errors.too_many_requests"
handler500 = "overview.errors.server_error"

urlpatterns = [
    path("", include("overview.home_urls")),
    path("", include("partnership.people.signin_urls")),
    path("konto/", include("partnership.people.urls")),
    path("", include("municipalities.experience_urls")),
    path("kommuner/", include("municipalities.urls")),
    path("strategier/", include("municipalities.strategy_urls")),
    path("meglere/", include("brokers.urls")),
    path("ideer/", include("ideas.urls")),
    path("send-ide/", include("ideas.sending_urls")),
    path("", include("ideas.link_urls")),
    path("virkemidler/", include("partnership.partners.urls")),
    path("sider/", include("partnership.partners.page_urls")),
    path("moter/", include("meetings.urls")),
    path("", include("meetings.link_urls")),
    path("", include("municipalities.barometer_urls")),
    path("", include("partnership.mail.urls")),
    path("", include("overview.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMO_PAGES:
    urlpatterns += [path("demo/", include("overview.demo.urls"))]
