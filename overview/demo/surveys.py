"""Frosta's own survey: fourteen invented answers to the newest, nine to the one a year ago."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TypedDict

from municipalities.barometer import answering
from municipalities.models import Municipality, Survey
from overview.demo import people
from partnership.common import norwegian
from partnership.people.models import User


class Scene(TypedDict):
    """``days`` ago it opened; for each sector, answers as innovated (y, n, ?), leader, taking part, means (0: ?)."""

    days: int
    answers: dict[str, str]
    texts: tuple[str, ...]


FROSTA = "5036"
# Sectors are written first, then one answer a word: «y543» is yes, 5, 4, 3.
SCENES: tuple[Scene, ...] = (
    {
        "days": 380,
        "answers": {"helse": "y432 n321 y442 ?331 n422", "oppvekst": "y543 y432 n321", "": "n430"},
        "texts": ("Et sted å spørre.",),
    },
    {
        "days": 20,
        "answers": {
            "helse": "y543 y532 n431 y642 y432 ?321", "oppvekst": "y653 y542 n432 y543 y532", "teknisk": "n442 y542",
            "": "y430",
        },
        "texts": ("Tid til å prøve, og lov til å ta feil.", "At noen tok imot ideene våre.", "En dag i året sammen."),
    },
)  # fmt: skip
DAYS_OPEN = 14


def lay_out() -> None:
    """Only while the municipality has none: what a visitor opens is left alone."""
    place = Municipality.objects.get(number=FROSTA)
    if Survey.objects.of(place).exists():
        return
    contact = User.objects.filter(name=people.CONTACTS[0]).first()
    for scene in SCENES:
        _survey(place, contact, scene)


def _survey(place: Municipality, contact: User | None, scene: Scene) -> None:
    """Answered while it was open, and then moved back to when it was."""
    opened = norwegian.today() - dt.timedelta(days=scene["days"])
    survey = Survey.objects.create(
        municipality=place, closes_on=norwegian.today(), for_leader=True, opened_by=contact
    )
    texts = list(scene["texts"])
    for sector, words in scene["answers"].items():
        for word in words.split():
            innovated = {"y": True, "n": False}.get(word[0])
            leader, taking_part, means = (int(degree) or None for degree in word[1:])
            said = answering.Said(
                sector=sector, innovated=innovated, leader=leader, taking_part=taking_part, means=means
            )
            answering.answer(survey=survey, key=uuid.uuid4(), said=said, text=texts.pop() if texts else "")
    closed = opened + dt.timedelta(days=DAYS_OPEN)
    Survey.objects.filter(pk=survey.pk).update(opened_on=opened, closes_on=closed)
