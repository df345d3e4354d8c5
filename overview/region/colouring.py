"""What the map shows: one question, and for each municipality one of a few answers that add up to all.

Each answer has a ground, an edge and words in the tile, so that the map is read without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from municipalities.directory import Standing
from municipalities.models import Strategy
from overview.region.figures import STAGE_NAMES, Place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

# Where somebody answers quickly, within a week; as many ideas as show that it has become a habit.
QUICK_DAYS, MANY_IDEAS = 7, 3


@dataclass(frozen=True)
class Answer:
    """``sign``: «full», «some», «plain», «none» (something lacks) or «away»; static/css/region.css draws them."""

    sign: str
    words: Words


@dataclass(frozen=True)
class Colouring:
    """``of`` gives a place's sign and what stands in its tile, ``said`` the same in a few words. ``columns``: those
    of the table beside (``overview.region.table``). ``compares``: for KS, and for the municipality itself."""

    key: str
    name: Words
    answers: tuple[Answer, ...]
    of: Callable[[Place], tuple[str, str]]
    said: Callable[[Place], str]
    columns: tuple[str, ...]
    compares: bool = False


def chosen(key: str, *, sees_comparisons: bool) -> Colouring:
    """The first one for a word that is none, or is not for this reader."""
    found = BY_KEY.get(key, ALL[0])
    return found if sees_comparisons or not found.compares else ALL[0]


def offered(*, sees_comparisons: bool) -> Iterable[Colouring]:
    return [one for one in ALL if sees_comparisons or not one.compares]


def _contact(place: Place) -> tuple[str, str]:
    if not place.has_contact:
        return "none", _now("lacking")
    return ("full", str(place.experiences)) if place.experiences else ("some", "")


_STANDING = {
    Standing.VACANT: _("lacks a FoUI contact"),
    Standing.UNCONFIRMED: _("has a FoUI contact, not confirmed"),
    Standing.IN_PLACE: _("has a FoUI contact"),
}


def _contact_said(place: Place) -> str:
    shared = ngettext("%(n)s experience shared", "%(n)s experiences shared", place.experiences)
    return f"{_STANDING[Standing(place.standing)]}, {shared % {'n': place.experiences}}"


def _broker(place: Place) -> tuple[str, str]:
    if place.brokers:
        return "full", str(place.brokers)
    return ("some", "") if place.companies else ("none", _now("nobody"))


def _broker_said(place: Place) -> str:
    brokers = ngettext("%(n)s broker covers it", "%(n)s brokers cover it", place.brokers) % {"n": place.brokers}
    companies = ngettext("%(n)s innovation company", "%(n)s innovation companies", place.companies)
    return f"{brokers}, {companies % {'n': place.companies}}"


def strategy_word(place: Place) -> str:
    words = {Strategy.State.ADOPTED: _now("adopted"), Strategy.State.UNDER_WAY: _now("under way")}
    return str(words.get(place.strategy, ""))  # type: ignore[call-overload]


def _strategy(place: Place) -> tuple[str, str]:
    sign = {Strategy.State.ADOPTED: "full", Strategy.State.UNDER_WAY: "some"}.get(
        place.strategy,  # type: ignore[call-overload]
        "plain",
    )
    return sign, strategy_word(place)


def _ideas(stage: str = "") -> Callable[[Place], tuple[str, str]]:
    def of(place: Place) -> tuple[str, str]:
        count = place.shared.get(stage, 0) if stage else place.ideas
        if not count:
            return "plain", ""
        return ("full" if count >= MANY_IDEAS else "some"), str(count)

    return of


def _ideas_said(place: Place) -> str:
    """«3 delte ideer: 2 nye, 1 prøves»."""
    words = ngettext("%(n)s shared idea", "%(n)s shared ideas", place.ideas) % {"n": place.ideas}
    stages = [
        f"{place.shared[key]} {str(name).lower()}" for key, name in STAGE_NAMES.items() if place.shared.get(key)
    ]
    return f"{words}: {', '.join(stages)}" if stages else words


def _answered(place: Place) -> tuple[str, str]:
    if not place.asked:
        return "away", _now("not asked")
    sign = "full" if place.answered == place.asked else "some" if place.answered else "plain"
    return sign, f"{place.answered}/{place.asked}"


def _answered_said(place: Place) -> str:
    if not place.asked:
        return _now("was not invited to the last meetings")
    return _now("has answered %(answered)s of %(asked)s") % {"answered": place.answered, "asked": place.asked}


def _time(place: Place) -> tuple[str, str]:
    if place.answer_days is None:
        return "away", ""
    return ("full" if place.answer_days <= QUICK_DAYS else "some"), days_in_short(place)


def days_in_short(place: Place) -> str:
    return "" if place.answer_days is None else _now("%(n)s d") % {"n": place.answer_days}


def _time_said(place: Place) -> str:
    if place.answer_days is None:
        return _now("no idea answered the last year")
    return ngettext("first answer after %(n)s day", "first answer after %(n)s days", place.answer_days) % {
        "n": place.answer_days
    }


_SHARED = (
    Answer("full", _("Three or more ideas shown to the partnership. The number is how many.")),
    Answer("some", _("One or two")),
    Answer("plain", _("None")),
)


def _of_stage(key: str) -> Colouring:
    name = lazy(lambda: _now("Ideas: %(stage)s") % {"stage": str(STAGE_NAMES[key]).lower()}, str)()
    return Colouring(f"ideer-{key}", name, _SHARED, _ideas(key), _ideas_said, (f"ideer-{key}", "ideer"))


ALL = (
    Colouring(
        "kontakt",
        _("Contact and experiences"),
        (
            Answer("full", _("FoUI contact and experiences shared. The number in the tile is how many.")),
            Answer("some", _("FoUI contact, no experience shared yet")),
            Answer("none", _("Lacks a FoUI contact")),
        ),
        _contact,
        _contact_said,
        ("ideer", "erfaringer"),
    ),
    Colouring(
        "megler",
        _("Competence brokers"),
        (
            Answer("full", _("Covered by competence brokers. The number is how many.")),
            Answer("some", _("Covered by a company where nobody has the role now")),
            Answer("none", _("Not covered")),
        ),
        _broker,
        _broker_said,
        ("meglere", "selskap"),
    ),
    Colouring(
        "strategi",
        _("Strategy"),
        (
            Answer("full", _("Strategy adopted")),
            Answer("some", _("Strategy under way")),
            Answer("plain", _("No strategy shown to the partnership")),
        ),
        _strategy,
        lambda place: _now("strategy: %(state)s") % {"state": strategy_word(place) or _now("none shown")},
        ("strategi",),
    ),
    Colouring("ideer", _("Ideas"), _SHARED, _ideas(), _ideas_said, ("ideer",)),
    *(_of_stage(key) for key in STAGE_NAMES),
    Colouring(
        "svar",
        _("Answers to meetings"),
        (
            Answer("full", _("Has answered every invitation to the last meetings")),
            Answer("some", _("Has answered some of them")),
            Answer("plain", _("Has answered none of them")),
            Answer("away", _("Was not invited")),
        ),
        _answered,
        _answered_said,
        ("spurt", "svart"),
        compares=True,
    ),
    Colouring(
        "svartid",
        _("Answer time of ideas"),
        (
            Answer("full", _("First answer within a week. The number is days.")),
            Answer("some", _("First answer later")),
            Answer("away", _("No idea answered the last year")),
        ),
        _time,
        _time_said,
        ("svartid",),
        compares=True,
    ),
)
BY_KEY = {one.key: one for one in ALL}
