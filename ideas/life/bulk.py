"""The same done with several ideas: each its own event, and what cannot be is named and left as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.life.stages import Stage
from ideas.models import Idea, IdeaEvent
from ideas.whose import holding
from ideas.whose.whom import Candidate
from partnership.common import norwegian
from partnership.people.models import User

MOST = 50


@dataclass
class Done:
    """``refused``: sentences by idea."""

    done: list[Idea] = field(default_factory=list)
    refused: list[tuple[Idea, str]] = field(default_factory=list)


def each(ideas: Iterable[Idea], do: Callable[[Idea], object]) -> Done:
    """``do`` raises ValidationError for what cannot be."""
    found = Done()
    for idea in ideas:
        try:
            with transaction.atomic():
                do(idea)
        except ValidationError as error:
            found.refused.append((idea, " ".join(error.messages)))
        else:
            found.done.append(idea)
    return found


def give_time(*, idea: Idea, until: dt.date, by: User) -> IdeaEvent:
    """Later than before, never earlier; what is on hold keeps the day it is taken up again."""
    stored = holding.lock(idea)
    if stored.next_date is not None and (stored.stage == Stage.PAUSED or stored.next_date >= until):
        said = _("It is on hold until %(day)s, and keeps that day.")
        if stored.stage != Stage.PAUSED:
            said = _("It has %(day)s already, and keeps that day.")
        raise ValidationError(said % {"day": norwegian.format_day(stored.next_date)})
    return holding.give_time(idea=idea, until=until, by=by)


def hand_on(*, idea: Idea, to: Candidate, until: dt.date, by: User) -> IdeaEvent:
    """With ``until`` as its day, unless it is on hold or has a later one."""
    stored = holding.lock(idea)
    if stored.next_date is not None and not stored.is_late:
        until = stored.next_date if stored.stage == Stage.PAUSED else max(until, stored.next_date)
    return holding.hand_on(idea=idea, by=by, to_seat=to.seat, to_person=to.person, until=until)
