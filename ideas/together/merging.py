"""Two ideas of one municipality that are the same: one goes into the other, with its support.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed. ``moving.undo`` undoes it for half an hour.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas import events
from ideas.intake import similar
from ideas.life import moving
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.querysets import IdeaQuerySet
from ideas.together import moved_support
from ideas.whose.holding import lock
from partnership.people.models import User

LIKEST = 5


def candidates(idea: Idea, words: str = "", *, but: Iterable[Idea] = ()) -> QuerySet[Idea]:
    """Open ideas of the same municipality that it may go into; by number or words in the text, the newest first."""
    others = _others(idea).exclude(pk__in=[one.pk for one in but])
    return others.with_holder().containing(words).order_by("-received_at", "-pk")


def likest(idea: Idea) -> list[Idea]:
    """Of those the ones that use the same words, the likest first."""
    return similar.similar_among(f"{idea.title} {idea.problem}", _others(idea), LIKEST)


def _others(idea: Idea) -> IdeaQuerySet:
    return Idea.objects.of_municipality(idea.municipality_id).open().exclude(pk=idea.pk)


@transaction.atomic
def merge(*, idea: Idea, into: Idea, by: User) -> IdeaEvent:
    """The senders of both are told; the support of ``idea`` counts for ``into`` from now on."""
    first, second = sorted([idea, into], key=lambda one: one.pk)
    locked = {one.pk: lock(one) for one in (first, second)}
    source, target = locked[idea.pk], locked[into.pk]
    _check(source, target)
    told = _("It says the same as idea %(number)s, and goes on there.") % {"number": target.number}
    event = moving.move(idea=source, to=Stage.MERGED, by=by, told=told, merged_into=target)
    here = events.record(
        target,
        EventKind.MERGED_HERE,
        by=by,
        told=_("Idea %(number)s says the same, and has been merged into this one.") % {"number": source.number},
    )
    moved_support.move(event=event, to=target, told=here)
    telling.of_change(here)
    idea.refresh_from_db()
    return event


def newest_merge(idea: Idea) -> IdeaEvent | None:
    """The event that can be undone, of an idea that has been merged."""
    if idea.stage != Stage.MERGED:
        return None
    newest = idea.events.standing().newest_first().first()
    return newest if newest is not None and newest.new_stage == Stage.MERGED else None


def _check(source: Idea, target: Idea) -> None:
    if source.pk == target.pk:
        raise ValidationError(_("Choose another idea than this one."))
    if source.municipality_id != target.municipality_id:
        raise ValidationError(_("Only ideas of the same municipality can be merged."))
    for one in (source, target):
        if not one.is_open:
            raise ValidationError(
                _("Idea %(number)s is %(stage)s. Only open ideas can be merged.")
                % {"number": one.number, "stage": one.get_stage_display()}
            )
