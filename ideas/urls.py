"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import detail, outline, self_check

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/skisse/", outline.outline, name="outline"),
    path("<int:pk>/skisse/apen/", outline.opening, name="outline_opening"),
    path("<int:pk>/skisse/kopier/", outline.copying, name="outline_copying"),
    path("<int:pk>/skisse/last-ned/docx/", outline.download, {"kind": "docx"}, name="outline_docx"),
    path("<int:pk>/skisse/last-ned/pdf/", outline.download, {"kind": "pdf"}, name="outline_pdf"),
    path("<int:pk>/skisse/egensjekk/", self_check.self_check, name="self_check"),
    path("<int:pk>/skisse/egensjekk/<slug:path>/", self_check.criterion, name="criterion"),
    path("<int:pk>/skisse/<slug:path>/", outline.section, name="outline_section"),
    path("<int:pk>/skisse/<slug:path>/tidligere/", outline.earlier, name="outline_earlier"),
]
