from django.urls import URLPattern, path

from overview import health, information

app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("tilgjengelighet/", information.accessibility, name="accessibility"),
    path("personvern/", information.privacy, name="privacy"),
    path("kontakt/", information.contact, name="contact"),
    path("helse/", health.alive, name="health"),
    path("helse/klar/", health.ready, name="health_ready"),
]
