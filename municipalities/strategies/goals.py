"""Goals, measures and milestones: their order, who is responsible, and when they are done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import FouiContact, Goal, Measure, Milestone, Municipality, Strategy
from partnership.people.models import RoleTerm, Seat, User

MOST = 60


@dataclass(frozen=True)
class Responsible:
    """One of the three, or none."""

    seat: Seat | None = None
    person: User | None = None
    named: str = ""


def tree(strategy: Strategy) -> list[Goal]:
    """With measures and milestones; three queries."""
    rows = Milestone.objects.select_related("seat", "person")
    milestones: Prefetch[Any, Any, Any] = Prefetch("measures__milestones", rows)
    return list(strategy.goals.prefetch_related("measures", milestones))


def milestones_of(goals: Iterable[Goal]) -> list[Milestone]:
    """Of a ``tree``, the first due first."""
    found = [one for goal in goals for measure in goal.measures.all() for one in measure.milestones.all()]
    return sorted(found, key=lambda one: (one.due, one.pk))


def candidates(place: Municipality) -> list[tuple[str, str]]:
    """(key, words): the municipality's roles, and whoever has or deputises in one today."""
    seats = list(FouiContact.objects.in_municipality(place).open().order_by("pk"))
    terms = RoleTerm.objects.current().filter(seat__in=[seat.pk for seat in seats]).select_related("person")
    found = {f"s{seat.pk}": _seat_in_words(seat) for seat in seats}
    return list((found | {f"p{term.person_id}": term.person.name for term in terms}).items())


def _seat_in_words(seat: FouiContact) -> str:
    return f"{seat.title} ({seat.area})" if seat.area else seat.title


def responsible(key: str, named: str, place: Municipality) -> Responsible:
    """``key`` is one of ``candidates``, or empty for a name. Raises ValidationError."""
    if not key:
        return Responsible(named=named)
    if key not in dict(candidates(place)):
        raise ValidationError(_("Choose one of those on the list."))
    if key[0] == "s":
        return Responsible(seat=Seat.objects.get(pk=key[1:]))
    return Responsible(person=User.objects.get(pk=key[1:]))


def key_of(milestone: Milestone) -> str:
    if milestone.seat_id:
        return f"s{milestone.seat_id}"
    return f"p{milestone.person_id}" if milestone.person_id else ""


def give(milestone: Milestone, to: Responsible) -> None:
    """Without saving."""
    milestone.seat, milestone.person, milestone.named = to.seat, to.person, to.named


@transaction.atomic
def place_last(row: Goal | Measure) -> None:
    """Save a new one after its siblings; one that is there word for word was pressed twice. Raises ValidationError
    when there are too many."""
    Strategy.objects.select_for_update().get(pk=_strategy_of(row))
    beside = _siblings(row)
    if any(_words(one) == _words(row) for one in beside):
        return
    if len(beside) >= MOST:
        raise ValidationError(_("There is room for %(n)s. Take one away first.") % {"n": MOST})
    row.order = max((one.order for one in beside), default=-1) + 1
    row.save()


@transaction.atomic
def add(milestone: Milestone) -> None:
    """Save a new one; one that is there word for word, and not done, was pressed twice."""
    measure = milestone.measure
    Strategy.objects.select_for_update().get(pk=measure.goal.strategy_id)
    said = {name: getattr(milestone, name) for name in ("title", "due", "seat", "person", "named")}
    if not measure.milestones.filter(done_at=None, **said).exists():
        milestone.save()


@transaction.atomic
def move(*, row: Goal | Measure, by: int) -> None:
    """One up (-1) or down (+1); at the end it stays where it is."""
    Strategy.objects.select_for_update().get(pk=_strategy_of(row))
    beside: list[Goal | Measure] = [*_siblings(row)]
    here = next(number for number, one in enumerate(beside) if one.pk == row.pk)
    there = min(max(here + by, 0), len(beside) - 1)
    beside.insert(there, beside.pop(here))
    for number, one in enumerate(beside):
        type(row)._default_manager.filter(pk=one.pk).exclude(order=number).update(order=number)


def lost_with(row: Goal | Measure) -> str:
    """What is deleted with it, in words."""
    measures = row.measures.count() if isinstance(row, Goal) else 0
    below = Milestone.objects.filter(measure__goal=row) if isinstance(row, Goal) else row.milestones.all()
    milestones = below.count()
    counts = [
        ngettext("%(n)s measure", "%(n)s measures", measures) % {"n": measures},
        ngettext("%(n)s milestone", "%(n)s milestones", milestones) % {"n": milestones},
    ]
    with_it = [words for words, count in zip(counts, (measures, milestones), strict=True) if count]
    said = _("What is deleted cannot be brought back.")
    if with_it:
        said = _("With it goes: %(what)s. It cannot be brought back.") % {"what": ", ".join(with_it)}
    # What is tied lies in the rooms above.
    return f"{said} {_('What is tied to the goal is not deleted.')}" if isinstance(row, Goal) else said


def _words(row: Goal | Measure) -> tuple[str, str]:
    return row.title, row.why if isinstance(row, Goal) else ""


def _siblings(row: Goal | Measure) -> list[Goal] | list[Measure]:
    if isinstance(row, Goal):
        return list(Goal.objects.filter(strategy=row.strategy_id))
    return list(Measure.objects.filter(goal=row.goal_id))


def _strategy_of(row: Goal | Measure) -> int:
    return row.strategy_id if isinstance(row, Goal) else row.goal.strategy_id


@transaction.atomic
def complete(*, milestone: Milestone, note: str, by: User) -> None:
    """Twice is once: who did it first, and the first words, stand."""
    Milestone.objects.filter(pk=milestone.pk, done_at=None).update(
        done_at=timezone.now(), done_by=by, done_note=" ".join(note.split())[:300]
    )


@transaction.atomic
def take_up_again(*, milestone: Milestone) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(done_at=None, done_by=None, done_note="")
