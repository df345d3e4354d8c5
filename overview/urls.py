from django.urls import URLPattern, path

from overview import health, information
from overview.views import (
    brokers,
    enquiries,
    experience,
    first_talk,
    handover,
    municipality,
    partner,
    report,
    role_page,
    search,
    settling,
    travel,
    vacancies,
)

app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("tilgjengelighet/", information.accessibility, name="accessibility"),
    path("personvern/", information.privacy, name="privacy"),
    path("kontakt/", information.contact, name="contact"),
    path("kommuner/uten-kontakt/", vacancies.vacancies, name="vacancies"),
    path("kommuner/<slug:slug>/", municipality.municipality, name="municipality"),
    path("kommuner/<slug:slug>/postmottak/", enquiries.postmottak, name="postmottak"),
    path("kommuner/<slug:slug>/reise/", travel.travel, name="travel"),
    path("kommuner/<slug:slug>/bli-kjent/", first_talk.plan, name="first_talk"),
    path("hvem-er-kontakt/<str:token>/", enquiries.contact_form, name="contact_form"),
    path("forslag-til-kontakt/<int:pk>/", settling.enquiry, name="settle_enquiry"),
    path("forslag-til-overlevering/<int:pk>/", settling.handover, name="settle_handover"),
    path("roller/<int:seat_pk>/overlevering/", handover.handover, name="handover"),
    path("roller/<int:seat_pk>/overlevering/avlysning/", handover.call_off, name="handover_cancellation"),
    path("roller/overtakelse/<int:term_pk>/", handover.takeover, name="takeover"),
    path("roller/<int:seat_pk>/side/", role_page.role_page, name="role_page"),
    path("meglere/rapport/", report.report, name="brokering_report"),
    path("meglere/rapport.csv", report.file, {"kind": "csv"}, name="brokering_csv"),
    path("meglere/rapport.xlsx", report.file, {"kind": "xlsx"}, name="brokering_xlsx"),
    path("meglere/<int:pk>/", brokers.broker, name="broker"),
    path("meglere/selskap/<slug:slug>/", brokers.company, name="company"),
    path("partnere/<slug:slug>/", partner.partner, name="partner"),
    path("erfaringer/<int:pk>/", experience.experience, name="experience"),
    path("sok/", search.search, name="search"),
    path("helse/", health.alive, name="health"),
    path("helse/klar/", health.ready, name="health_ready"),
]
