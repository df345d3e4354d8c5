"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import detail, intake

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("ny/", intake.new, name="new"),
    path("mottak/", intake.intakes, name="intakes"),
    path("mottak/<slug:slug>/", intake.intake, name="intake"),
    path("mottak/<slug:slug>/plakat/", intake.poster, name="poster"),
    path("mottak/<slug:slug>/plakat/kode.svg", intake.poster_code, name="poster_code"),
    path("<int:pk>/", detail.detail, name="detail"),
]
