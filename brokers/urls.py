from django.urls import URLPattern, path

from brokers import views

app_name = "brokers"
urlpatterns: list[URLPattern] = [path("", views.broker_list, name="list")]
