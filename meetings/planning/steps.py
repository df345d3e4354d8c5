"""The pages one walks through to plan a meeting, in order. Each stands on its own; a draft shows them as steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.planning import audience

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: dict[str, _StrPromise] = {
    "edit": _("What and when"),
    "content": _("Content and place"),
    "host": _("Host and seats"),
    "programme": _("Programme"),
    "audience": _("Audience"),
    "sending": _("Look over and send"),
}
NAMES = list(LABELS)


@dataclass(frozen=True)
class Step:
    name: str
    number: int
    url: str

    @property
    def label(self) -> _StrPromise:
        return LABELS[self.name]


@dataclass(frozen=True)
class Walk:
    """Where one is. Steps of a meeting that is not saved yet have no address."""

    steps: list[Step]
    current: Step

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def following(self) -> Step | None:
        return self.steps[self.current.number] if self.current.number < self.total else None

    @property
    def previous(self) -> Step | None:
        return self.steps[self.current.number - 2] if self.current.number > 1 else None


def walk(meeting: Meeting | None, name: str) -> Walk | None:
    """None once the meeting has been sent out: then one page is changed at a time."""
    if meeting is not None and not meeting.is_draft:
        return None
    steps = [step(meeting, one) for one in NAMES]
    return Walk(steps, steps[NAMES.index(name)])


def step(meeting: Meeting | None, name: str) -> Step:
    url = reverse(f"meetings:{name}", args=[meeting.pk]) if meeting else ""
    return Step(name, NAMES.index(name) + 1, url)


def missing(meeting: Meeting, *, has_programme: bool) -> Step:
    """The first step of a draft that lacks something; the last one when nothing does."""
    if not meeting.where_is_known and not meeting.is_save_the_date:
        return step(meeting, "content")
    if not meeting.host_phone:
        return step(meeting, "host")
    if not has_programme and not meeting.is_save_the_date:
        return step(meeting, "programme")
    if audience.is_empty(meeting):
        return step(meeting, "audience")
    return step(meeting, "sending")
