"""What partners read of the region beside the map: the pipeline, the last meetings, roles, and what to put right."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.models import Meeting
from meetings.permissions import organised_among
from overview.region.colouring import BY_KEY
from overview.region.figures import STAGE_NAMES, Figures, MeetingSum
from overview.region.table import Line
from partnership.common import norwegian
from partnership.people.models import SeatKind, User

# So many municipalities are named in a sentence; more are a number.
NAMED = 3


@dataclass(frozen=True)
class StageLine:
    """``share``: the bar's length in percent of the longest. ``shared_url`` opens those shown to the partnership."""

    name: object
    ideas: int
    shared: int
    days: str
    url: str
    share: int

    @property
    def shared_url(self) -> str:
        return f"{self.url}&delt=ja"


@dataclass(frozen=True)
class Said:
    """One number of a meeting; ``url`` is empty for whoever may not see who they are."""

    count: int
    words: object
    url: str


@dataclass(frozen=True)
class MeetingLine:
    meeting: Meeting
    sums: MeetingSum
    board: str = ""

    @property
    def said(self) -> list[Said]:
        """What those invited have answered, each with the people behind it."""
        counts = [(getattr(self.sums, one.column), one) for one in _ANSWERS]
        return [
            Said(
                count, one.words, self.board and self.board + (f"?svar={one.choice}" if one.choice else "") + "#names"
            )
            for count, one in counts
        ]

    @property
    def rate(self) -> int:
        """How many of a hundred have answered, whatever they answered; the half is rounded up."""
        answered = self.sums.invited - self.sums.silent
        return (200 * answered + self.sums.invited) // (2 * self.sums.invited)


@dataclass(frozen=True)
class _Answer:
    """A column of ``MeetingSum``, and what the meeting's own board calls such people in its address."""

    column: str
    words: object
    choice: str


_ANSWERS = (
    _Answer("invited", gettext_lazy("Invited"), ""),
    _Answer("comes", gettext_lazy("Come"), "kommer"),
    _Answer("maybe", gettext_lazy("Perhaps"), "kanskje"),
    _Answer("declined", gettext_lazy("No"), "nei"),
    _Answer("silent", gettext_lazy("Silent"), "stille"),
)


@dataclass(frozen=True)
class CoverageLine:
    """How many municipalities are covered so; the number opens them."""

    words: object
    count: int
    url: str


@dataclass(frozen=True)
class RoleLine:
    """The numbers open the workroom's list of such roles."""

    name: object
    vacant: int
    unconfirmed: int
    vacant_url: str
    unconfirmed_url: str


@dataclass(frozen=True)
class ToMend:
    """What is wrong, in a sentence, and the page where it is put right."""

    sentence: str
    action: str
    url: str


def stage_lines(figures: Figures) -> list[StageLine]:
    most = max((one.ideas for one in figures.stages), default=0) or 1
    behind = reverse("overview:region_ideas")
    return [
        StageLine(
            STAGE_NAMES[one.key],
            one.ideas,
            figures.shared_in(one.key),
            "" if one.days is None else in_words(one.days),
            f"{behind}?kolonne={one.key}",
            100 * one.ideas // most,
        )
        for one in figures.stages
    ]


