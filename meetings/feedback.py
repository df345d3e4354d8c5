"""Three questions after the meeting, answered without a name: what is kept, and when it may be read.

Under five answers nobody reads any of them, since each could be guessed: then only how many there are is said.
"""

from __future__ import annotations

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
    """``scales`` and ``texts`` are empty while there are fewer than ``FEWEST`` answers."""

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
    if not stored.may_give_feedback:
        raise ValidationError(_("The questions are for those who were there."))
    Feedback.objects.create(meeting=stored.meeting, useful=useful, met=met, differently=differently.strip()[:1000])
    stored.feedback_on = norwegian.today()
    stored.save(update_fields=["feedback_on"])


def results(meeting: Meeting) -> Results:
    """For the organisers. One query."""
    given = list(Feedback.objects.of(meeting))
    if len(given) < FEWEST:
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
