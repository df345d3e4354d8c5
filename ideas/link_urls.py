"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern, path

from ideas.views import broker_answer

app_name = "idea_links"
urlpatterns: list[URLPattern] = [
    path("ide/megler/<str:token>/", broker_answer.by_link_answer, name="broker"),
    path("ide/megler/<str:token>/tar/", broker_answer.by_link_taking, name="broker_taking"),
]
