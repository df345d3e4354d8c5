"""Asking a broker for help with an idea, and what becomes of the question.

Verbs raise ``ValidationError``, a sentence or {field: sentence}; nothing is then changed. They lock the idea
first and the request after it, so that two answers at once are one. A question stands while the idea waits for that
broker: when somebody has moved it or given it on meanwhile, nobody answers it any more. Days are Oslo's.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brokers.models import Broker
from ideas import events
from ideas.life import stages
from ideas.life.stages import Stage, Step
from ideas.mailing import telling
from ideas.models import BrokerRequest, EventKind, Idea, IdeaAccess, IdeaEvent
from ideas.whose import dates, holding
from ideas.whose.holding import lock
from ideas.with_brokers import broker_people, broker_telling, suggesting
from partnership.common import norwegian
from partnership.people.models import User

# Answering days: for the broker to answer, to get in touch, and for the contact to choose anew.
TO_ANSWER, TO_MEET, TO_CHOOSE = 5, 5, 5
Answer, Reason = BrokerRequest.Answer, BrokerRequest.Reason


def may_be_asked_about(idea: Idea) -> bool:
    """Whether the idea is where a broker may be asked: anywhere from which the stages lead to one."""
    step = stages.step(idea.stage, Stage.BROKERING)
    return idea.stage == Stage.BROKERING or step in (Step.FORWARD, Step.BACK)


def has_had_dialogue(idea: Idea) -> bool:
    """Whether a broker has the case, or has noted a talk about the idea: what some calls ask for. No query for ideas
    that were read ``telling_of_broker_dialogue``."""
    if "had_dialogue" in idea.__dict__:
        return bool(idea.__dict__["had_dialogue"])
    return Idea.objects.with_broker_dialogue().filter(pk=idea.pk).exists()


@transaction.atomic
def ask(*, idea: Idea, broker: Broker, by: User, note: str = "", ask_next: bool = False) -> BrokerRequest:
    """The idea lies with the broker's role from now on, who sees it; the sender learns the name. Twice is once.

    ``ask_next``: with no answer in time, ask the next one the portal would suggest. Any broker may be asked, also one
    who covers another place or is full.
    """
    stored = lock(idea)
    earlier = stored.broker_requests.open().for_page().first()
    if earlier is not None and earlier.broker_id == broker.pk and earlier.still_stands:
        return earlier
    _must_be_askable(stored, broker, earlier)
    if earlier is not None:
        _close(earlier, Answer.TAKEN_BACK, by=by)
    request = _ask(stored, broker, by=by, note=note, ask_next=ask_next)
    idea.refresh_from_db()
    return request


@transaction.atomic
def take(*, request: BrokerRequest, by: User) -> BrokerRequest:
    """«Ta saken»: the broker keeps it, and gets in touch within five working days. Twice is once."""
    idea, stored = _locked(request)
    if stored.is_taken:
        return stored
    _must_stand(stored)
    _answer(stored, Answer.TAKEN, by=by)
    idea.next_date, idea.next_step = dates.answer_by(TO_MEET), _("The broker gets in touch")
    idea.version += 1
    idea.save()
    event = _record(idea, EventKind.BROKER_TOOK, by=by, told=broker_telling.taken(idea, stored))
    telling.of_change(event)
    broker_telling.notice_answer(stored)
    request.refresh_from_db()
    return stored


@transaction.atomic
def cannot(*, request: BrokerRequest, by: User, reason: str, text: str = "") -> BrokerRequest:
    """«Kan ikke», also by one who has taken it: the idea goes back to the contact, with why. Twice is once."""
    idea, stored = _locked(request)
    if stored.answer == Answer.CANNOT:
        return stored
    if reason not in Reason.values or not reason:
        raise ValidationError({"reason": _("Choose why.")})
    if reason == Reason.OTHER and not text.strip():
        raise ValidationError({"text": _("Write why, in one sentence.")})
    if not stored.is_taken:
        _must_stand(stored)
    stored.reason, stored.text = reason, text.strip()
    _close(stored, Answer.CANNOT, by=by)
    why = f"{stored.get_reason_display()}. {stored.text}".strip()
    _back_to_contact(idea, stored, EventKind.BROKER_CANNOT, by=by, reason=why[:1].upper() + why[1:])
    broker_telling.notice_answer(stored)
    request.refresh_from_db()
    return stored


@transaction.atomic
def end_part(*, request: BrokerRequest, by: User, for_broker: bool) -> BrokerRequest:
    """A case that was taken is over for the broker, by either side's press; the other is told, with thanks.

    What the broker wrote stays. ``for_broker``: it is the broker who gives it back. Twice is once.
    """
    idea, stored = _locked(request)
    if not stored.is_taken:
        return stored
    _close(stored, Answer.ENDED, by=by)
    _back_to_contact(idea, stored, EventKind.BROKER_ENDED, by=by, reason=broker_telling.name_of(stored))
    if for_broker:
        broker_telling.notice_given_back(stored)
    else:
        broker_telling.notice_thanks(stored)
    request.refresh_from_db()
    return stored


@transaction.atomic
def take_back(*, request: BrokerRequest, by: User) -> BrokerRequest:
    """The municipality does it another way: the broker sees the idea no longer, also one who has just taken it.
    Twice is once."""
    idea, stored = _locked(request)
    if not (stored.is_open or stored.is_taken):
        return stored
    _close(stored, Answer.TAKEN_BACK, by=by)
    _back_to_contact(idea, stored, EventKind.BROKER_BACK, by=by)
    broker_telling.notice_gone_on(stored)
    request.refresh_from_db()
    return stored


def go_on_from_the_silent(now: dt.datetime) -> int:
    """Beat: what nobody has answered in time goes to the next broker, if the contact wanted it, or back.

    Each by itself, so that one that fails holds up no other; run twice or by two it is done once. How many.
    """
    today = norwegian.local(now).date()
    waiting = list(BrokerRequest.objects.to_settle(today).order_by("pk").values_list("pk", flat=True))
    return sum(_settle(pk, today) for pk in waiting)


@transaction.atomic
def _settle(pk: int, today: dt.date) -> bool:
    idea, stored = _locked(BrokerRequest.objects.get(pk=pk))
    if not BrokerRequest.objects.to_settle(today).numbered(pk).exists():
        return False
    if not stored.still_stands:  # somebody has moved the idea: the question is closed, and the idea left alone
        _close(stored, Answer.TAKEN_BACK, by=None)
        _back_to_contact(idea, stored, EventKind.BROKER_BACK, by=None)
        return True
    _close(stored, Answer.SILENT, by=None)
    following = suggesting.next_for(idea, today) if stored.ask_next else None
    if following is None:
        _back_to_contact(idea, stored, EventKind.BROKER_SILENT, by=None)
    else:
        _record(idea, EventKind.BROKER_SILENT, by=None, is_internal=True)
        _ask(idea, following.broker, by=None, note=stored.note, ask_next=True)
    broker_telling.notice_silence(stored, following.name if following else "")
    broker_telling.notice_gone_on(stored)
    return True


def _ask(idea: Idea, broker: Broker, *, by: User | None, note: str, ask_next: bool) -> BrokerRequest:
    """``idea`` is locked."""
    day, was = dates.answer_by(TO_ANSWER), idea.stage
    suggestion = next((one for one in suggesting.brokers_for(idea) if one.broker.pk == broker.pk), None)
    request = BrokerRequest.objects.create(
        idea=idea,
        broker=broker,
        asked_by=by,
        answer_by=day,
        note=note.strip()[:500],
        ask_next=ask_next,
        why_suggested=(suggestion.reason if suggestion else "")[: suggesting.LONGEST_REASON],
    )
    IdeaAccess.objects.get_or_create(
        idea=idea, seat_id=broker.pk, until=None, defaults={"why": IdeaAccess.Why.BROKER, "given_by": by}
    )
    now = timezone.now()
    if idea.stage != Stage.BROKERING:
        idea.stage, idea.stage_since = Stage.BROKERING, now
    idea.holder_seat_id, idea.holder_person = broker.pk, None
    idea.next_date, idea.next_step = day, _("The broker answers")
    idea.seen_at, idea.answered_at = idea.seen_at or now, idea.answered_at or now
    idea.version += 1
    idea.save()
    told = broker_telling.asked(idea, request)
    event = _record(idea, EventKind.ASKED_BROKER, by=by, reason=note, told=told, old_stage=was)
    telling.of_change(event)
    broker_telling.ask(request)
    return request


def _back_to_contact(
    idea: Idea, request: BrokerRequest, kind: EventKind, *, by: User | None, reason: str = ""
) -> None:
    """What still lies with the broker goes to the contact's role; still with a broker, also to the stage before."""
    was = idea.stage
    lay_there = idea.is_open and idea.holder_seat_id == request.broker_id
    if lay_there:
        idea.holder_seat, idea.holder_person = holding.contact_seat(idea.municipality), None
        if idea.stage == Stage.BROKERING:
            idea.next_date, idea.next_step = dates.answer_by(TO_CHOOSE), _("Choose another broker, or another road")
            if not idea.broker_requests.taken().exists():
                idea.stage, idea.stage_since = _stage_before(idea), timezone.now()
        elif idea.next_date is None or idea.next_date < norwegian.today():
            idea.next_date = dates.answer_by(TO_CHOOSE)
        idea.version += 1
        idea.save()
    told = broker_telling.back(idea) if lay_there else ""
    event = _record(idea, kind, by=by, reason=reason, told=told, old_stage=was, is_internal=not lay_there)
    telling.of_change(event)


