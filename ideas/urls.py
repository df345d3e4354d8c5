"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import detail, gathering

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", detail.detail, name="detail"),
    path("ventet/", gathering.gather, name="gather"),
]
