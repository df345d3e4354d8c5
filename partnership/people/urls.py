from django.urls import URLPattern, path

from partnership.people.views import account, still_you

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", account.account, name="account"),
    path("borte/", account.absence, name="absence"),
    path("vara/<int:term_pk>/", account.deputy, name="deputy"),
    path("vara/<int:term_pk>/slutt/", account.end_deputy, name="end_deputy"),
    path("ny-i-rollen/", account.first_steps, name="newcomer"),
    path("mine-data/", account.data_export, name="data_export"),
    path("bekreft/<str:token>/", still_you.still_you, name="still_you"),
]
