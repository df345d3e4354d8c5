from django.urls import path

from overview import home

urlpatterns = [path("", home.home, name="home")]
