"""A browser in words people know: «Chrome på Windows» instead of the line it sends."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found counts: most browsers also claim to be the ones below them.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrom(e|ium)/|CriOS/"),
    ("Safari", r"Safari/"),
)
DEVICES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


@register.filter
def browser(user_agent: str) -> str:
    name, device = _first(BROWSERS, user_agent), _first(DEVICES, user_agent)
    if name and device:
        return _("%(browser)s on %(device)s") % {"browser": name, "device": device}
    return name or device or _("Unknown browser")


def _first(kinds: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in kinds if re.search(pattern, user_agent)), "")
