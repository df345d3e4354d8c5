"""«En annen kommune har samme behov»: both contacts say yes before either learns who the other is.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed. A no is told without saying whose it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas.models import Idea, SameNeed
from ideas.permissions import can_propose_same_need
from municipalities import places
from municipalities.models import FouiContact
from municipalities.permissions import is_contact_of
from partnership.mail import notices, outbox
from partnership.people.models import User

KIND = "ideas.introduction"
_WORD = re.compile(r"\w{4,}")
_WORDS = 16
_SUGGESTED = 3
_LEAST = 0.05  # below that only a common word or two are the same


@dataclass(frozen=True)
class Side:
    """One of the two: its idea, and who said yes for it."""

    idea: Idea
    yes_by: User | None
    has_said_yes: bool


def suggestions(user: Any, idea: Idea) -> QuerySet[Idea]:
    """Open ideas of other municipalities that ``user`` may see and that use the same words; not those asked about."""
    words = list(dict.fromkeys(_WORD.findall(f"{idea.title} {idea.problem}".lower())))[:_WORDS]
    others = Idea.objects.visible_to(user).open().exclude(municipality=idea.municipality_id).with_holder()
    if not words:
        return others.none()
    asked = SameNeed.objects.of_idea(idea)
    others = others.exclude(pk__in=asked.values("first")).exclude(pk__in=asked.values("second"))
    query = SearchQuery(" or ".join(words), config="norwegian", search_type="websearch")
    ranked = others.filter(search=query).annotate(rank=SearchRank(F("search"), query))
    return ranked.filter(rank__gte=_LEAST).order_by("-rank", "-pk")[:_SUGGESTED]


def section(user: Any, idea: Idea) -> dict[str, Any]:
    """For ``ideas/_same_need.html``: what the contact, or who sees both, may propose, and what has been asked."""
    if not isinstance(user, User) or not can_propose_same_need(user, idea):
        return {"suggestions": [], "asked": []}
    asked = SameNeed.objects.of_idea(idea).open().with_ideas() if is_contact_of(user, idea.municipality_id) else []
    return {"suggestions": list(suggestions(user, idea)) if idea.is_open else [], "asked": list(asked)}


@transaction.atomic
def propose(*, idea: Idea, other: Idea, by: User) -> SameNeed:
    """By one of the contacts, whose yes it then is, or by somebody who sees both. Twice is once."""
    if idea.municipality_id == other.municipality_id:
        raise ValidationError(_("Both ideas are of the same municipality. Merge them instead."))
    if not (idea.is_open and other.is_open):
        raise ValidationError(_("One of the ideas is no longer open."))
    first, second = sorted([idea, other], key=lambda one: one.pk)
    need, is_new = SameNeed.objects.get_or_create(first=first, second=second, defaults={"proposed_by": by})
    if not is_new:
        return need
    for side in sides(need):
        if is_contact_of(by, side.idea.municipality_id):
            _say_yes(need, side.idea, by)
    for side in sides(need):
        if not side.has_said_yes:
            _notify_contacts(
                side.idea, need, "asked", _("Another municipality has the same need as idea %(number)s.")
            )
    return need


@transaction.atomic
def say_yes(*, need: SameNeed, by: User) -> SameNeed:
    """For the own idea. When both have, both are told and may write the mail. Twice is once."""
    stored = _open(need)
    for side in sides(stored):
        if is_contact_of(by, side.idea.municipality_id) and not side.has_said_yes:
            _say_yes(stored, side.idea, by)
    if both_yes(stored):
        for side in sides(stored):
            line = _("Both want to be introduced: the same need as idea %(number)s.")
            _notify_contacts(side.idea, stored, "both", line, but=by)
    return stored


@transaction.atomic
def decline(*, need: SameNeed, by: User) -> None:
    """Nobody is told who it was that did not want to. Twice is once."""
    stored = SameNeed.objects.select_for_update(of=("self",)).with_ideas().get(pk=need.pk)
    if stored.declined_at is not None:
        return
    if stored.introduced_at is not None:
        raise ValidationError(_("You have been introduced already."))
    stored.declined_at = timezone.now()
    stored.save(update_fields=["declined_at"])
    notices.take_back(f"same-need:{stored.pk}:")
    told = {side.yes_by for side in sides(stored)} | {stored.proposed_by}
    for person in told - {None, by}:
        if person is not None:
            with translation.override(person.language):
                line = _("Nothing came of the introduction this time. The ideas stand as they were.")
            notices.notify(person, "ideas.same_need", f"same-need:{stored.pk}:declined", "/", line)


@transaction.atomic
def introduce(*, need: SameNeed, text: str, by: User) -> int:
    """The joint mail, once: to both contacts, and to the broker or adviser who proposed it. How many were written."""
    stored = _open(need)
    if not both_yes(stored):
        raise ValidationError(_("Both must say yes first."))
    people = [contact_of(side) for side in sides(stored)]
    if None in people:
        raise ValidationError(_("One of the municipalities has no FoUI contact now. Try again when it has."))
    if stored.proposed_by is not None and stored.proposed_by not in people:
        people.append(stored.proposed_by)
    stored.introduced_at = timezone.now()
    stored.save(update_fields=["introduced_at"])
    return outbox.enqueue(
        outbox.to_person(
            person, kind=KIND, subject_id=stored.pk, version=place, payload={"text": text.strip(), "by": by.name}
        )
        for place, person in enumerate(people)
        if person is not None
    )


def sides(need: SameNeed) -> tuple[Side, Side]:
    return (
        Side(need.first, need.first_yes_by, need.first_yes_at is not None),
        Side(need.second, need.second_yes_by, need.second_yes_at is not None),
    )


def both_yes(need: SameNeed) -> bool:
    return all(side.has_said_yes for side in sides(need))


def contact_of(side: Side) -> User | None:
    """Who said yes while still in the role, or else who has it today."""
    if side.yes_by is not None and is_contact_of(side.yes_by, side.idea.municipality_id):
        return side.yes_by
    seats = FouiContact.objects.in_municipality(side.idea.municipality).open()
    return User.objects.with_current_seat_in(seats).order_by("pk").first()


def first_words(need: SameNeed) -> str:
    """What the joint mail says unless somebody writes it otherwise: no idea's words."""
    names = {"one": need.first.municipality.name, "other": need.second.municipality.name}
    return (
        _(
            "%(one)s and %(other)s have the same need, and both would like to talk.\n\n"
            "Take half an hour together: What have you tried? What would you like to find out? Is there something "
            "you could try, or apply for, together?"
        )
        % names
    )


