"""What ideas hold about a person, and how it is forgotten: number, sums and history remain, not who."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import keeping
from ideas.models import (
    Applause,
    Comment,
    Follow,
    Idea,
    IdeaAccess,
    IdeaEvent,
    IdeaSender,
    Intake,
    Message,
    Note,
    Support,
)
from partnership.common import norwegian
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Also what was sent in from the person's address."""
    sent = IdeaSender.objects.filter(email=user.email.lower(), forgotten_at__isnull=True).select_related("idea")
    return {
        "ideas_sent": [
            {
                "number": one.idea.number,
                "title": one.idea.title,
                "problem": one.idea.problem,
                "proposal": one.idea.proposal,
                "workplace": one.idea.workplace,
                "name": one.name,
                "talked_with_leader": one.talked_with_leader,
                "received": one.idea.received_at,
            }
            for one in sent
        ],
        "ideas_that_lie_with_you": _numbers(Idea.objects.filter(holder_person=user)),
        "ideas_you_are_named_on": _numbers(Idea.objects.filter(pk__in=_accesses(user).values("idea"))),
        "what_you_did_with_ideas": [
            {"number": one.idea.number, "what": one.kind, "when": one.at, "why": one.reason, "told": one.told}
            for one in IdeaEvent.objects.filter(by=user).select_related("idea")
        ],
        "what_you_wrote_about_ideas": _written(user),
        "ideas_you_support": _numbers(Idea.objects.filter(supports__in=_supports(user, {user.email.lower()}))),
        "municipalities_you_follow": [
            {"municipality": one.municipality.name, "since": one.since}
            for one in Follow.objects.filter(person=user).select_related("municipality")
        ],
    }


def erase(person: User, addresses: set[str]) -> None:
    """``addresses`` in lower case. What lies with the person falls to the contact's role first."""
    for idea in Idea.objects.open().filter(holder_person=person):
        keeping.fall_to_contact(idea=idea)
    _forget_senders(IdeaSender.objects.filter(email__in=addresses))
    _accesses(person).update(until=timezone.now())
    _supports(person, addresses).delete()
    Applause.objects.filter(person=person).delete()
    Follow.objects.filter(person=person).delete()
    for address in addresses:
        _forget_leader(Intake.objects.filter(leader_email__iexact=address), address)


def forget(before: dt.date) -> None:
    """Who sent what was closed before the day, and addresses that supported it."""
    over = Idea.objects.closed_before(norwegian.at(before, dt.time())).values("pk")
    _forget_senders(IdeaSender.objects.filter(idea__in=over))
    Support.objects.filter(idea__in=over).exclude(email="").delete()


def _forget_senders(rows: QuerySet[IdeaSender]) -> None:
    """The link no longer opens the page, and nothing more is mailed; the place of work may say who it was."""
    pks = list(rows.filter(forgotten_at__isnull=True).values_list("pk", flat=True))
    Idea.objects.filter(sender__in=pks).update(workplace="")
    Message.objects.filter(idea__sender__in=pks, is_senders=True).update(text=_("The sender has been forgotten."))
    chosen = IdeaSender.objects.filter(pk__in=pks)
    for sender in chosen:
        sender.name, sender.email, sender.talked_with_leader = "", f"slettet-{sender.pk}@portal.invalid", ""
        sender.link_version += 1
        sender.forgotten_at = timezone.now()
        sender.save()


def _forget_leader(rows: QuerySet[Intake], address: str) -> None:
    rows.update(leader_name="", leader_email="")
    Intake.history.filter(leader_email__iexact=address).update(leader_name="", leader_email="")


def _accesses(user: User) -> QuerySet[IdeaAccess]:
    return IdeaAccess.objects.current().of_person(user)


def _supports(user: User, addresses: set[str]) -> QuerySet[Support]:
    return Support.objects.filter(Q(person=user) | Q(email__in=addresses))


def _numbers(ideas: QuerySet[Idea]) -> list[dict[str, Any]]:
    return [{"number": idea.number, "title": idea.title} for idea in ideas.order_by("pk")]


def _written(user: User) -> list[dict[str, Any]]:
    models: tuple[type[Message | Note | Comment], ...] = (Message, Note, Comment)
    return [
        {"number": one.idea.number, "as": model._meta.model_name, "when": one.at, "text": one.text}
        for model in models
        for one in model._default_manager.filter(by=user).select_related("idea")
    ]
