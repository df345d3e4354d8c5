"""Norwegian days, times and numbers in templates, and text people have written shown safely."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partnership.common import marked, norwegian

register = template.Library()
_ADDRESS = re.compile(r"[a-zæøå0-9.-]+\.[a-z]{2,}(/\S*)?")
_SPACES = re.compile(r"(?<=\d) (?=\w)|(?<=kl\.) (?=\d)|(?<=\d\.) (?=\w)")


def _day(value: dt.date | dt.datetime) -> dt.date:
    return norwegian.local(value).date() if isinstance(value, dt.datetime) else value


@register.filter
def nb_day(value: dt.date | dt.datetime | None) -> str:
    """«tirsdag 15. desember»; with the year when it is another."""
    if value is None:
        return ""
    day = _day(value)
    return nbsp(norwegian.format_day(day, year=day.year != norwegian.today().year))


@register.filter
def nb_date(value: dt.date | dt.datetime | None) -> str:
    """«15. desember 2026»."""
    return "" if value is None else nbsp(norwegian.format_day(_day(value), year=True, weekday=False))


@register.filter
def nb_near(value: dt.date | dt.datetime | None) -> str:
    """«7. desember», with the year when it is another one than this."""
    return nbsp(norwegian.format_day(_day(value), weekday=False)) if value else ""


@register.filter
def nb_checked(value: dt.date | None) -> str:
    """«2. mars 2026», or «i 2022» for the last day of a year, which stands for a year we know no more of."""
    if value is None:
        return ""
    return _("in %(year)s") % {"year": value.year} if (value.month, value.day) == (12, 31) else nb_date(value)


@register.filter
def source_link(value: str | None) -> SafeString | str:
    """Where a fact was read: a link when it is an address, shown by its site."""
    text = (value or "").removeprefix("https://").removeprefix("http://")
    if not _ADDRESS.fullmatch(text):
        return text
    return format_html('<a class="ds-link" href="https://{}">{}</a>', text, text.split("/", 1)[0])


@register.filter
def nb_time(value: dt.datetime | dt.time | None) -> str:
    if value is None:
        return ""
    return norwegian.format_clock(norwegian.local(value) if isinstance(value, dt.datetime) else value)


@register.filter
def nb_moment(value: dt.datetime | None) -> str:
    return "" if value is None else nbsp(norwegian.format_moment(value))


@register.simple_tag
def nb_span(start: dt.datetime, end: dt.datetime) -> str:
    return nbsp(norwegian.format_span(start, end))


@register.filter
def nbsp(value: Any) -> str:
    """Hard spaces inside dates, clock times and amounts."""
    return _SPACES.sub("\u00a0", str(value))


@register.filter
def number_shown(value: int) -> str:
    """«3 000», with hard spaces."""
    return norwegian.format_number(value)


@register.filter
def number_word(value: int) -> str:
    return norwegian.number_word(value)


def _digits(value: str) -> str:
    digits = re.sub(r"[^\d+]", "", value)
    return digits if digits.startswith("+") else f"+47{digits}"


@register.filter
def tel(value: str) -> str:
    return f"tel:{_digits(value)}" if value else ""


@register.filter
def phone(value: str | None) -> SafeString | str:
    """A number one can press: «400 00 010»."""
    if not value:
        return ""
    digits = _digits(value)
    shown = digits.removeprefix("+47")
    shown = f"{shown[:3]} {shown[3:5]} {shown[5:]}" if digits.startswith("+47") and len(shown) == 8 else value
    return format_html('<a class="ds-link nobr" href="tel:{}">{}</a>', digits, shown.replace(" ", "\u00a0"))


@register.filter
def phone_text(value: str | None) -> str:
    digits = _digits(value).removeprefix("+47") if value else ""
    return f"{digits[:3]} {digits[3:5]} {digits[5:]}" if len(digits) == 8 else value or ""


@register.filter
def markdown(value: str | None) -> SafeString:
    """What a person wrote, as paragraphs, lists and links, and nothing else."""
    return marked.html(value or "")


@register.filter
def sentence_case(value: Any) -> str:
    text = str(value)
    return text[:1].upper() + text[1:]