def in_words(days: int) -> str:
    """«3 dager», «2 uker», «5 måneder»: whole ones that have gone."""
    if days < 14:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 90:
        return ngettext("%(n)s week", "%(n)s weeks", days // 7) % {"n": days // 7}
    return ngettext("%(n)s month", "%(n)s months", days // 30) % {"n": norwegian.format_number(days // 30)}


def meeting_lines(figures: Figures, user: User) -> list[MeetingLine]:
    """Those the reader sees: to officers every meeting of the partners. Who is behind the numbers is the organisers'
    to see. Two queries."""
    pks = [one.pk for one in figures.meetings]
    seen = Meeting.objects.visible_to(user).in_bulk(pks)
    own = organised_among(user, pks)
    return [
        MeetingLine(seen[one.pk], one, reverse("meetings:board", args=[one.pk]) if one.pk in own else "")
        for one in figures.meetings
        if one.pk in seen
    ]


# Where the map's words speak of the number in the tile.
_COVERED = {"full": gettext_lazy("Covered by one or more competence brokers")}


def coverage_lines(lines: list[Line]) -> list[CoverageLine]:
    """Together all municipalities."""
    found = BY_KEY["megler"]
    signs = [found.of(line.place)[0] for line in lines]
    page = reverse("overview:region")
    return [
        CoverageLine(
            _COVERED.get(one.sign, one.words),
            signs.count(one.sign),
            f"{page}?vis={found.key}&bare={one.sign}#tabell",
        )
        for one in found.answers
    ]


def role_lines(figures: Figures) -> list[RoleLine]:
    seats = reverse("admin:people_seat_changelist")
    return [
        RoleLine(
            kind.label,
            figures.vacant[kind],
            figures.unconfirmed[kind],
            f"{seats}?kind={kind.value}&holds=vacant",
            f"{seats}?kind={kind.value}&holds=unconfirmed",
        )
        for kind in SeatKind
    ]


def to_mend(figures: Figures, lines: list[Line]) -> list[ToMend]:
    """The most pressing first; nothing of a number that is none."""
    lacking = [line.name for line in lines if not line.place.has_contact]
    uncovered = [line.name for line in lines if not line.place.brokers]
    unconfirmed = sum(figures.unconfirmed.values())
    vacant = figures.vacant[SeatKind.BROKER] + figures.vacant[SeatKind.OFFICER]
    seats = reverse("admin:people_seat_changelist")
    found = [
        (
            len(lacking),
            ngettext("%(who)s lacks a FoUI contact", "%(who)s lack a FoUI contact", len(lacking)),
            _("Write to postmottak"),
            reverse("overview:vacancies"),
            lacking,
        ),
        (
            unconfirmed,
            ngettext(
                "%(n)s role is not confirmed for a year", "%(n)s roles are not confirmed for a year", unconfirmed
            ),
            _("Ask whether they still have it"),
            f"{seats}?holds=unconfirmed",
            [],
        ),
        (
            figures.overdue,
            ngettext("One follow-up is overdue", "%(n)s follow-ups are overdue", figures.overdue),
            _("See whose it is"),
            reverse("overview:region_follow_ups"),
            [],
        ),
        (
            len(uncovered),
            ngettext(
                "%(who)s is covered by no competence broker",
                "%(who)s are covered by no competence broker",
                len(uncovered),
            ),
            _("See who covers what"),
            reverse("overview:region") + "?vis=megler#tabell",
            uncovered,
        ),
        (
            vacant,
            ngettext(
                "%(n)s role as broker or adviser has nobody",
                "%(n)s roles as broker or adviser have nobody",
                vacant,
            ),
            _("Give somebody the role"),
            f"{seats}?holds=vacant",
            [],
        ),
        (
            figures.schemes_to_check,
            ngettext("%(n)s scheme must be checked", "%(n)s schemes must be checked", figures.schemes_to_check),
            _("Check them"),
            reverse("admin:partners_fundingscheme_changelist") + "?checked=stale",
            [],
        ),
        (
            figures.calls_to_check,
            ngettext("%(n)s call must be checked", "%(n)s calls must be checked", figures.calls_to_check),
            _("Check them"),
            reverse("admin:partners_fundingcall_changelist") + "?checked=stale",
            [],
        ),
    ]
    return [
        ToMend(sentence % {"who": _who(names), "n": _capital(count)}, action, url)
        for count, sentence, action, url, names in found
        if count
    ]


def _who(names: list[str]) -> str:
    if len(names) <= NAMED:
        return str(get_text_list(names, _("and")))
    return _("%(n)s municipalities") % {"n": _capital(len(names))}


def _capital(count: int) -> str:
    word = norwegian.number_word(count)
    return word[:1].upper() + word[1:]
