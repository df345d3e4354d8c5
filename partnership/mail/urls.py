from django.urls import URLPattern, path

from partnership.mail import preferences

app_name = "mail"
urlpatterns: list[URLPattern] = [
    path("konto/e-post/", preferences.preferences, name="preferences"),
    path("e-postvalg/<str:token>/", preferences.preferences_by_link, name="preferences_by_link"),
]
