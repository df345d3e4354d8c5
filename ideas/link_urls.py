"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern, path

from ideas.views import leader_link

app_name = "idea_links"
urlpatterns: list[URLPattern] = [
    path("ide/leder/<str:token>/", leader_link.leader, name="leader"),
]
