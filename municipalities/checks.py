"""System checks: the national figures of the barometer can be read."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from municipalities.barometer import national


@register()
def national_figures_are_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        national.read(national.FILE.read_text(encoding="utf-8"))
    except national.WrongFile as error:
        return [Error(f"{national.FILE.name}, {error}", id="municipalities.E001")]
    return []
