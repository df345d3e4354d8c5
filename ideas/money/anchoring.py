"""Who in the municipality stands behind an idea; asked for before an application is sent.

Verbs raise ``ValidationError``, a sentence or {field: sentence}; nothing is then changed. Days are Oslo's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events, has_any
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import Anchoring, EventKind, Idea, LeaderRequest
from ideas.permissions import can_anchor
from ideas.whose.holding import lock
from partnership.common import norwegian
from partnership.mail import outbox
from partnership.partners.models import FundingCall
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

TO_LEADER = "ideas.to_right_leader"
NOT_ANCHORED = "not_anchored"
LONGEST_AGO = dt.timedelta(days=3660)


@transaction.atomic
def anchor(*, idea: Idea, who: str, on: dt.date, case_number: str = "", by: User | None) -> Anchoring:
    """The same person, day and case twice is once. ``by`` is None when the leader says so by link.

    The sender is told that somebody stands behind it, and not who.
    """
    stored = lock(idea)
    if not stored.is_open:
        raise ValidationError(_("The idea is closed. Nobody needs to stand behind it now."))
    if on > norwegian.today():
        raise ValidationError({"on": _("Write the day it was decided. It cannot lie ahead.")})
    if on < norwegian.today() - LONGEST_AGO:
        raise ValidationError({"on": _("Write a day within the last ten years.")})
    values = {"idea": stored, "who": " ".join(who.split()), "on": on, "case_number": case_number.strip()}
    found = Anchoring.objects.filter(**values).first()
    if found is not None:
        return found
    made = Anchoring.objects.create(**values, by=by)
    telling.of_change(events.record(stored, EventKind.ANCHORED, by=by, reason=made.who))
    return made


def must_stand(idea: Idea) -> None:
    """Before an application is sent. Raises ValidationError with the code ``NOT_ANCHORED``."""
    if not idea.anchorings.exists():
        raise ValidationError(
            _("Write who in the municipality stands behind it before the application is sent."), code=NOT_ANCHORED
        )


@transaction.atomic
def take_away(*, anchoring: Anchoring, by: User) -> None:
    """What was written by mistake. Refused when it is the only one behind an application that is sent.

    The sender, who was told, is told of the mistake.
    """
    idea = lock(anchoring.idea)
    others = idea.anchorings.exclude(pk=anchoring.pk).exists()
    if not others and idea.applications.exclude(sent_on=None).exists():
        raise ValidationError(_("An application has been sent on this. Write the right one before you take it away."))
    reason = _("Taken away: %(who)s") % {"who": anchoring.who}
    Anchoring.objects.filter(pk=anchoring.pk).delete()
    said = idea.events.for_sender().of_kind(EventKind.ANCHORED).because(anchoring.who).newest_first().first()
    if said is None:  # noted before senders were told
        events.record(idea, EventKind.ANCHORED, by=by, reason=reason, is_internal=True)
        return
    said.undone_at = timezone.now()
    said.save(update_fields=["undone_at"])
    telling.of_undoing(said, told=events.record(idea, EventKind.UNDONE, by=by, reason=reason))


@transaction.atomic
def ask_leader(
    *, idea: Idea, name: str, email: str, summary: str, call: FundingCall | None = None, by: User
) -> LeaderRequest:
    """A link to two lines goes to the leader. Asking the same address again replaces what it was sent before."""
    stored = lock(idea)
    if not stored.is_open:
        raise ValidationError(_("The idea is closed. Nobody needs to stand behind it now."))
    request = stored.leader_requests.open().to_address(email).select_for_update(of=("self",)).first()
    if request is None:
        request = LeaderRequest(idea=stored)
    else:
        request.link_version += 1
    request.name, request.email, request.summary = " ".join(name.split()), email, summary.strip()
    request.call, request.asked_by, request.asked_at = call, by, timezone.now()
    request.save()
    outbox.enqueue(
        [
            outbox.Draft(
                kind=TO_LEADER,
                subject_id=request.pk,
                version=request.link_version,
                to_email=request.email,
                to_name=request.name,
                thread=f"idea-leader:{request.pk}",
            )
        ]
    )
    return request


@transaction.atomic
def stand_behind(*, request: LeaderRequest, name: str, case_number: str = "") -> Anchoring:
    """The leader's own press. Twice is once; raises ValidationError when the question is closed."""
    stored = _open(request)
    if stored.anchoring is not None:
        return stored.anchoring
    made = anchor(idea=stored.idea, who=name, on=norwegian.today(), case_number=case_number, by=None)
    stored.anchoring, stored.answer, stored.answered_at = made, LeaderRequest.Answer.STANDS, timezone.now()
    stored.save()
    return made


@transaction.atomic
def want_call(*, request: LeaderRequest, phone: str) -> None:
    """«Ring meg»: waits for whoever asked. The leader may still stand behind it later."""
    stored = _open(request)
    stored.answer, stored.answered_at, stored.called_at = LeaderRequest.Answer.CALL, timezone.now(), None
    stored.phone = phone.strip()
    stored.save()
    events.record(
        stored.idea,
        EventKind.ANCHORED,
        by=None,
        reason=_("%(name)s wants a call") % {"name": stored.name},
        is_internal=True,
    )


@transaction.atomic
def take_back(*, request: LeaderRequest, by: User) -> bool:
    """Close the link. Whether it was open."""
    stored = LeaderRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not stored.can_be_taken_back:
        return False
    stored.answer, stored.link_version = LeaderRequest.Answer.TAKEN_BACK, stored.link_version + 1
    stored.save()
    return True


def has_called(*, request: LeaderRequest) -> None:
    if request.called_at is None:
        request.called_at = timezone.now()
        request.save(update_fields=["called_at"])


def is_usable(request: LeaderRequest) -> bool:
    """Whether its link still takes an answer: one who wanted a call may stand behind it afterwards."""
    return request.idea.is_open and request.can_be_taken_back


def two_lines(idea: Idea) -> str:
    """What the contact may begin with: the title, and the first sentence of the proposal or the problem."""
    first = (idea.proposal or idea.problem).strip().split(". ")[0].splitlines()[0].rstrip(".")
    return f"{idea.title}. {first}."[:300]


def section(user: User | AnonymousUser, idea: Idea) -> dict[str, Any]:
    """What ``ideas/_anchoring.html`` needs on the idea's page; empty for those who may not anchor, and for an idea
    nobody has looked at yet. Two queries at most."""
    if not can_anchor(user, idea):
        return {}
    anchorings = list(has_any.of(idea, "anchorings"))
    requests = list(has_any.of(idea, "leader_requests").open())
    if idea.stage == Stage.RECEIVED and not (anchorings or requests):
        return {}
    return {"anchorings": anchorings, "open_requests": requests, "is_open": idea.is_open}


def _open(request: LeaderRequest) -> LeaderRequest:
    lock(request.idea)
    stored = (
        LeaderRequest.objects.select_for_update(of=("self",)).select_related("idea", "anchoring").get(pk=request.pk)
    )
    if stored.answer != LeaderRequest.Answer.STANDS and not is_usable(stored):
        raise ValidationError(_("The question is no longer open. Call whoever asked you."))
    return stored
