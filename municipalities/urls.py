from django.urls import URLPattern, path

from municipalities.views import directory

app_name = "municipalities"
urlpatterns: list[URLPattern] = [
    path("", directory.municipality_list, name="list"),
    path("liste.csv", directory.municipality_csv, name="csv"),
]
