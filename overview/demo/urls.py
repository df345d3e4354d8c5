from django.urls import URLPattern, path

from overview.demo import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("post/", views.inbox, name="mailbox"),
    path("post/<str:name>/", views.mail, name="mail"),
    path("post/<str:name>/html/", views.mail_html, name="mail_html"),
]
