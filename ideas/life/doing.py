"""From a filled form to a verb, whoever filled it: on the idea's page, or on one a mail opened.

Verbs raise ``ValidationError``; nothing is then changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.lessons import learning
from ideas.life import moving
from ideas.life.forms import HandOnForm, MoreTimeForm, MoveForm, NotNowForm, PauseForm, ReopenForm, SeenForm, StepForm
from ideas.life.stages import Stage
from ideas.models import Idea, IdeaEvent
from ideas.money import applying
from ideas.whose import holding
from partnership.people.models import Seat, User


@dataclass(frozen=True)
class Doer:
    """Who does it, and for whose role when a broker writes for the contact."""

    by: User
    behalf_of: Seat | None = None


def see(idea: Idea, form: SeenForm, who: Doer) -> IdeaEvent | None:
    until = form.cleaned_data["next_date"]
    return holding.mark_seen(idea=idea, by=who.by, until=until, behalf_of=who.behalf_of)


def more_time(idea: Idea, form: MoreTimeForm, who: Doer) -> IdeaEvent:
    data = form.cleaned_data
    until, reason = data["next_date"], data["reason"]
    return holding.give_time(idea=idea, until=until, by=who.by, reason=reason, behalf_of=who.behalf_of)


@transaction.atomic
def step(idea: Idea, to: Stage, form: StepForm | ReopenForm, who: Doer) -> IdeaEvent:
    data = form.cleaned_data
    learning.must_be_written(idea, to)
    applying.must_be_sent(idea, to)
    return moving.move(
        idea=idea,
        to=to,
        by=who.by,
        next_date=data.get("next_date"),
        next_step=data.get("next_step") or "",
        told=data["told"],
        reason=data["reason"],
        behalf_of=who.behalf_of,
    )


def pause(idea: Idea, form: PauseForm, who: Doer) -> IdeaEvent:
    data = form.cleaned_data
    day, told = data["next_date"], data["told"]
    return moving.move(
        idea=idea, to=Stage.PAUSED, by=who.by, next_date=day, told=told, next_step=_("Take it up again"),
        behalf_of=who.behalf_of,
    )  # fmt: skip


def not_now(idea: Idea, form: NotNowForm, who: Doer) -> IdeaEvent:
    told, reason = form.text, form.cleaned_data["reason"]
    return moving.move(
        idea=idea, to=Stage.ENDED, by=who.by, told=told, reason=reason, behalf_of=who.behalf_of
    )  # fmt: skip


@transaction.atomic
def hand_on(idea: Idea, form: HandOnForm, who: Doer) -> IdeaEvent:
    data, chosen = form.cleaned_data, form.chosen
    person = chosen.person if chosen else None
    if chosen is None:
        try:
            person = holding.named_person(name=data["name"], email=data["email"], by=who.by)
        except ValidationError as error:
            raise ValidationError({"email": error.messages}) from None
    return holding.hand_on(
        idea=idea,
        by=who.by,
        to_seat=chosen.seat if chosen else None,
        to_person=person,
        until=data["next_date"],
        next_step=data.get("next_step") or "",
        reason=data["reason"],
        behalf_of=who.behalf_of,
    )


@transaction.atomic
def move(idea: Idea, form: MoveForm, who: Doer) -> IdeaEvent | None:
    """Stage, holder and date at once; None when all is as it was."""
    data, chosen = form.cleaned_data, form.chosen
    applying.must_be_sent(idea, data["to"])
    seat, person = (chosen.seat, chosen.person) if chosen else (None, None)
    if data["to"] != idea.stage:
        learning.must_be_written(idea, data["to"])
        return moving.move(
            idea=idea, to=data["to"], by=who.by, next_date=data["next_date"], next_step=data["next_step"],
            told=data["told"], reason=data["reason"], to_seat=seat, to_person=person, behalf_of=who.behalf_of,
        )  # fmt: skip
    if chosen is not None:
        return holding.hand_on(
            idea=idea, by=who.by, to_seat=seat, to_person=person, until=data["next_date"],
            next_step=data["next_step"], reason=data["reason"], behalf_of=who.behalf_of,
        )  # fmt: skip
    if data["next_date"] != idea.next_date:
        return holding.give_time(
            idea=idea, until=data["next_date"], by=who.by, reason=data["reason"], behalf_of=who.behalf_of
        )
    return None