def _stage_before(idea: Idea) -> Stage:
    """Where it was when a broker was first asked; what nobody had looked at then is now being clarified."""
    asked = idea.events.standing().of_kind(EventKind.ASKED_BROKER).moved_from_elsewhere().newest_first().first()
    before = Stage(asked.old_stage) if asked else Stage.CLARIFYING
    return before if stages.step(Stage.BROKERING, before) in (Step.FORWARD, Step.BACK) else Stage.CLARIFYING


def _must_be_askable(idea: Idea, broker: Broker, earlier: BrokerRequest | None) -> None:
    if not may_be_asked_about(idea):
        raise ValidationError(
            _("Idea %(number)s is %(stage)s. Take it up again before you ask a broker.")
            % {"number": idea.number, "stage": idea.get_stage_display()}
        )
    if earlier is not None and earlier.still_stands:
        raise ValidationError(
            _("%(name)s is asked already, and answers by %(day)s. Take that question back first.")
            % {"name": broker_telling.name_of(earlier), "day": norwegian.format_day(earlier.answer_by)}
        )
    parts = broker_people.on(broker.pk)
    if broker.is_closed or parts.is_vacant:
        raise ValidationError(
            {"broker": _("Nobody has the role %(role)s today. Choose somebody else.") % {"role": broker.title}}
        )
    if idea.broker_requests.taken().to_seats([broker.pk]).exists():
        raise ValidationError({"broker": _("%(name)s has the case already.") % {"name": parts.name}})


