from django.urls import URLPattern, path

from municipalities.views import experiences

app_name = "experiences"
urlpatterns: list[URLPattern] = [
    path("erfaringer/", experiences.experience_list, name="list"),
    path("kommuner/<slug:slug>/erfaring/ny/", experiences.new, name="new"),
    path("erfaringer/<int:pk>/endre/", experiences.edit, {"step": "1"}, name="change"),
    path("erfaringer/<int:pk>/endre/<str:step>/", experiences.edit, name="edit"),
    path("erfaringer/<int:pk>/publisering/", experiences.publication, name="publication"),
    path("erfaringer/<int:pk>/tilbake/", experiences.withdrawal, name="withdrawal"),
    path("erfaringer/<int:pk>/bilder/", experiences.picture_list, name="pictures"),
    path("erfaringer/<int:pk>/bilder/<int:picture_pk>/fjern/", experiences.picture_removal, name="picture_removal"),
    path("erfaringer/bilde/<int:pk>/", experiences.picture, name="picture"),
    path("erfaringer/<int:pk>/prove/", experiences.trial, name="trial"),
]
