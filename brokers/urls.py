from django.urls import URLPattern, path

from brokers.views import capacity, directory, log

app_name = "brokers"
urlpatterns: list[URLPattern] = [
    path("", directory.broker_list, name="list"),
    path("logg/", log.log, name="log"),
    path("logg/<int:pk>/", log.entry, name="entry"),
    path("logg/<int:pk>/sletting/", log.withdrawal, name="entry_withdrawal"),
    path("logg/<int:pk>/gjenoppretting/", log.restoration, name="entry_restoration"),
    path("<int:pk>/kapasitet/", capacity.capacity, name="capacity"),
]
