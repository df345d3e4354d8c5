from django.urls import URLPattern, path

from municipalities import views

app_name = "municipalities"
urlpatterns: list[URLPattern] = [
    path("", views.municipality_list, name="list"),
    path("liste.csv", views.municipality_csv, name="csv"),
]
