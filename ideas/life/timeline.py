"""«Løpet»: what has happened, what is now, what may come. Those who only see the idea get stages and days alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ideas.life import choosing
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.whose import holders
from partnership.common import norwegian

_SHOWN = {
    EventKind.RECEIVED, EventKind.SEEN, EventKind.MOVED, EventKind.HANDED_ON, EventKind.ASKED_BROKER,
    EventKind.BROKER_TOOK, EventKind.BROKER_CANNOT, EventKind.BROKER_ENDED, EventKind.PASSING_ASKED,
    EventKind.ANCHORED, EventKind.APPLIED, EventKind.LESSON, EventKind.THANKED, EventKind.WITHDRAWN,
    EventKind.MERGED_HERE,
}  # fmt: skip
_FOR_ALL = {EventKind.RECEIVED, EventKind.MOVED, EventKind.LESSON, EventKind.WITHDRAWN}


@dataclass(frozen=True)
class Line:
    """``state``: done, now or later; the words carry it."""

    text: str
    when: str = ""
    state: str = "done"


def of(idea: Idea, events: Iterable[IdeaEvent], *, is_worked_on: bool) -> list[Line]:
    """``events``: those that stand, ``with_holder()``, the oldest first."""
    wanted = _SHOWN if is_worked_on else _FOR_ALL
    shown = [event for event in events if event.kind in wanted]
    to = holders.after(event for event in shown if event.kind == EventKind.HANDED_ON)
    lines = [_line(event, str(to.get(event.pk, "")), with_names=is_worked_on) for event in shown]
    if idea.is_open and is_worked_on:
        lines.append(Line(_step_now(idea), _by(idea), "now"))
    elif idea.is_open:
        # What it waits for is written for those inside, and may name somebody: others see the stage, said once.
        newest = lines.pop() if lines and lines[-1].text == _stage(idea) else Line(_stage(idea))
        lines.append(replace(newest, state="now"))
    return lines + [Line(text, state="later") for text in choosing.next_words(idea)]


def said(event: IdeaEvent, to: str = "") -> str:
    """«Under avklaring», «Sett», «Gitt videre til Mona Brekke» (``to``)."""
    text = event.label
    if event.kind == EventKind.HANDED_ON and to:
        text = _("given on to %(name)s") % {"name": to}
    if event.kind == EventKind.MOVED:
        text = str(event.get_new_stage_display())
    return text[:1].upper() + text[1:]


def _line(event: IdeaEvent, to: str, *, with_names: bool) -> Line:
    day = norwegian.format_day(norwegian.local(event.at).date())
    day = day[:1].upper() + day[1:]
    if with_names and event.by is not None:
        day = f"{day}, {event.by.name}"
    return Line(said(event, to), day)


def _step_now(idea: Idea) -> str:
    return idea.next_step or _stage(idea)


def _stage(idea: Idea) -> str:
    return str(idea.get_stage_display()).capitalize()


def _by(idea: Idea) -> str:
    if idea.next_date is None:
        return ""
    return _("By %(day)s") % {"day": norwegian.format_day(idea.next_date)}