def _open(need: SameNeed) -> SameNeed:
    stored = SameNeed.objects.select_for_update(of=("self",)).with_ideas().get(pk=need.pk)
    if stored.declined_at is not None or stored.introduced_at is not None:
        raise ValidationError(_("This has been settled already. There is nothing more to do."))
    if not (stored.first.is_open and stored.second.is_open):
        raise ValidationError(_("One of the ideas is no longer open."))
    return stored


def _say_yes(need: SameNeed, idea: Idea, by: User) -> None:
    name = "first" if idea.pk == need.first_id else "second"
    setattr(need, f"{name}_yes_at", timezone.now())
    setattr(need, f"{name}_yes_by", by)
    need.save(update_fields=[f"{name}_yes_at", f"{name}_yes_by"])


def _notify_contacts(idea: Idea, need: SameNeed, what: str, line: str, but: User | None = None) -> None:
    seats = FouiContact.objects.in_municipality(idea.municipality).open()
    for person in User.objects.with_current_seat_in(seats):
        if person != but:
            said = line % {"number": idea.number}
            notices.notify(person, "ideas.same_need", f"same-need:{need.pk}:{what}", need.get_absolute_url(), said)


def own_side(user: User, need: SameNeed) -> Side | None:
    """The side whose municipality the person is contact of; None for who proposed it."""
    own = places.of_contact(user)
    return next((side for side in sides(need) if side.idea.municipality_id in own), None)
