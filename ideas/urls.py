"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import anchoring, applications, detail, outline, self_check

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
    path("<int:pk>/forankring/", anchoring.anchoring, name="anchoring"),
    path("<int:pk>/forankring/<int:anchoring_pk>/bort/", anchoring.removal, name="anchoring_removal"),
    path("<int:pk>/leder/", anchoring.leader, name="leader"),
    path("<int:pk>/leder/<int:request_pk>/tilbake/", anchoring.taking_back, name="leader_taking_back"),
    path("<int:pk>/leder/<int:request_pk>/ringt/", anchoring.called, name="leader_called"),
    path("<int:pk>/behov/", applications.need, name="need"),
    path("<int:pk>/soknader/", applications.applications, name="applications"),
    path("<int:pk>/soknader/velg/<int:call_pk>/", applications.choice, name="call_choice"),
    path("<int:pk>/soknader/<int:application_pk>/", applications.application, name="application"),
    path("<int:pk>/soknader/<int:application_pk>/sendt/", applications.sent, name="application_sent"),
    path("<int:pk>/soknader/<int:application_pk>/svar/", applications.answer, name="application_answer"),
    path("<int:pk>/soknader/<int:application_pk>/bort/", applications.dropping, name="application_dropping"),
    path("<int:pk>/skisse/<slug:path>/", outline.section, name="outline_section"),
    path("<int:pk>/skisse/<slug:path>/tidligere/", outline.earlier, name="outline_earlier"),
]
