"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern, path

from ideas.views import consent, passing

app_name = "idea_links"
urlpatterns: list[URLPattern] = [
    path("ide/takk/<str:token>/", consent.thanks, name="thanks"),
    path("ide/samtykke/<str:token>/laerdom/", consent.lesson_consent, name="lesson_consent"),
    path("ide/samtykke/<str:token>/videre/", passing.consent, name="passing_consent"),
]
