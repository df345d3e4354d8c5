"""Sending an idea, without a sign-in: below /send-ide/."""

from django.urls import URLPattern, path

from ideas.views import sending, support

app_name = "sending"
urlpatterns: list[URLPattern] = [
    path("", sending.choose, name="choose"),
    path("likner/", sending.likeness, name="similar"),
    path("stott/<int:pk>/", support.support, name="support"),
    path("sendt/<str:token>/", sending.sent, name="sent"),
    path("<slug:slug>/", sending.write, name="write"),
]
