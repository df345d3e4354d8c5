"""Sending an idea to a municipality's intake, without a sign-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone

from ideas.intake import receiving
from ideas.models import Idea, IdeaSender, Intake
from municipalities.models import Municipality
from partnership.common import links

PURPOSE = "idea-sent"
AN_HOUR = dt.timedelta(hours=1)


class Words(TypedDict):
    problem: str
    title: str
    affected: str
    workplace: str
    proposal: str


def words_of(said: Mapping[str, Any]) -> Words:
    """Out of a form's cleaned data."""
    return Words(
        problem=said["problem"],
        title=said["title"],
        affected=said["affected"],
        workplace=said["workplace"],
        proposal=said["proposal"],
    )


@dataclass(frozen=True)
class Door:
    """A municipality and whether it takes ideas: an ``Intake.State``."""

    municipality: Municipality
    state: str


def doors(words: str) -> list[Door]:
    """Municipalities in Norwegian order that match ``words``; all when there are none."""
    places = Municipality.objects.matching(words).select_related("intake").order_by("sort_name")
    return [Door(place, getattr(place, "intake", Intake()).state) for place in places]


@transaction.atomic
def send(*, municipality: Municipality, words: Words, sender: receiving.From) -> Idea:
    """The same pressed twice is one idea.

    Raises ValidationError when the intake is not open.
    """
    Intake.objects.select_for_update().filter(municipality=municipality).first()  # one press after the other
    since = timezone.now() - AN_HOUR
    twin = Idea.objects.sent_like(
        municipality, problem=words["problem"].strip(), email=sender.email, since=since
    ).first()
    return twin or receiving.receive(municipality=municipality, sender=sender, **words)


def token(idea: Idea) -> str:
    """Opens the page that says it is sent, and nothing else."""
    return links.make(PURPOSE, idea.sender.pk, 1)


def sent(token: str) -> tuple[IdeaSender, bool] | None:
    """Who sent it, and whether so lately that the address may be shown; None for a link that is none of ours."""
    try:
        pk = links.read(PURPOSE, token).pk
    except links.BadLink:
        return None
    related = ("idea__municipality", "idea__holder_seat", "idea__holder_person")
    found = IdeaSender.objects.select_related(*related).filter(pk=pk).first()
    return (found, found.idea.received_at > timezone.now() - AN_HOUR) if found else None
