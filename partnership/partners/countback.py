"""Counting back from a deadline: the day each thing should be in place, in Norwegian working days. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.common import norwegian

if TYPE_CHECKING:
    from partnership.partners.terms_of_call import Terms


class Step(models.TextChoices):
    """In the order they are done."""

    BROKER = "broker", _("You have talked with the competence broker")
    ANCHORED = "anchored", _("The municipality's management stands behind it")
    RESEARCH = "research", _("The research organisation has said yes")
    OUTLINE = "outline", _("The outline is written")
    BUDGET = "budget", _("The budget is done, with your own share")
    READ = "read", _("Somebody else has read the application")
    SEND = "send", _("Send the application")
    DEADLINE = "deadline", _("The deadline")


# Working days before the day of the deadline. Management meets every other week or so, and a research organisation
# answers in one or two; sending two days early leaves room for a sign-in that does not work.
BEFORE = {
    Step.BROKER: 25,
    Step.ANCHORED: 20,
    Step.RESEARCH: 15,
    Step.OUTLINE: 12,
    Step.BUDGET: 8,
    Step.READ: 5,
    Step.SEND: 2,
    Step.DEADLINE: 0,
}


@dataclass(frozen=True)
class Row:
    """``day``: an Oslo day, a working day unless it is the deadline's own; ``is_past``: it should be done, and
    is not known to be."""

    step: Step
    day: dt.date
    is_past: bool
    is_done: bool = False

    @property
    def title(self) -> str:
        return str(self.step.label)


def rows(*, closes: dt.datetime, terms: Terms, today: dt.date, done: Collection[Step] = ()) -> list[Row]:
    """The first to do first. ``closes``: an aware instant; without a known need of broker or research, no such row
    for the broker, and one for the research organisation: most calls ask for it."""
    last = norwegian.local(closes).date()
    return [
        Row(step, day, day < today and step not in done, step in done)
        for step, before in BEFORE.items()
        if _is_asked_for(step, terms)
        for day in [norwegian.add_working_days(last, -before)]
    ]


def _is_asked_for(step: Step, terms: Terms) -> bool:
    if step == Step.BROKER:
        return terms.needs_broker_dialogue is True
    if step == Step.RESEARCH:
        return terms.needs_research_partner is not False
    return True
