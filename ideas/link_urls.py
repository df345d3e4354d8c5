"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern, path

from ideas.views import by_link

app_name = "idea_links"
urlpatterns: list[URLPattern] = [
    path("ide/svar/<str:token>/", by_link.acting, name="acting"),
    path("ide/svar/<str:token>/mer-tid/", by_link.more_time, name="acting_more_time"),
    path("ide/svar/<str:token>/gi-videre/", by_link.hand_on, name="acting_hand_on"),
    path("ide/svar/<str:token>/ikke-na/", by_link.not_now, name="acting_not_now"),
]
