"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern

app_name = "idea_links"
urlpatterns: list[URLPattern] = []
