from django.urls import URLPattern, path

from partnership.people.views import absence, account, deputies, sessions, still_you

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", account.account, name="account"),
    path("borte/", absence.absence, name="absence"),
    path("borte/tilbake/", absence.back, name="back"),
    path("borte/<int:pk>/", absence.change, name="absence_change"),
    path("borte/<int:pk>/avlysning/", absence.cancel, name="absence_cancellation"),
    path("vara/", deputies.standing_in, name="standing_in"),
    path("vara/<int:term_pk>/", deputies.deputy, name="deputy"),
    path("vara/<int:term_pk>/slutt/", deputies.end_deputy, name="end_deputy"),
    path("okter/<int:pk>/slutt/", sessions.end_session, name="end_session"),
    path("ny-i-rollen/", account.first_steps, name="newcomer"),
    path("mine-data/", account.data_export, name="data_export"),
    path("bekreft/<str:token>/", still_you.still_you, name="still_you"),
]
