"""Applying for money: a call is chosen with its reasons, the application sent elsewhere, and its answer noted here.

Verbs raise ``ValidationError``, a sentence or {field: sentence}; nothing is then changed. Days are Oslo's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas import events, has_any
from ideas.life import moving, stages
from ideas.life.stages import Stage, Step
from ideas.models import Application, EventKind, Idea, ProjectOutline
from ideas.money import anchoring
from ideas.permissions import can_apply
from ideas.whose.holding import lock
from ideas.with_brokers import brokering
from partnership.common import norwegian
from partnership.partners import countback
from partnership.partners.conditions import Phase
from partnership.partners.models import FundingCall
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

WORKING_DAYS_TO_WRITE = 10
WORKING_DAYS_TO_HEAR = 60
Outcome = Application.Outcome


@transaction.atomic
def choose(*, idea: Idea, call: FundingCall, why: str, by: User, amount: int | None = None) -> Application:
    """Twice is once. An idea that lies with the broker goes on to the outline."""
    stored = lock(idea)
    _must_be_open(stored)
    found = stored.applications.filter(call=call).first()
    if found is not None:
        return found
    if call.is_over:
        raise ValidationError(_closed_already(call))
    application = Application(
        idea=stored, call=call, amount=amount, chosen_why=why, chosen_by=by, is_forprosjekt=is_for_preproject(call)
    )
    _begin(application, next_date=day_to_write(call))
    idea.refresh_from_db()
    return application


@transaction.atomic
def choose_elsewhere(
    *, idea: Idea, title: str, why: str, by: User, amount: int | None = None, is_forprosjekt: bool = False
) -> Application:
    """A call the portal does not know, by its name. Twice is once."""
    stored = lock(idea)
    _must_be_open(stored)
    title = " ".join(title.split())
    found = stored.applications.filter(elsewhere__iexact=title).first()
    if found is not None:
        return found
    application = Application(
        idea=stored, elsewhere=title, amount=amount, chosen_why=why, chosen_by=by, is_forprosjekt=is_forprosjekt
    )
    _begin(application, next_date=norwegian.add_working_days(norwegian.today(), WORKING_DAYS_TO_WRITE))
    idea.refresh_from_db()
    return application


def _begin(application: Application, *, next_date: dt.date) -> None:
    """Its idea is locked, and goes on from the broker to the outline."""
    idea, by = application.idea, application.chosen_by
    assert by is not None
    application.chosen_why = application.chosen_why.strip()[:500]
    application.save()
    reason = _("Chose the call %(call)s") % {"call": application.title}
    events.record(idea, EventKind.APPLIED, by=by, reason=reason, is_internal=True)
    if idea.stage == Stage.BROKERING:
        _forward(idea, Stage.OUTLINE, by=by, next_date=next_date, next_step=_("Write the outline"))


def is_for_preproject(call: FundingCall) -> bool:
    """The call, or its scheme, is for pre-projects and for nothing else."""
    return tuple(call.terms.phases) == (Phase.PREPROJECT,)


def is_unsent(idea: Idea, to: str) -> bool:
    """The move says that an application has been sent, and none is noted as sent."""
    is_forward = to == Stage.APPLIED and stages.step(idea.stage, to) == Step.FORWARD
    return is_forward and not idea.applications.ever_sent().exists()


def must_be_sent(idea: Idea, to: str) -> None:
    """Before an idea is moved by hand: what is not noted as an application is counted nowhere."""
    if is_unsent(idea, to):
        raise ValidationError(
            {"to": _("Choose the call under «Money for the idea», and note there that the application is sent.")}
        )


@transaction.atomic
def drop(*, application: Application, by: User) -> None:
    """Not this call after all. What has been sent stays."""
    idea = lock(application.idea)
    stored = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)
    if stored.is_sent:
        raise ValidationError(_("The application has been sent. Note the answer instead."))
    reason = _("Does not apply to %(call)s") % {"call": stored.title}
    stored.delete()
    events.record(idea, EventKind.APPLIED, by=by, reason=reason, is_internal=True)


@transaction.atomic
def mark_sent(*, application: Application, on: dt.date, next_date: dt.date, by: User) -> Application:
    """``next_date``: when somebody looks for the answer. Refused without anchoring (``anchoring.must_stand``)."""
    idea = lock(application.idea)
    _must_be_open(idea)
    stored = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)
    if stored.is_sent:
        return stored
    anchoring.must_stand(idea)
    _check_day(stored, on)
    stored.sent_on, stored.outcome = on, Outcome.SENT
    stored.version += 1
    stored.save()
    if idea.stage == Stage.BROKERING:
        _forward(idea, Stage.OUTLINE, by=by, next_date=next_date, next_step=_("Send in the application"))
    _forward(idea, Stage.APPLIED, by=by, next_date=next_date, next_step=_("Look for the answer"))
    reason = _("Sent the application to %(call)s") % {"call": stored.title}
    events.record(idea, EventKind.APPLIED, by=by, reason=reason, is_internal=True)
    return stored


@transaction.atomic
def note_funded(
    *, application: Application, granted: int | None, on: dt.date, next_date: dt.date, by: User
) -> Application:
    stored = _note(application, Outcome.FUNDED, on=on, by=by, granted=granted)
    _forward(stored.idea, Stage.FUNDED, by=by, next_date=next_date, next_step=_("Start the project"))
    return stored


@transaction.atomic
def note_rejected(
    *, application: Application, next_step: str, on: dt.date, next_date: dt.date, by: User
) -> Application:
    """The idea moves only when no other application of it is still out, or has been granted."""
    stored = _note(application, Outcome.REJECTED, on=on, by=by)
    others = stored.idea.applications.others_than(stored)
    if not (others.sent().exists() or others.funded().exists()):
        _forward(stored.idea, Stage.REJECTED, by=by, next_date=next_date, next_step=next_step)
    return stored


def _note(
    application: Application, outcome: Outcome, *, on: dt.date, by: User, granted: int | None = None
) -> Application:
    idea = lock(application.idea)
    stored = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)
    stored.idea = idea
    if stored.is_answered:
        if stored.outcome == outcome:
            return stored
        raise ValidationError(_("Somebody has noted another answer already. Look at it first."))
    if stored.sent_on is None:
        raise ValidationError(_("Note first that the application has been sent."))
    if on < stored.sent_on or on > norwegian.today():
        raise ValidationError({"on": _("The answer came after the application was sent, and not later than today.")})
    stored.outcome, stored.outcome_on, stored.granted = outcome, on, granted
    stored.version += 1
    stored.save()
    reason = f"{stored.title}: {stored.get_outcome_display()}"
    events.record(idea, EventKind.APPLIED, by=by, reason=reason, is_internal=True)
    return stored


def _forward(idea: Idea, to: Stage, *, by: User, next_date: dt.date, next_step: str) -> None:
    """Only a step the table calls forward: an idea that stands elsewhere is moved by hand, by whoever knows why."""
    if stages.step(idea.stage, to) == Step.FORWARD:
        moving.move(idea=idea, to=to, by=by, next_date=next_date, next_step=next_step)


def _check_day(application: Application, on: dt.date) -> None:
    if on > norwegian.today():
        raise ValidationError({"on": _("Write the day it was sent. It cannot lie ahead.")})
    call = application.call
    if call is None:
        return
    if call.opens and on < call.opens:
        day = norwegian.format_day(call.opens, year=True)
        raise ValidationError({"on": _("The call did not open until %(day)s.") % {"day": day}})
    if call.closes and on > norwegian.local(call.closes).date():
        raise ValidationError({"on": _closed_already(call)})


def _closed_already(call: FundingCall) -> str:
    assert call.closes
    moment = norwegian.format_moment(call.closes)
    return _("The call closed %(moment)s. What you have written is kept. Choose another call.") % {"moment": moment}


def _must_be_open(idea: Idea) -> None:
    if not idea.is_open:
        raise ValidationError(_("The idea is closed. Take it up again before you apply."))


def day_to_write(call: FundingCall) -> dt.date:
    """Two weeks on, or earlier when the call closes before that."""
    today = norwegian.today()
    wanted = norwegian.add_working_days(today, WORKING_DAYS_TO_WRITE)
    if call.closes is None:
        return wanted
    last = norwegian.add_working_days(norwegian.local(call.closes).date(), -2)
    return max(norwegian.next_working_day(today), min(wanted, last))


def day_to_hear() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), WORKING_DAYS_TO_HEAR)


def done_before(idea: Idea) -> set[countback.Step]:
    """What the portal knows to be in place. Four queries."""
    outline = ProjectOutline.objects.of(idea)
    known = {
        countback.Step.BROKER: brokering.has_had_dialogue(idea),
        countback.Step.ANCHORED: idea.anchorings.exists(),
        countback.Step.RESEARCH: idea.research_organisations.exists(),
        countback.Step.OUTLINE: outline is not None and all(one.is_written for one in outline.sections.all()),
    }
    return {step for step, is_done in known.items() if is_done}


def section(user: User | AnonymousUser, idea: Idea) -> dict[str, Any]:
    """What ``ideas/_applications.html`` needs on the idea's page; empty for others. One query at most."""
    if not can_apply(user, idea):
        return {}
    return {"applications": has_any.of(idea, "applications").with_call()}
