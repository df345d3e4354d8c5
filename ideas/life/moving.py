"""Moving an idea from stage to stage, and undoing it. The table is ``ideas.life.stages``.

Verbs raise ``ValidationError`` ({field: sentence}); nothing is then changed.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from ideas import events
from ideas.life import stages, undoing
from ideas.life.stages import Stage, Step
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.money import anchoring
from ideas.talk import letters
from ideas.together import moved_support
from ideas.whose import dates, holding
from ideas.whose.holding import lock
from partnership.people.models import Seat, User

# The first answer: whatever tells the sender what becomes of it.
_ANSWERS = {Step.FORWARD, Step.END, Step.PAUSE, Step.PASS_ON, Step.MERGE}


@transaction.atomic
def move(
    *,
    idea: Idea,
    to: str,
    by: User | None,
    next_date: dt.date | None = None,
    next_step: str = "",
    reason: str = "",
    told: str = "",
    behalf_of: Seat | None = None,
    is_senders: bool = False,
    to_seat: Seat | None = None,
    to_person: User | None = None,
    merged_into: Idea | None = None,
) -> IdeaEvent:
    """``reason`` stays inside, ``told`` is shown to the sender. ``next_date``: an Oslo day, for what stays open.

    ``to_seat`` or ``to_person``: it lies with somebody else from now on. Unless one is named, what has got its money
    goes from the broker to the contact's role. No application without anchoring.
    """
    stored = lock(idea)
    step = stages.step(stored.stage, to)
    if refused := refusal(stored, to):
        raise ValidationError({"to": refused})
    if step in stages.WANTS_REASON and not (reason.strip() or told.strip()):
        raise ValidationError({"reason": _("Write why, in one sentence.")})
    if to == Stage.APPLIED and step == Step.FORWARD:
        anchoring.must_stand(stored)
    was = events.before(stored)
    stored.merged_into = merged_into
    stored.paused_in = stored.stage if step == Step.PAUSE else ""
    stored.stage, stored.stage_since = to, timezone.now()
    if to_seat is None and to_person is None and to in stages.WITHOUT_BROKER and stored.lies_with_broker:
        to_seat = holding.contact_seat(stored.municipality)
        reason = f"{reason.strip()} {_('It lies with the FoUI contact again.')}".strip() if to_seat else reason
    if to_seat is not None or to_person is not None:
        holding.put(stored, to_seat=to_seat, to_person=to_person, by=by)
    stored.next_date = _next_date(stored, next_date)
    stored.next_step = next_step.strip() if stored.is_open else ""
    stored.seen_at = stored.seen_at or timezone.now()
    if step in _ANSWERS:
        stored.answered_at = stored.answered_at or timezone.now()
    stored.version += 1
    stored.save()
    kind = EventKind.WITHDRAWN if step == Step.WITHDRAW else EventKind.MOVED
    event = events.record(
        stored, kind, by=by, reason=reason, told=told, was=was, behalf_of=behalf_of, is_senders=is_senders
    )
    telling.of_change(event)
    if to_person is not None:
        letters.given(event)
    idea.refresh_from_db()
    return event


@transaction.atomic
def undo(*, event: IdeaEvent, by: User) -> None:
    """Put back what the event overwrote, while it can be (``ideas.life.undoing``). Twice is once."""
    idea = lock(event.idea)
    event.refresh_from_db()
    if event.undone_at is not None:
        return
    put_back = undoing.puts_back(event, idea)
    if not put_back:
        raise ValidationError(_("Something has happened since. It can no longer be undone."))
    was = events.before(idea)
    if (
        idea.holder_person is not None
        and put_back.get("holder_person_id", idea.holder_person_id) != idea.holder_person_id
    ):
        holding.take_back(event, person=idea.holder_person)
    for name, value in put_back.items():
        setattr(idea, name, _value(name, value))
    moved_support.give_back(event)
    idea.version += 1
    idea.save()
    event.undone_at = timezone.now()
    event.save(update_fields=["undone_at"])
    told = events.record(idea, EventKind.UNDONE, by=by, was=None, is_internal=event.is_internal)
    told.old_stage = was["stage"]
    told.save(update_fields=["old_stage"])
    telling.of_undoing(event, told=told)


def _next_date(idea: Idea, day: dt.date | None) -> dt.date | None:
    if not idea.is_open:
        return None
    try:
        return dates.check(day)
    except ValidationError as error:
        raise ValidationError({"next_date": error.messages}) from None


def refusal(idea: Idea, to: str) -> str:
    """Why there is no such move from where the idea is; empty when there is."""
    step = stages.step(idea.stage, to)
    is_other_resume = step == Step.RESUME and to != idea.paused_in
    return _not_allowed(idea, to) if step is None or is_other_resume else ""


def _not_allowed(idea: Idea, to: str) -> str:
    new = dict(Stage.choices).get(to, to)
    return _("An idea that is %(old)s cannot become %(new)s. Choose another step.") % {
        "old": idea.get_stage_display(),
        "new": new,
    }


def _value(name: str, value: object) -> object:
    if isinstance(value, str) and name.endswith("_date"):
        return parse_date(value)
    if isinstance(value, str) and name.endswith(("_at", "_since")):
        return parse_datetime(value)
    return value
