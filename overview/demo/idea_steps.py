"""One step of a scene's idea, carried out with the verb a person would have pressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from brokers.models import Broker
from ideas.intake import as_sender
from ideas.life import moving
from ideas.life.stages import Stage
from ideas.models import Application, BrokerRequest, Idea, IdeaSender, OutlineSection, PassingOn, ProjectOutline
from ideas.money import anchoring, applying, outlining
from ideas.together import merging, passing_on
from ideas.whose import dates, holding
from ideas.with_brokers import brokering
from municipalities.models import Municipality
from overview.demo import idea_times, people
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import RoleTerm, User

A_WEEK = dt.timedelta(days=7)
Step = dict[str, Any]


def carry_out(idea: Idea, step: Step) -> None:
    """The first key of ``_VERBS`` that the step has says what is done; its history is moved back to the day."""
    by = idea_times.contact(idea.municipality)
    known = set(idea.events.values_list("pk", flat=True))
    verb = next(_VERBS[name] for name in _VERBS if name in step)
    verb(idea, step, by)
    idea.refresh_from_db()
    idea_times.back(idea.events.exclude(pk__in=known), step["days"])


def _holder(idea: Idea, step: Step, by: User) -> None:
    email = people.address(step["holder"], idea.municipality.slug)
    person = holding.named_person(name=step["holder"], email=email, by=by)
    holding.hand_on(idea=idea, by=by, to_person=person, until=idea_times.soon(), reason=step.get("reason", ""))
    idea_times.back(idea.accesses.filter(person=person), step["days"], "since")


def _broker(idea: Idea, step: Step, by: User) -> None:
    request = brokering.ask(idea=idea, broker=_seat(step["broker"]), by=by, note=step.get("note", ""))
    rows = BrokerRequest.objects.filter(pk=request.pk)
    rows.update(answer_by=dates.answer_by(brokering.TO_ANSWER, idea_times.day(step["days"])))
    idea_times.back(rows, step["days"], "asked_at")
    idea_times.back(idea.accesses.filter(seat=request.broker_id), step["days"], "since")


def _taken(idea: Idea, step: Step, _by: User) -> None:
    request = idea.broker_requests.get(answer="")
    brokering.take(request=request, by=User.objects.get(name=step["taken"]))
    idea_times.back(BrokerRequest.objects.filter(pk=request.pk), step["days"], "answered_at")


def _seat(name: str) -> Broker:
    return Broker.objects.get(pk__in=RoleTerm.objects.current().holders().filter(person__name=name).values("seat"))


def _anchored(idea: Idea, step: Step, by: User) -> None:
    on = idea_times.day(step["days"])
    made = anchoring.anchor(idea=idea, who=step["anchored"], on=on, case_number=step.get("case", ""), by=by)
    idea_times.back(type(made).objects.filter(pk=made.pk), step["days"])


def _to(idea: Idea, step: Step, by: User) -> None:
    verb = {Stage.APPLIED: _apply, Stage.FUNDED: _funded, Stage.REJECTED: _rejected}.get(Stage(step["to"]), _move)
    verb(idea, step, by)


def _move(idea: Idea, step: Step, by: User) -> None:
    words = {name: step[name] for name in ("reason", "told") if name in step}
    moving.move(idea=idea, to=step["to"], by=by, next_date=idea_times.soon(), **words)
    if step["to"] == Stage.OUTLINE:
        outline = outlining.start(idea=idea, by=by)
        ProjectOutline.objects.filter(pk=outline.pk).update(started_at=idea_times.moment(step["days"]))
        idea_times.back(OutlineSection.objects.filter(outline=outline), step["days"], "edited_at")


def _apply(idea: Idea, step: Step, by: User) -> None:
    """To a round of the call that was open then and is over now; the municipality has the idea from here on."""
    on = idea_times.day(step["days"])
    call = _earlier_round(step["call"], on)
    application = applying.choose(idea=idea, call=call, why=step.get("why", ""), amount=step["amount"], by=by)
    applying.mark_sent(application=application, on=on, next_date=idea_times.soon(), by=by)
    FundingCall.objects.filter(pk=call.pk).update(closes=norwegian.at(on + A_WEEK, dt.time(13)))
    idea_times.back(Application.objects.filter(pk=application.pk), step["days"], "chosen_at")
    idea.refresh_from_db()
    seat = holding.contact_seat(idea.municipality)
    if seat is not None and idea.holder_seat_id != seat.pk:
        holding.hand_on(idea=idea, by=by, to_seat=seat, until=idea_times.soon())


def _earlier_round(slug: str, on: dt.date) -> FundingCall:
    """It has no deadline until the application is sent: the verbs refuse a call that is over."""
    scheme = FundingScheme.objects.get(slug=slug)
    values = {"closes": None, "last_checked": on, "checked_by": people.OFFICERS[0][0], "is_demo": True}
    call, _new = FundingCall.objects.update_or_create(
        scheme=scheme, title=f"Oppdiktet tidligere runde: {scheme.name}", year=on.year, defaults=values
    )
    return call


def _funded(idea: Idea, step: Step, by: User) -> None:
    applying.note_funded(
        application=idea.applications.get(),
        granted=step["granted"],
        on=idea_times.day(step["days"]),
        next_date=idea_times.soon(),
        by=by,
    )


def _rejected(idea: Idea, step: Step, by: User) -> None:
    applying.note_rejected(
        application=idea.applications.get(),
        next_step=step["next"],
        on=idea_times.day(step["days"]),
        next_date=idea_times.soon(),
        by=by,
    )


def _passed_to(idea: Idea, step: Step, by: User) -> None:
    """The other municipality has accepted: a new idea of its own, with its own number, received that day."""
    to = Municipality.objects.get(slug=step["passed_to"])
    passing = passing_on.ask(idea=idea, to=to, reason=step["reason"], by=by)
    passing_on.sender_agrees(passing=passing)
    new = passing_on.accept(passing=passing, by=idea_times.contact(to))
    idea_times.back(
        PassingOn.objects.filter(pk=passing.pk), step["days"], "asked_at", "sender_agreed_at", "answered_at"
    )
    idea_times.back(new.events.all(), step["days"])
    received = idea_times.moment(step["days"])
    Idea.objects.filter(pk=new.pk).update(received_at=received, stage_since=received)


def _merged_into(idea: Idea, step: Step, by: User) -> None:
    target = idea_times.of_title(step["merged_into"])
    known = set(target.events.values_list("pk", flat=True))
    merging.merge(idea=idea, into=target, by=by)
    idea_times.back(target.events.exclude(pk__in=known), step["days"])


def _withdrawn(idea: Idea, step: Step, _by: User) -> None:
    as_sender.withdraw(sender=IdeaSender.objects.get(idea=idea), why=step["withdrawn"])


_VERBS: dict[str, Callable[[Idea, Step, User], None]] = {
    "holder": _holder,
    "broker": _broker,
    "taken": _taken,
    "anchored": _anchored,
    "passed_to": _passed_to,
    "merged_into": _merged_into,
    "withdrawn": _withdrawn,
    "to": _to,
}