def _must_stand(request: BrokerRequest) -> None:
    """Whoever answers too late learns what happened, in a sentence."""
    if request.still_stands:
        return
    told = {
        Answer.TAKEN: _("You have the case already."),
        Answer.CANNOT: _("You have said that you cannot. Ring the contact if you can after all."),
        Answer.ENDED: _("The case is over for you. Ring the contact if you can still help."),
        Answer.SILENT: _("The day to answer is over, and the idea has gone on. Ring the contact if you can help."),
    }
    gone = _("The municipality has found another way. You need not do anything.")
    raise ValidationError(told.get(Answer(request.answer), gone))


def _locked(request: BrokerRequest) -> tuple[Idea, BrokerRequest]:
    """Both as they stand now; the request's own idea is the locked one."""
    idea = lock(request.idea)
    rows = BrokerRequest.objects.select_for_update(of=("self",)).select_related("broker__company", "asked_by")
    stored = rows.get(pk=request.pk)
    stored.idea = idea
    return idea, stored


def _answer(request: BrokerRequest, answer: str, *, by: User | None) -> None:
    request.answer, request.answered_at, request.answered_by = answer, timezone.now(), by
    request.save()


def _close(request: BrokerRequest, answer: str, *, by: User | None) -> None:
    """The broker's role sees the idea by this question no longer."""
    _answer(request, answer, by=by)
    accesses = IdeaAccess.objects.current().of_seats([request.broker_id])
    accesses.of_idea(request.idea_id).update(until=timezone.now())


def _record(
    idea: Idea,
    kind: EventKind,
    *,
    by: User | None,
    reason: str = "",
    told: str = "",
    old_stage: str = "",
    is_internal: bool = False,
) -> IdeaEvent:
    """Nothing for *Angre*, which knows nothing of questions and accesses: ``take_back`` is the way back."""
    event = events.record(idea, kind, by=by, reason=reason, told=told, is_internal=is_internal)
    event.old_stage = old_stage or idea.stage
    event.save(update_fields=["old_stage"])
    return event
