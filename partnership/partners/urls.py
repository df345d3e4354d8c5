from django.urls import URLPattern, path

from partnership.partners import views

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("", views.funding, name="funding"),
    path("<slug:slug>/", views.scheme, name="scheme"),
    path("<slug:slug>/<int:pk>/", views.call, name="call"),
]
