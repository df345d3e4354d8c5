"""Three questions after the meeting, answered without a name: what is kept, and when it may be read.

Nobody reads any before the answering is over, and then all are shown at once: who looked before and after each
answer would read one person's. Under five are never shown, since each could be guessed.
How many have answered is always said.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import QUESTIONS, Degree, Feedback, Invitation, Meeting
from partnership.common import norwegian

FEWEST = 5


@dataclass(frozen=True)
class Scale:
    """One question: its words, how many gave each degree, and the mean of 1 to 5."""

    question: str
    rows: list[tuple[str, int]]
    mean: float


@dataclass(frozen=True)
class Results:
    """``scales`` and ``texts`` are empty while people may answer, and where fewer than ``FEWEST`` did."""

    n: int
    scales: list[Scale]
    texts: list[str]

    @property
    def is_shown(self) -> bool:
        return bool(self.scales)


@transaction.atomic
def give(*, invitation: Invitation, useful: int, met: int, differently: str = "") -> None:
    """Once a person. Raises ValidationError for who may not, or has answered."""
    stored = Invitation.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitation.pk)
    if stored.feedback_on is not None:
        raise ValidationError(_("You have answered before. Thank you."))
    if stored.was_there and not stored.meeting.takes_feedback:
        raise ValidationError(_("The days for answering are over."))
    if not stored.may_give_feedback:
        raise ValidationError(_("The questions are for those who were there."))
    said = Feedback(meeting=stored.meeting, useful=useful, met=met, differently=differently.strip()[:1000])
    _keep(said)
    stored.feedback_on = norwegian.today()
    stored.save(update_fields=["feedback_on"])


def _keep(said: Feedback) -> None:
    """Among those that are there, all written anew in a random order: neither the place in the table nor the
    transaction tells which one came with which invitation."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=said.meeting_id)
    kept = list(Feedback.objects.of(said.meeting))
    Feedback.objects.of(said.meeting).delete()
    rows = [
        Feedback(meeting=one.meeting, useful=one.useful, met=one.met, differently=one.differently) for one in kept
    ]
    Feedback.objects.bulk_create(random.SystemRandom().sample([*rows, said], len(rows) + 1))


def results(meeting: Meeting) -> Results:
    """For the organisers. One query."""
    given = list(Feedback.objects.of(meeting))
    if meeting.takes_feedback or len(given) < FEWEST:
        return Results(len(given), [], [])
    scales = [_scale(name, [getattr(one, name) for one in given]) for name in ("useful", "met")]
    # In the order of the alphabet: the order they came in says when somebody answered.
    texts = sorted((one.differently for one in given if one.differently), key=norwegian.sort_key)
    return Results(len(given), scales, texts)


def _scale(name: str, degrees: Iterable[int]) -> Scale:
    counted = Counter(degrees)
    mean = sum(degree * n for degree, n in counted.items()) / counted.total()
    rows = [(str(label), counted[degree]) for degree, label in reversed(Degree.choices)]
    return Scale(str(QUESTIONS[name]), rows, mean)
