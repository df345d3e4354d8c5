"""Norwegian sorting, dates, working days.

Times shown to people are in Europe/Oslo; functions that take a ``datetime`` want an aware one and convert it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter as easter_sunday
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

OSLO = ZoneInfo("Europe/Oslo")

# After z come æ, ø and å; ä sorts as æ and ö as ø (Språkrådet, «Alfabetisering»). Sami letters sort with
# their base letter. The replacements lie above 'z' in the C collation the sort_name columns use.
_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ŧ": "t", "ŋ": "n"})


# One letter may become three («ﬃ»); the columns hold so many.
_LONGEST_KEY = 160


def sort_key(text: str) -> str:
    """A key that sorts Norwegian names rightly under plain byte order (… z æ ø å); at most 160 characters."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ß", "ss").translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    key = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("-", " ").strip()
    return key[:_LONGEST_KEY]


def today() -> dt.date:
    return timezone.localdate(timezone=OSLO)


def local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(OSLO)


def at(day: dt.date, clock: dt.time) -> dt.datetime:
    """The instant of an Oslo wall clock; a time skipped in spring moves forward, a doubled one is the first."""
    moment = dt.datetime.combine(day, clock, tzinfo=OSLO).replace(fold=0)
    return moment.astimezone(dt.UTC).astimezone(OSLO)


def format_day(day: dt.date, *, year: bool = False, weekday: bool = True) -> str:
    """«tirsdag 15. desember», with the year when asked for or when it is another one than this."""
    pattern = "l j. F" if weekday else "j. F"
    if year or day.year != today().year:
        pattern += " Y"
    return _written(day, pattern, get_language() or "nb")


@lru_cache(maxsize=1024)
def _written(day: dt.date, pattern: str, language: str) -> str:
    text = date_format(day, pattern)
    return text if language.startswith("en") else text.lower()


def format_time(clock: dt.time | dt.datetime) -> str:
    """«9» or «9.30», as spoken; programmes use :func:`format_clock`."""
    if isinstance(clock, dt.datetime):
        clock = local(clock).time()
    return f"{clock.hour}" if clock.minute == 0 else f"{clock.hour}.{clock.minute:02d}"


def format_clock(clock: dt.time | dt.datetime) -> str:
    """«09.00», for a left rail of clock times."""
    if isinstance(clock, dt.datetime):
        clock = local(clock).time()
    return f"{clock.hour:02d}.{clock.minute:02d}"


def format_moment(moment: dt.datetime, *, year: bool = False) -> str:
    """«tirsdag 15. desember kl. 9»."""
    moment = local(moment)
    return _("%(day)s at %(time)s") % {"day": format_day(moment.date(), year=year), "time": format_time(moment)}


def format_span(start: dt.datetime, end: dt.datetime, *, year: bool = False) -> str:
    """«tirsdag 15. desember kl. 9–12», or both days when they differ; with the ``year`` when asked for."""
    start, end = local(start), local(end)
    if start.date() != end.date():
        return f"{format_moment(start, year=year)} – {format_moment(end, year=year)}"
    return _("%(day)s at %(start)s–%(end)s") % {
        "day": format_day(start.date(), year=year),
        "start": format_time(start),
        "end": format_time(end),
    }


def _is_english() -> bool:
    return (get_language() or "nb").startswith("en")


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("NO", years=year).keys())


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday and no public holiday in Norway (Christmas Eve counts as one)."""
    return day.weekday() < 5 and day not in _holidays(day.year) and (day.month, day.day) != (12, 24)


def day_off(day: dt.date) -> str:
    """Why it is no working day: «Grunnlovsdag», «helg»; empty where it is one."""
    if is_working_day(day):
        return ""
    if (day.month, day.day) == (12, 24):
        return _("Christmas Eve")
    named = holidays.country_holidays("NO", years=day.year, language="en_US" if _is_english() else "no").get(day)
    return named.replace("; ", ", ") if named else _("weekend")


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day that lies ``count`` working days after (or, negative, before) ``day``."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += dt.timedelta(days=step)
        left -= is_working_day(day)
    return day


def next_working_day(day: dt.date) -> dt.date:
    return add_working_days(day, 1)


def number_word(count: int) -> str:
    """Small numbers in words, common gender («to», «tolv»); larger ones in digits with a hard space."""
    words = [_("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight")]
    words += [_("nine"), _("ten"), _("eleven"), _("twelve")]
    if 0 <= count < len(words):
        return str(words[count])
    return format_number(count)


def plain(text: str) -> str:
    """Lower case without rings, strokes and accents, as typed on a keyboard without them: «Snåsa» is «snasa»."""
    text = text.lower().replace("æ", "ae").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def format_number(count: int) -> str:
    """«3 000 000», with hard spaces."""
    return f"{count:,}".replace(",", "\u00a0")


def format_amount(amount: float) -> str:
    """«3 000», «1,5»: at most one decimal."""
    whole, _point, tenth = f"{amount:.1f}".partition(".")
    return format_number(int(whole)) + ("" if tenth == "0" else f",{tenth}")


def format_hours(half_hours: int) -> str:
    """«1,5» from three half hours, «2» from four."""
    return format_amount(half_hours / 2)


# The common holiday weeks: the general staff holiday in July, the days between Christmas and New Year, and the week
# before Easter. Whoever promises an answer does not promise it then.
_SUMMER_WEEKS = range(28, 31)


def is_answering_day(day: dt.date) -> bool:
    """A working day outside the common holiday weeks: the days an answer time is counted in."""
    if not is_working_day(day) or day.isocalendar().week in _SUMMER_WEEKS:
        return False
    if (day.month, day.day) >= (12, 24):
        return False
    easter = easter_sunday(day.year)
    return not easter - dt.timedelta(days=7) < day < easter


def add_answering_days(day: dt.date, count: int) -> dt.date:
    """The day that lies ``count`` answering days after ``day``; ``count`` is at least 1."""
    left = count
    while left > 0:
        day += dt.timedelta(days=1)
        left -= is_answering_day(day)
    return day


def next_answering_day(day: dt.date) -> dt.date:
    """``day`` itself when something may be promised for it, and else the next such day."""
    return day if is_answering_day(day) else add_answering_days(day, 1)
