from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "partnership.common"
    label = "common"
    verbose_name = _("Shared ground")

    def ready(self) -> None:
        from partnership.common import checks  # noqa: F401
