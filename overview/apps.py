from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "overview"
    label = "overview"
    verbose_name = _("Overview")

    def ready(self) -> None:
        from overview import checks  # noqa: F401
