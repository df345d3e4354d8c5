"""What the portal has about a theme, as far as a person sees it: nothing is counted that is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.life.stages import Stage
from ideas.models import Idea, Lesson
from meetings.mailing import told
from meetings.models import Meeting, ProgrammeItem
from municipalities.models import Experience, Strategy
from overview.models import GoalTie
from partnership.common import norwegian
from partnership.partners.models import FundingCall, InformationPage, Theme
from partnership.people.models import RoleTerm

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

MOST = 8
# Somebody else's now, or nobody's.
_GONE = (Stage.WITHDRAWN, Stage.MERGED, Stage.PASSED_ON)

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Part:
    """``empty`` is said when there is no line; ``more_url`` leads to all of them, empty where no list does."""

    key: str
    heading: str
    lines: list[Line]
    empty: str
    has_more: bool = False
    more_url: str = ""


def of(theme: Theme, user: User | AnonymousUser) -> list[Part]:
    """Each part of what ``visible_to`` gives alone; one query a part."""
    return [
        _experiences(theme, user),
        _ideas(theme, user),
        _lessons(theme, user),
        _strategies(theme, user),
        _meetings(theme, user),
        _calls(theme),
        _brokers(theme),
        _pages(theme, user),
    ]


def _part(
    key: str,
    heading: str,
    empty: str,
    rows: models.QuerySet[Row] | list[Row],
    line: Callable[[Row], Line],
    more_url: str = "",
) -> Part:
    found: Iterable[Any] = list(rows[: MOST + 1])
    lines = [line(row) for row in found]
    return Part(key, heading, lines[:MOST], empty, len(lines) > MOST, more_url)


def _experiences(theme: Theme, user: User | AnonymousUser) -> Part:
    rows = Experience.objects.visible_to(user).published().about(theme).for_list().newest_first()
    more = f"{reverse('experiences:list')}?tema={theme.slug}"
    return _part(
        "erfaringer", _("Experiences"), _("No experience about it has been shared yet."), rows, _experience, more
    )


def _experience(one: Experience) -> Line:
    return Line(one.title, one.get_absolute_url(), f"{one.municipality.name}, {one.get_outcome_display()}")


def _ideas(theme: Theme, user: User | AnonymousUser) -> Part:
    rows = Idea.objects.visible_to(user).about(theme.pk).exclude(stage__in=_GONE)
    newest = rows.select_related("municipality").order_by("-received_at", "-pk")
    empty = _("No idea that you may see is about this.")
    return _part("ideer", _("Project ideas"), empty, newest, _idea)


def _idea(idea: Idea) -> Line:
    about = f"{idea.number}, {idea.municipality.name}, {idea.get_stage_display()}"
    return Line(idea.title, idea.get_absolute_url(), about)


def _lessons(theme: Theme, user: User | AnonymousUser) -> Part:
    rows = Lesson.objects.visible_to(user).with_theme(theme.slug).with_place().newest_first()
    more = f"{reverse('ideas:lessons')}?tema={theme.slug}"
    return _part(
        "laerdommer", _("Lessons"), _("Nobody has written what they learned about it yet."), rows, _lesson, more
    )


def _lesson(lesson: Lesson) -> Line:
    return Line(lesson.title, lesson.get_absolute_url(), lesson.idea.municipality.name)


def _strategies(theme: Theme, user: User | AnonymousUser) -> Part:
    rows = Strategy.objects.visible_to(user).about(theme).select_related("municipality").order_by("-begins", "-pk")
    return _part("strategier", _("Strategies"), _("No strategy that you may see is about this."), rows, _strategy)


def _strategy(one: Strategy) -> Line:
    return Line(one.title, one.get_absolute_url(), f"{one.municipality.name}, {one.get_state_display()}")


def _meetings(theme: Theme, user: User | AnonymousUser) -> Part:
    """Where an experience about the theme is told of, or that serve a goal of a strategy about it.

    Whom a meeting is for and what people wish for there tell of persons, and are not asked.
    """
    telling = ProgrammeItem.objects.telling_of_any(Experience.objects.visible_to(user).published().about(theme))
    tied = GoalTie.objects.of_strategies(Strategy.objects.visible_to(user).about(theme))
    seen = Meeting.objects.visible_to(user).exclude(state="draft")
    rows = seen.filter(Q(pk__in=telling.values("meeting")) | Q(pk__in=tied.values("meeting")))
    found = told.in_lists(rows.with_sending_held().order_by("-start", "-pk")[: MOST + 1])
    empty = _("No meeting that you may see has taken it up.")
    return _part("moter", _("Meetings"), empty, found, _meeting)


def _meeting(meeting: Meeting) -> Line:
    return Line(meeting.title, meeting.get_absolute_url(), meeting.when)


def _calls(theme: Theme) -> Part:
    rows = FundingCall.objects.open().about(theme).select_related("scheme")
    empty = _("No open call names this theme. Calls without a theme may fit all the same.")
    return _part("utlysninger", _("Open calls"), empty, rows, _call, reverse("partners:funding"))


def _call(call: FundingCall) -> Line:
    said = [call.scheme.name, call.state_words]
    if call.closes:
        said.append(norwegian.format_moment(call.closes))
    if call.is_stale:
        said.append(_("must be checked"))
    return Line(call.title, call.get_absolute_url(), ", ".join(said))


def _brokers(theme: Theme) -> Part:
    named = RoleTerm.objects.current().of_open_seats().in_the_directory().filter(seat__broker__themes=theme)
    rows = named.select_related("person", "seat__broker__company").order_by("person__sort_name", "pk")
    more = f"{reverse('brokers:list')}?tema={theme.slug}"
    empty = _("No broker has said that they know this theme.")
    return _part("meglere", _("Brokers who know it"), empty, rows, _broker, more)


def _broker(term: RoleTerm) -> Line:
    broker = term.seat.broker
    return Line(term.person.name, reverse("overview:broker", args=[broker.pk]), broker.company.name)


def _pages(theme: Theme, user: User | AnonymousUser) -> Part:
    rows = InformationPage.objects.visible_to(user).published().about(theme).for_list()
    empty = _("The partners have written nothing about it yet.")
    return _part("sider", _("Guides and pages"), empty, rows, _page, reverse("pages:list"))


def _page(page: InformationPage) -> Line:
    said = [page.partner.short_name] if page.partner else []
    return Line(page.name, page.get_absolute_url(), ", ".join([*said, page.get_kind_display()]))
