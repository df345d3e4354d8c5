"""Sending an idea, without a sign-in: below /send-ide/."""

from django.urls import URLPattern

app_name = "sending"
urlpatterns: list[URLPattern] = []
