from django.urls import path

from overview import home, information

urlpatterns = [path("", home.home, name="home"), path("favicon.ico", information.favicon, name="favicon")]
