from django.urls import URLPattern, path

from municipalities.views import directory, strategies

app_name = "municipalities"
urlpatterns: list[URLPattern] = [
    path("", directory.municipality_list, name="list"),
    path("liste.csv", directory.municipality_csv, name="csv"),
    path("<slug:slug>/strategi/ny/", strategies.create, name="new_strategy"),
]
