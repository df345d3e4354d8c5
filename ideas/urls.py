"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import broker_answer, broker_asking, broker_consent, broker_log, detail

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("megler/", broker_answer.cases, name="broker_cases"),
    path("megler/<int:pk>/", broker_answer.answer, name="broker_answer"),
    path("megler/<int:pk>/tar/", broker_answer.taking, name="broker_taking"),
    path("meglersamtykke/", broker_consent.consents, name="broker_consents"),
    path("meglersamtykke/<int:pk>/tilbake/", broker_consent.taking_back, name="broker_consent_taking_back"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/megler/", broker_asking.ask, name="ask_broker"),
    path("<int:pk>/megler/<int:request_pk>/tilbake/", broker_asking.taking_back, name="broker_taking_back"),
    path("<int:pk>/logg/", broker_log.log, name="log_talk"),
]
